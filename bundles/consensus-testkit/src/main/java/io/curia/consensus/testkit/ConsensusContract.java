package io.curia.consensus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Status;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.testkit.RecordingStateMachine.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every engine promises, tried with one server. An engine's own test extends this class. */
@Timeout(60)
public abstract class ConsensusContract {
    /** An engine that takes commands. */
    public record Engine(Consensus consensus, AutoCloseable handle) { }

    protected static final String SERVER_ADDRESS = "127.0.0.1:8300";
    private static final long WAIT_SECONDS = 20;

    @TempDir
    protected Path dir;
    protected RecordingStateMachine machine;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Starts a server that reports {@link #SERVER_ADDRESS}, on what is already in {@code data}; returns once it leads. */
    protected abstract Engine start(Path data, StateMachine machine) throws Exception;

    /** Whether a restarted server still has what it acknowledged. */
    protected abstract boolean durable();

    /**
     * A main class that takes a data folder and a number, makes that many writes one after the other, and ends; empty
     * for an engine that writes nothing to disk.
     */
    protected abstract Optional<Class<?>> writerMain();

    @BeforeEach
    void freshMachine() {
        machine = new RecordingStateMachine();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable handle : open) {
            handle.close();
        }
        assertThat(machine.violation()).isNull();
    }

    /** Starts a server that is closed after the test. */
    protected Consensus started() throws Exception {
        Engine engine = start(dir, machine);
        open.add(engine.handle());
        return engine.consensus();
    }

    /** Stops everything, and starts a server on the same folder with a new, empty state machine. */
    protected Consensus restarted() throws Exception {
        stop();
        machine = new RecordingStateMachine();
        return started();
    }

    protected void stop() throws Exception {
        for (AutoCloseable handle : open) {
            handle.close();
        }
        open.clear();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The reason that the future ended with. */
    protected static ConsensusException failure(CompletableFuture<?> future) throws Exception {
        try {
            future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConsensusException.class);
            return (ConsensusException) e.getCause();
        }
        throw new AssertionError("the future ended well");
    }

    /** Writes {@code prefix0 ... } all at once and waits for the answers. */
    protected static List<Applied> writeAll(Consensus consensus, String prefix, int count) throws Exception {
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(consensus.apply(bytes(prefix + i)));
        }
        List<Applied> results = new ArrayList<>();
        for (CompletableFuture<Applied> future : futures) {
            results.add(get(future));
        }
        return results;
    }

    @Test
    void shouldAnswerWithTheStateMachinesResult() throws Exception {
        Applied applied = get(started().apply(bytes("hello")));

        assertThat(new String(applied.result(), StandardCharsets.UTF_8)).isEqualTo(applied.index() + ":hello");
        assertThat(applied.index()).isPositive();
        assertThat(applied.term()).isPositive();
        assertThat(machine.entries()).containsExactly(new Entry(applied.index(), applied.term(), "hello"));
    }

    @Test
    void shouldApplyInTheOrderOfSubmissionWithRisingIndexes() throws Exception {
        List<Applied> results = writeAll(started(), "c", 500);

        assertThat(machine.commands()).isEqualTo(IntStream.range(0, 500).mapToObj(i -> "c" + i).toList());
        assertThat(results.stream().map(Applied::index).toList()).isSorted().doesNotHaveDuplicates();
        assertThat(machine.entries().stream().map(Entry::index).toList())
                .isEqualTo(results.stream().map(Applied::index).toList());
    }

    @Test
    void shouldAcceptEmptyAndLargeCommands() throws Exception {
        Consensus consensus = started();
        String large = "x".repeat(600_000);

        get(consensus.apply(bytes("")));
        get(consensus.apply(bytes(large)));

        assertThat(machine.commands()).containsExactly("", large);
    }

    @Test
    void shouldServeConcurrentWriters() throws Exception {
        Consensus consensus = started();
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int w = 0; w < 16; w++) {
            String prefix = w + "/";
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        get(consensus.apply(bytes(prefix + i)));
                    }
                } catch (Exception e) {
                    failures.add(e);
                }
            }, "writer-" + w);
            writer.start();
            writers.add(writer);
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(failures).isEmpty();
        assertThat(machine.commands()).hasSize(1_600);
        for (int w = 0; w < 16; w++) {
            String prefix = w + "/";
            assertThat(machine.commands().stream().filter(c -> c.startsWith(prefix)).toList())
                    .isEqualTo(IntStream.range(0, 100).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void shouldShowAcknowledgedWritesBehindEitherBarrier() throws Exception {
        Consensus consensus = started();
        for (Barrier barrier : Barrier.values()) {
            Applied applied = get(consensus.apply(bytes("before " + barrier)));
            get(consensus.readBarrier(barrier));
            assertThat(machine.appliedIndex()).isGreaterThanOrEqualTo(applied.index());
        }
    }

    @Test
    void shouldReportItsState() throws Exception {
        Consensus consensus = started();
        Status fresh = consensus.status();
        Applied applied = get(consensus.apply(bytes("one")));
        Status status = consensus.status();

        assertThat(fresh.leading()).isTrue();
        assertThat(fresh.engine()).isNotEmpty();
        assertThat(fresh.snapshotIndex()).isZero();
        assertThat(status.leading()).isTrue();
        assertThat(status.term()).isEqualTo(applied.term());
        assertThat(status.leaderAddress()).isEqualTo(SERVER_ADDRESS);
        assertThat(status.lastContactMillis()).isZero();
        assertThat(status.appliedIndex()).isGreaterThanOrEqualTo(applied.index());
        assertThat(status.commitIndex()).isGreaterThanOrEqualTo(applied.index());
        assertThat(status.lastIndex()).isGreaterThanOrEqualTo(applied.index());
        assertThat(status.peers()).singleElement().satisfies(peer -> {
            assertThat(peer.address()).isEqualTo(SERVER_ADDRESS);
            assertThat(peer.voter()).isTrue();
        });
    }

    @Test
    void shouldTellListenersThePresentLeadershipAndItsEnd() throws Exception {
        Consensus consensus = started();
        List<Boolean> told = new CopyOnWriteArrayList<>();
        List<Boolean> toldOnce = new CopyOnWriteArrayList<>();

        consensus.onLeadership((leading, term) -> told.add(leading));
        AutoCloseable handle = consensus.onLeadership((leading, term) -> toldOnce.add(leading));
        await().atMost(Duration.ofSeconds(5)).until(() -> toldOnce.size() == 1);
        handle.close();
        stop();

        assertThat(told).containsExactly(true, false);
        assertThat(toldOnce).containsExactly(true);
    }

    @Test
    void shouldTellEveryListenerOnce() throws Exception {
        Consensus consensus = started();
        List<Boolean> told = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 500; i++) {
            consensus.onLeadership((leading, term) -> told.add(leading));
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> told.size() == 500);
        assertThat(told).containsOnly(true);
        stop();
        assertThat(told).hasSize(1_000);
        consensus.onLeadership((leading, term) -> told.add(leading));
        assertThat(told).hasSize(1_001);
    }

    @Test
    void shouldSurviveAStateMachineThatThrows() throws Exception {
        Consensus consensus = started();

        assertThat(failure(consensus.apply(bytes(RecordingStateMachine.POISON))).reason()).isEqualTo(Reason.TIMED_OUT);
        get(consensus.apply(bytes("after")));

        assertThat(machine.commands()).containsExactly("after");
    }

    @Test
    void shouldSurviveAListenerThatThrows() throws Exception {
        Consensus consensus = started();
        consensus.onLeadership((leading, term) -> {
            throw new IllegalStateException("a listener's defect");
        });

        get(consensus.apply(bytes("after")));
    }

    @Test
    void shouldKeepTheOnlyServer() throws Exception {
        Consensus consensus = started();
        List<Consensus.Peer> peers = consensus.status().peers();

        get(consensus.changeMembers(peers));
        get(consensus.transferLeadership(peers.get(0).id()));
        assertThat(failure(consensus.transferLeadership("nobody")).reason()).isEqualTo(Reason.UNAVAILABLE);

        assertThat(consensus.status().peers()).isEqualTo(peers);
    }

    @Test
    void shouldRefuseEverythingOnceClosed() throws Exception {
        Consensus consensus = started();
        get(consensus.apply(bytes("before")));
        stop();

        assertThat(failure(consensus.apply(bytes("after"))).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(consensus.snapshot()).reason()).isEqualTo(Reason.UNAVAILABLE);
        for (Barrier barrier : Barrier.values()) {
            assertThat(failure(consensus.readBarrier(barrier)).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
        assertThat(consensus.status().leading()).isFalse();
        assertThat(machine.commands()).containsExactly("before");
    }

    @Test
    void shouldAnswerEveryWriteThatACloseOvertakes() throws Exception {
        Consensus consensus = started();
        List<CompletableFuture<Applied>> futures = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            futures.add(consensus.apply(bytes("c" + i)));
        }
        stop();

        for (CompletableFuture<Applied> future : futures) {
            try {
                get(future);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ConsensusException.class);
            }
        }
    }

    @Test
    void shouldCoverWhatIsAppliedWithASnapshot() throws Exception {
        Consensus consensus = started();
        Applied last = writeAll(consensus, "c", 50).get(49);

        long covered = get(consensus.snapshot());

        assertThat(covered).isGreaterThanOrEqualTo(last.index());
        assertThat(consensus.status().snapshotIndex()).isEqualTo(covered);
        assertThat(get(consensus.apply(bytes("next"))).index()).isGreaterThan(covered);
    }

    @Test
    void shouldContinueBehindAStateMachineThatOutlivesTheEngine() throws Exception {
        Consensus first = started();
        Applied before = writeAll(first, "a", 10).get(9);
        stop();

        Consensus second = started();
        Applied after = get(second.apply(bytes("b")));

        assertThat(after.index()).isGreaterThan(before.index());
        assertThat(after.term()).isGreaterThan(before.term());
        assertThat(machine.commands()).hasSize(11);
    }

    @Test
    void shouldReplayTheLogAfterARestart() throws Exception {
        Assumptions.assumeTrue(durable());
        writeAll(started(), "a", 100);
        List<Entry> before = machine.entries();

        Consensus again = restarted();
        get(again.readBarrier(Barrier.LINEARIZABLE));

        assertThat(machine.entries()).isEqualTo(before);
        assertThat(get(again.apply(bytes("b"))).index()).isGreaterThan(before.get(99).index());
    }

    @Test
    void shouldRestoreASnapshotAndReplayOnlyWhatFollows() throws Exception {
        Assumptions.assumeTrue(durable());
        Consensus consensus = started();
        writeAll(consensus, "a", 100);
        long covered = get(consensus.snapshot());
        writeAll(consensus, "b", 10);
        List<Entry> before = machine.entries();

        Consensus again = restarted();

        assertThat(machine.entries()).isEqualTo(before);
        assertThat(machine.restored()).isEqualTo(1);
        assertThat(machine.applied()).isEqualTo(10);
        assertThat(again.status().snapshotIndex()).isEqualTo(covered);
    }

    @Test
    void shouldSyncExactlyOncePerWriteOfASingleClient() throws Exception {
        Assumptions.assumeTrue(writerMain().isPresent());
        Class<?> main = writerMain().get();

        long few = SyncCount.of(main, dir, dir.resolve("few").toString(), "20");
        long many = SyncCount.of(main, dir, dir.resolve("many").toString(), "120");

        assertThat(many - few).isEqualTo(100);
    }
}
