package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.platform.Lifecycle;
import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class GossipComponentTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    @TempDir
    private Path directory;
    private final List<Agent> agents = new ArrayList<>();

    /** A component in an agent of its own, all on free ports of 127.0.0.1. */
    private final class Agent {
        private final Map<String, Object> values = new HashMap<>();
        private final Map<String, GossipPool> pools = new ConcurrentHashMap<>();
        private final AtomicInteger exit = new AtomicInteger(-1);
        private GossipComponent component;

        Agent(String name, boolean server) throws IOException {
            int lan = FreePorts.one();
            int wan = FreePorts.one();
            values.putAll(Map.of("node__name", name, "node__id", "id-of-" + name, "server", server, "ports__serf__lan", lan,
                    "ports__serf__wan", wan, "lan__bind__address", "127.0.0.1:" + lan, "lan__advertise__address",
                    "127.0.0.1:" + lan, "wan__bind__address", "127.0.0.1:" + wan, "wan__advertise__address",
                    "127.0.0.1:" + wan));
            values.put("retry__interval__ms", 200L);
            agents.add(this);
        }

        Agent with(String key, Object value) {
            values.put(key, value);
            return this;
        }

        Agent start() {
            BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
                String pool = (String) ((Dictionary<?, ?>) arguments[2]).get("pool");
                pools.put(pool, (GossipPool) arguments[1]);
                return proxy(ServiceRegistration.class, (unregister, none) -> pools.remove(pool));
            });
            Lifecycle lifecycle = proxy(Lifecycle.class, (method, arguments) -> {
                exit.set((Integer) arguments[0]);
                return null;
            });
            component = new GossipComponent(context, config(NodeConfig.class), config(GossipConfig.class), lifecycle);
            return this;
        }

        <T> T config(Class<T> type) {
            return proxy(type, (method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
        }

        GossipPool lan() {
            return pools.get("lan");
        }

        GossipPool wan() {
            return pools.get("wan");
        }

        String lanAddress() {
            return (String) values.get("lan__bind__address");
        }
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call.on(method, arguments)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Agent agent : agents) {
            if (agent.component != null) {
                agent.component.deactivate();
            }
        }
    }

    @Test
    void threeServersAndFiveClientsSeeEachOtherSoon() throws IOException {
        Agent first = new Agent("s1", true).start();
        List<Agent> all = new ArrayList<>(List.of(first));
        for (String name : List.of("s2", "s3", "c1", "c2", "c3", "c4", "c5")) {
            all.add(new Agent(name, name.startsWith("s")).with("retry__join", new String[] {first.lanAddress()}).start());
        }
        long begin = System.nanoTime();
        await().untilAsserted(() -> assertThat(all).allSatisfy(a -> assertThat(TestPools.alive(a.lan())).isEqualTo(8)));
        assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
        assertThat(all).filteredOn(agent -> agent.wan() != null).hasSize(3);
        await().untilAsserted(() -> assertThat(all.subList(0, 3))
                .allSatisfy(a -> assertThat(TestPools.alive(a.wan())).as("flooded").isEqualTo(3)));
        assertThat(first.wan().members()).extracting(Member::name).containsExactly("s1.dc1", "s2.dc1", "s3.dc1");
        assertThat(first.lan().self().tags()).containsKey("wan_join_port");
        assertThat(first.wan().self().tags()).doesNotContainKey("wan_join_port");
    }

    @Test
    void retriesUntilThereIsSomebody() throws IOException {
        Agent late = new Agent("late", true);
        Agent early = new Agent("early", false).with("retry__join", new String[] {late.lanAddress()}).start();
        late.start();
        await().until(() -> TestPools.alive(early.lan()) == 2);
        assertThat(early.exit).hasValue(-1);
    }

    @Test
    void endsTheAgentWhenItCannotJoin() throws IOException {
        String nobody = "127.0.0.1:" + FreePorts.one();
        Agent once = new Agent("once", false).with("start__join", new String[] {nobody}).start();
        await().untilAtomic(once.exit, org.hamcrest.Matchers.is(1));
        Agent thrice = new Agent("thrice", false).with("retry__join", new String[] {nobody}).with("retry__max", 2)
                .with("retry__interval__ms", 10L).start();
        await().untilAtomic(thrice.exit, org.hamcrest.Matchers.is(1));
    }

    @Test
    void endsTheAgentWhenThePortIsTaken() throws IOException {
        Agent first = new Agent("first", false).start();
        Agent second = new Agent("second", false).with("lan__bind__address", first.lanAddress()).start();
        assertThat(second.exit).hasValue(1);
        assertThat(second.pools).isEmpty();
    }

    @Test
    void onePoolThatCannotBeFreesTheOthersPort() throws Exception {
        Agent first = new Agent("first", true).start();
        Agent second = new Agent("second", true).with("wan__bind__address", first.values.get("wan__bind__address")).start();
        assertThat(second.exit).hasValue(1);
        second.component.deactivate();
        second.component = null;
        Agent third = new Agent("third", false).with("lan__bind__address", second.lanAddress()).start();
        assertThat(third.exit).hasValue(-1);
    }

    @Test
    void configuredTagsChangeAndThoseOfOthersStay() throws IOException {
        Agent agent = new Agent("a", true).with("bootstrap", true).start();
        Map<String, String> tags = new TreeMap<>(agent.lan().self().tags());
        assertThat(tags).containsEntry("bootstrap", "1").containsEntry("acls", "0");
        tags.put("mine", "x");
        agent.lan().setTags(tags);
        agent.with("acl__enabled", true).with("bootstrap", false);
        agent.component.modified(agent.config(NodeConfig.class), agent.config(GossipConfig.class));
        await().untilAsserted(() -> assertThat(agent.lan().self().tags()).containsEntry("acls", "1")
                .containsEntry("mine", "x").doesNotContainKey("bootstrap"));
    }

    @Test
    void theKeyIsForTheFirstStartOnly() throws Exception {
        Agent first = new Agent("k", true).with("data__dir", directory.toString()).with("encrypt", KEY).start();
        assertThat(first.lan().encrypted()).isTrue();
        Path keyring = directory.resolve("serf/local.keyring");
        assertThat(Files.readString(keyring)).contains(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyring))).isEqualTo("rw-------");
        assertThat(directory.resolve("serf/remote.keyring")).exists();
        first.component.deactivate();
        first.component = null;
        Agent again = new Agent("k", true).with("data__dir", directory.toString()).start();
        assertThat(again.lan().keys(GossipPool.KeyOperation.LIST, "", 0).join().keys()).containsExactly(Map.entry(KEY, 1));
        Files.writeString(keyring, "[\"nonsense\"]");
        Agent broken = new Agent("b", false).with("data__dir", directory.toString()).start();
        assertThat(broken.exit).hasValue(1);
    }

    @Test
    void anotherDatacentersAgentIsRefused() throws IOException {
        Agent here = new Agent("here", true).start();
        Agent there = new Agent("there", true).with("datacenter", "dc2").start();
        assertThat(there.lan().join(List.of(here.lanAddress()))).failsWithin(java.time.Duration.ofSeconds(5))
                .withThrowableThat().withMessageContaining("Member 'here' part of wrong datacenter 'dc1'");
        assertThat(there.wan().join(List.of((String) here.values.get("wan__bind__address"))).join()).isEqualTo(1);
        await().until(() -> TestPools.alive(here.wan()) == 2);
        assertThat(here.lan().members()).hasSize(1);
    }
}
