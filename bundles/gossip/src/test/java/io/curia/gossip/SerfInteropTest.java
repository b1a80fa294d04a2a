package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.gossip.GossipPool.KeyReport;
import io.curia.api.gossip.Member;
import io.curia.gossip.TestPools.Recipe;
import io.curia.gossip.TestPools.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pool of Serf's own agents and ours. Runs where its binary is; with {@code curia.serf.required} it must be. */
class SerfInteropTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private static final String NEW_KEY = "EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8=";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final TestPools pools = new TestPools();
    private final List<SerfAgent> agents = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    @TempDir
    private Path directory;

    @BeforeAll
    static void required() {
        if (Boolean.getBoolean("curia.serf.required")) {
            assertThat(SerfAgent.installed()).as("the program serf is installed").isTrue();
        }
    }

    @BeforeEach
    void installed() {
        assumeTrue(SerfAgent.installed(), "the program serf is not installed");
    }

    @AfterEach
    void close() {
        pools.close();
        agents.forEach(SerfAgent::close);
    }

    private SerfAgent serf(String name, boolean encrypted, String... options) throws IOException {
        String[] all = encrypted ? Arrays.copyOf(options, options.length + 1) : options;
        if (encrypted) {
            all[options.length] = "-encrypt=" + KEY;
        }
        SerfAgent agent = new SerfAgent(name, directory, all);
        agents.add(agent);
        return agent;
    }

    private Running ours(String name, boolean encrypted) throws IOException {
        Recipe recipe = new Recipe(name);
        recipe.tags = Map.of("role", "web", "of", name);
        if (encrypted) {
            recipe.keys(KEY);
        }
        Running started = pools.start(recipe);
        started.service().listen(new GossipPool.Listener() {
            @Override
            public void onEvent(String event, byte[] payload, long time) {
                events.add(name + " " + event + " " + new String(payload, StandardCharsets.UTF_8));
            }

            @Override
            public byte[] onQuery(String query, byte[] payload) {
                return query.equals("who") ? ("I am " + name).getBytes(StandardCharsets.UTF_8) : null;
            }
        });
        return started;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneCommonPool(boolean encrypted) throws Exception {
        SerfAgent s1 = serf("s1", encrypted, "-tag=color=red");
        Running o1 = ours("o1", encrypted);
        assertThat(o1.service().join(List.of(s1.address())).join()).as("ours joins serf").isEqualTo(1);
        SerfAgent s2 = serf("s2", encrypted);
        assertThat(s2.run("join", o1.address())).as("serf joins ours").contains("Successfully joined");
        Running o2 = ours("o2", encrypted);
        o2.service().join(List.of(o1.address())).join();

        await().atMost(PATIENCE).until(() -> TestPools.alive(o1.service()) == 4 && TestPools.alive(o2.service()) == 4);
        for (SerfAgent serf : List.of(s1, s2)) {
            for (String name : List.of("s1", "s2", "o1", "o2")) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(serf.member(name)).contains("alive"));
            }
        }
        tags(s1, s2, o1, o2);
        userEvents(s1, s2, o1);
        queries(s1, o1);
        leaves(s1, s2, o1, o2);
        failures(s1, o1, encrypted);
    }

    private void tags(SerfAgent s1, SerfAgent s2, Running o1, Running o2) throws Exception {
        assertThat(s2.member("o2")).contains("role=web").contains("of=o2").contains(o2.address());
        assertThat(member(o2, "s1").tags()).containsEntry("color", "red");
        s1.run("tags", "-set", "color=blue");
        await().atMost(PATIENCE).until(() -> "blue".equals(member(o2, "s1").tags().get("color")));
        o1.service().setTags(Map.of("role", "db"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(s2.member("o1")).endsWith("role=db"));
    }

    private void userEvents(SerfAgent s1, SerfAgent s2, Running o1) throws Exception {
        s1.run("event", "deploy", "42");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).containsExactlyInAnyOrder("o1 deploy 42",
                "o2 deploy 42"));
        o1.service().fire("restart", "now".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(s2.events()).contains("restart now"));
        assertThat(events).hasSize(4);
    }

    /** Nobody promises that a query reaches everyone in time, so it is asked again until it has. */
    private void queries(SerfAgent s1, Running o1) {
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(s1.run("query", "who")).contains("'o1': I am o1").contains("'s2': I am s2"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(s1.run("query", "-timeout=700ms", "-node=o2", "who"))
                .contains("'o2': I am o2").doesNotContain("I am o1"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(s1.run("query", "-timeout=700ms", "-tag=role=^d", "who"))
                .contains("'o1': I am o1").doesNotContain("I am o2"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(o1.service().query("who", new byte[0], 5000).join())
                .extracting(reply -> reply.node() + ": " + new String(reply.payload(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("o1: I am o1", "o2: I am o2", "s1: I am s1", "s2: I am s2"));
    }

    private void leaves(SerfAgent s1, SerfAgent s2, Running o1, Running o2) throws Exception {
        s2.run("leave");
        await().atMost(PATIENCE).until(() -> o1.status("s2") == Member.LEFT && o2.status("s2") == Member.LEFT);
        o2.service().leave().join();
        assertThat(s1.member("o2")).contains("left");
        o2.kill();
    }

    private void failures(SerfAgent s1, Running o1, boolean encrypted) throws Exception {
        Running o3 = ours("o3", encrypted);
        o3.service().join(List.of(s1.address())).join();
        SerfAgent s3 = serf("s3", encrypted, "-join=" + o1.address());
        await().atMost(PATIENCE).until(() -> o1.status("o3") == Member.ALIVE && o1.status("s3") == Member.ALIVE);
        o3.kill();
        s3.kill();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(o1.status("s3")).isEqualTo(Member.FAILED);
            assertThat(s1.member("o3")).contains("failed");
        });
        assertThat(o1.service().forceLeave("s3", false)).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(s1.member("s3")).contains("left"));
        s1.run("force-leave", "o3");
        await().atMost(PATIENCE).until(() -> o1.status("o3") == Member.LEFT);
        // what it says of its own command line's connections is none of our doing
        assertThat(s1.log().lines().filter(line -> line.contains("[ERR]") && !line.contains("agent.ipc"))).isEmpty();
    }

    @Test
    void keysAreExchangedTogether() throws Exception {
        SerfAgent serf = serf("s1", true);
        Running ours = ours("o1", true);
        ours.service().join(List.of(serf.address())).join();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(serf.member("o1")).contains("alive"));
        assertThat(serf.run("keys", "-list")).contains(KEY).contains("[2/2]");
        KeyReport installed = ours.service().keys(KeyOperation.INSTALL, NEW_KEY, 0).join();
        assertThat(installed.responses()).isEqualTo(2);
        assertThat(installed.errors()).as("%s", installed.messages()).isZero();
        assertThat(serf.run("keys", "-use=" + NEW_KEY)).contains("Successfully changed");
        KeyReport removed = ours.service().keys(KeyOperation.REMOVE, KEY, 1).join();
        assertThat(removed.errors()).as("%s", removed.messages()).isZero();
        KeyReport listed = ours.service().keys(KeyOperation.LIST, "", 0).join();
        assertThat(listed.keys()).containsExactly(Map.entry(NEW_KEY, 2));
        assertThat(ours.status("s1")).isEqualTo(Member.ALIVE);
        assertThatThrownBy(() -> pools.start(new Recipe("o2").keys(KEY)).service().join(List.of(serf.address())).join())
                .as("with the old key").isNotNull();
    }

    @Test
    void wrongAndMissingKeysAreRefusedAndHurtNobody() throws Exception {
        SerfAgent serf = serf("s1", true);
        Running plain = ours("o1", false);
        assertThatThrownBy(() -> plain.service().join(List.of(serf.address())).join()).hasMessageContaining("Failed to join");
        Running wrong = pools.start(new Recipe("o2").keys(NEW_KEY));
        assertThatThrownBy(() -> wrong.service().join(List.of(serf.address())).join()).hasMessageContaining("Failed to join");
        assertThat(serf.run("join", plain.address())).contains("Error joining");
        assertThat(serf.run("join", wrong.address())).contains("Error joining");
        assertThat(plain.service().members()).hasSize(1);
        assertThat(wrong.service().members()).hasSize(1);
        assertThat(serf.run("members").lines()).hasSize(1);
    }

    private static Member member(Running pool, String name) {
        return pool.service().members().stream().filter(member -> member.name().equals(name)).findFirst().orElseThrow();
    }
}
