package io.curia.consensus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.api.platform.Lifecycle;
import io.curia.consensus.support.ConsensusConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component of an engine with a log on disk: when it publishes the engine, withdraws it, and ends the agent. */
@Timeout(60)
public abstract class ComponentContract {
    private static final String STOPPED = "a-node-that-is-stopped";
    private static final String DAMAGED = "a-node-that-is-damaged";

    @TempDir
    Path dir;
    private final AtomicReference<Consensus> published = new AtomicReference<>();
    private final AtomicInteger exit = new AtomicInteger(-1);

    /** A component that was activated. */
    public record Component(Consumer<ConsensusTransport> bind, Consumer<ConsensusTransport> unbind, Deactivation deactivation) {
        void stop() throws InterruptedException {
            deactivation.run();
        }
    }

    /** How a component is stopped. */
    public interface Deactivation {
        void run() throws InterruptedException;
    }

    /** The name by which a configuration asks for the engine. */
    protected abstract String engine();

    protected abstract Component activate(BundleContext context, ConsensusConfig config, StateMachine machine, Lifecycle lifecycle);

    /** What threads of the engine throw while other tests stop them is none of this one's business. */
    private static ConditionFactory soon() {
        return await().dontCatchUncaughtExceptions();
    }

    private Component activate(Map<String, Object> values) {
        BundleContext context = proxy(BundleContext.class, (method, arguments) -> {
            published.set((Consensus) arguments[1]);
            return proxy(ServiceRegistration.class, (unregister, none) -> {
                published.set(null);
                return null;
            });
        });
        Lifecycle lifecycle = proxy(Lifecycle.class, (method, arguments) -> {
            exit.set((Integer) arguments[0]);
            return null;
        });
        ConsensusConfig config = proxy(ConsensusConfig.class,
                (method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
        return activate(context, config, new RecordingStateMachine(), lifecycle);
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> call.on(method, arguments)));
    }

    @Test
    void shouldPublishTheEngineOnceItTakesCommandsAndWithdrawIt() throws Exception {
        Component component = activate(Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap", true));
        soon().until(() -> published.get() != null);
        Consensus consensus = published.get();

        consensus.apply(new byte[1]).get(10, TimeUnit.SECONDS);
        component.stop();

        assertThat(published.get()).isNull();
        assertThat(consensus.status().leading()).isFalse();
        assertThat(dir.resolve("raft")).isDirectory();
        assertThat(exit.get()).isEqualTo(-1);
    }

    @Test
    void shouldStayAwayWhenAnotherEngineIsAskedFor() throws Exception {
        Component component = activate(Map.of("engine", "memory", "data__dir", dir.toString(), "bootstrap", true));
        component.stop();

        assertThat(published.get()).isNull();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void shouldWaitForOthersUnlessToldToBeginAlone() throws Exception {
        Component component = activate(Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap__expect", 3));
        soon().until(() -> published.get() != null);

        assertThat(published.get().status().peers()).isEmpty();
        assertThat(published.get().status().leading()).isFalse();
        component.stop();
        assertThat(exit.get()).isEqualTo(-1);
    }

    @Test
    void shouldBeginAloneWhenNoOthersAreExpected() throws Exception {
        Component component = activate(Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap__expect", 1));
        soon().until(() -> published.get() != null);

        assertThat(published.get().status().leading()).isTrue();
        component.stop();
    }

    @Test
    void shouldReachOthersOnceTheServerPortIsOpen() throws Exception {
        try (MemoryNetwork network = new MemoryNetwork(1)) {
            Component component = activate(Map.of("engine", engine(), "data__dir", dir.resolve("a").toString(),
                    "node__id", "a", "server__address", "127.0.0.1:8300"));
            soon().until(() -> published.get() != null);
            Consensus first = published.get();
            Component other = activate(Map.of("engine", engine(), "data__dir", dir.resolve("b").toString(),
                    "node__id", "b", "server__address", "127.0.0.2:8300"));
            soon().until(() -> published.get() != first);
            List<Peer> peers = List.of(new Peer("a", "127.0.0.1:8300", true), new Peer("b", "127.0.0.2:8300", true));
            first.bootstrap(peers).get(10, TimeUnit.SECONDS);
            published.get().bootstrap(peers).get(10, TimeUnit.SECONDS);

            component.bind().accept(network.at("127.0.0.1:8300"));
            other.bind().accept(network.at("127.0.0.2:8300"));

            soon().until(() -> first.status().leading() || published.get().status().leading());
            other.stop();
            component.unbind().accept(network.at("127.0.0.1:8300"));
            component.stop();
        }
    }

    @Test
    void shouldGoOnWithALogThatIsThere() throws Exception {
        Map<String, Object> first = Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap", true);
        Component component = activate(first);
        soon().until(() -> published.get() != null);
        component.stop();

        Component again = activate(Map.of("engine", engine(), "data__dir", dir.toString()));
        soon().until(() -> published.get() != null);
        again.stop();
    }

    @Test
    void shouldLetGoOfTheDirectoryWhenStoppedWhileItStarts() throws Exception {
        Map<String, Object> first = Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap", true);
        for (int i = 0; i < 10; i++) {
            activate(first).stop();
        }
        Component component = activate(first);
        soon().until(() -> published.get() != null);
        component.stop();
        assertThat(exit.get()).isEqualTo(-1);
    }

    /** Wherever it was: a file that is opened in a thread that is interrupted is closed for ever, and what was half made stays. */
    @Test
    void shouldLeaveNoThreadBehindWhenStoppedWhileItStarts() throws Exception {
        Map<String, Object> values = Map.of("engine", engine(), "data__dir", dir.toString(), "bootstrap", true, "node__id", STOPPED);
        Random random = new Random(1);
        for (int i = 0; i < 25; i++) {
            Component component = activate(values);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(40_000)));
            component.stop();
        }
        assertNoThreadIsLeft(STOPPED, "stops");
    }

    /** What can be wrong with a file. */
    private enum Damage {
        EMPTY, CUT, NOISE, ONES, FOLDER;

        void on(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            if (this == FOLDER) {
                Files.delete(file);
                Files.createDirectory(file);
            } else if (this == NOISE) {
                new Random(1).nextBytes(bytes);
                Files.write(file, bytes);
            } else if (this == ONES) {
                // which reads as "there is one" where there was none
                Arrays.fill(bytes, (byte) 1);
                Files.write(file, bytes);
            } else {
                Files.write(file, Arrays.copyOf(bytes, this == CUT ? bytes.length / 2 : 0));
            }
        }
    }

    /** Each of the engine's own files in each way: whether or not the log can be opened then, a stop ends all that was begun. */
    @Test
    @Timeout(240)
    void shouldLeaveNoThreadBehindWhateverIsDamaged() throws Exception {
        Path whole = dir.resolve("whole");
        activateOn(whole, component -> {
            for (int i = 0; i < 20; i++) {
                published.get().apply(new byte[100]).get(10, TimeUnit.SECONDS);
            }
            published.get().snapshot().get(10, TimeUnit.SECONDS);
            published.get().apply(new byte[100]).get(10, TimeUnit.SECONDS);
        });
        int refused = 0;
        for (Path file : files(whole)) {
            for (Damage damage : file.getParent().endsWith("raft") ? new Damage[0] : Damage.values()) {
                String what = damage + "-" + file.getFileName();
                copy(whole, dir.resolve(what));
                damage.on(dir.resolve(what).resolve(whole.relativize(file)));
                exit.set(-1);
                activateOn(dir.resolve(what), component -> { });
                refused += exit.get() == 1 ? 1 : 0;
                assertNoThreadIsLeft(DAMAGED, what);
            }
        }
        assertThat(refused).isPositive();
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private interface Use {
        void of(Component component) throws Exception;
    }

    private void activateOn(Path data, Use use) throws Exception {
        Component component = activate(Map.of("engine", engine(), "data__dir", data.toString(), "bootstrap", true, "node__id", DAMAGED));
        try {
            soon().until(() -> published.get() != null || exit.get() == 1);
            use.of(component);
        } finally {
            component.stop();
        }
    }

    private static void assertNoThreadIsLeft(String node, String after) {
        soon().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).as(after).extracting(Thread::getName)
                .noneMatch(name -> name.contains(node)));
    }

    @Test
    void shouldEndTheAgentWhenTheLogCannotBeOpened() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        Component component = activate(Map.of("engine", engine(), "data__dir", file.toString(), "bootstrap", true));

        soon().until(() -> exit.get() == 1);
        component.stop();
        assertThat(published.get()).isNull();
    }

    @Test
    void shouldEndTheAgentWithoutADataFolder() throws Exception {
        Component component = activate(Map.of("engine", engine(), "bootstrap", true));

        soon().until(() -> exit.get() == 1);
        component.stop();
    }
}
