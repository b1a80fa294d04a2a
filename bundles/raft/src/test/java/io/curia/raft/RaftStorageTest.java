package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.RecordingStateMachine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk: snapshots, the log behind them, and what is wrong with either. */
@Timeout(60)
class RaftStorageTest {
    @TempDir
    Path dir;
    private final RecordingStateMachine machine = new RecordingStateMachine();
    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);

    private LogConsensus start(RecordingStateMachine on, long threshold, long intervalMillis, long trailing)
            throws Exception {
        LogConsensus consensus = RaftConsensus.create(new LogSettings(dir, "dc1", "node-1", "127.0.0.1:8300",
                Timing.of(1, 0, 0), true,
                threshold, Duration.ofMillis(intervalMillis), trailing), on, new LateTransport(), usable::get, System::nanoTime);
        try {
            consensus.start();
        } catch (EngineStartException e) {
            consensus.close();
            throw e;
        }
        return consensus;
    }

    private LogConsensus start() throws Exception {
        return start(machine, 1_000_000, 3_600_000, 0);
    }

    private static void write(LogConsensus consensus, int count, int bytes) throws Exception {
        CompletableFuture<?>[] all = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            all[i] = consensus.apply(new byte[bytes]);
        }
        CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
    }

    private List<Path> files(String below, String prefix) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(f -> f.getParent().getFileName().toString().equals(below)
                    && f.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    private Reason refusal(LogConsensus consensus) throws Exception {
        try {
            consensus.apply(new byte[10]).get(10, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return ((ConsensusException) e.getCause()).reason();
        }
    }

    @Test
    void shouldTakeSnapshotsByItselfAndDropTheLogBefore() throws Exception {
        try (LogConsensus consensus = start(machine, 20, 50, 0)) {
            for (int i = 0; i < 3; i++) {
                write(consensus, 10, 600_000);
            }
            long written = consensus.status().appliedIndex();

            await().dontCatchUncaughtExceptions().until(() -> consensus.status().snapshotIndex() >= written - 20);
            await().dontCatchUncaughtExceptions().until(() -> files("current", "log_0-").isEmpty());
            assertThat(files("sm", "snapshot.")).hasSizeBetween(2, 4);
        }
        RecordingStateMachine again = new RecordingStateMachine();
        try (LogConsensus consensus = start(again, 1_000_000, 3_600_000, 0)) {
            assertThat(again.commands()).hasSize(30);
            assertThat(consensus.status().appliedIndex()).isGreaterThan(29);
        }
    }

    @Test
    void shouldLeaveASnapshotBehindALongLog() throws Exception {
        try (LogConsensus consensus = start(machine, 20, 3_600_000, 0)) {
            write(consensus, 19, 10);
        }
        assertThat(files("sm", "snapshot.")).isEmpty();
        try (LogConsensus consensus = start(machine, 20, 3_600_000, 0)) {
            write(consensus, 5, 10);
        }
        assertThat(files("sm", "snapshot.")).hasSize(2);

        RecordingStateMachine again = new RecordingStateMachine();
        try (LogConsensus consensus = start(again, 20, 3_600_000, 0)) {
            assertThat(again.commands()).hasSize(24);
            assertThat(again.applied()).isZero();
            assertThat(consensus.status().snapshotIndex()).isPositive();
        }
    }

    @Test
    void shouldKeepTrailingEntries() throws Exception {
        try (LogConsensus consensus = start(machine, 1_000_000, 3_600_000, 1_000)) {
            write(consensus, 30, 600_000);
            consensus.snapshot().get(10, TimeUnit.SECONDS);

            assertThat(files("current", "log_0-")).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAnUnwritableDirectory() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));

        assertThatThrownBy(() -> DataFolder.prepare(file.resolve("raft"), "dc1-log", "dc1", "", "id"))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining(file.resolve("raft").toString()).hasMessageContaining("cannot be written")
                .message().doesNotContain("\n");
    }

    @Test
    void shouldKeepItsIdAndRefuseOthers() throws Exception {
        assertThat(DataFolder.prepare(dir, "dc1-log", "dc1", "", "made-up")).isEqualTo("made-up");
        assertThat(DataFolder.prepare(dir, "dc1-log", "dc1", "", "another")).isEqualTo("made-up");
        assertThatThrownBy(() -> DataFolder.prepare(dir, "dc1-log", "dc1", "node-2", "another"))
                .isInstanceOf(EngineStartException.class).hasMessageContaining("belongs to node made-up");
        start().close();
        assertThatThrownBy(() -> DataFolder.prepare(dir, "dc2-log", "dc2", "", "another"))
                .isInstanceOf(EngineStartException.class).hasMessageContaining("belongs to another cluster");
    }

    @Test
    void shouldRefuseADamagedLog() throws Exception {
        try (LogConsensus consensus = start()) {
            // entries of their own: the very last one would pass for a write that a crash cut short
            for (int i = 0; i < 20; i++) {
                write(consensus, 1, 10_000);
            }
        }
        damage(files("current", "log_").get(0));

        assertThatThrownBy(this::startAgain).isInstanceOf(EngineStartException.class)
                .hasMessageContaining(dir.toString()).message().doesNotContain("\n");
    }

    @Test
    void shouldRefuseADamagedSnapshot() throws Exception {
        try (LogConsensus consensus = start()) {
            write(consensus, 1_000, 256);
            consensus.snapshot().get(10, TimeUnit.SECONDS);
        }
        damage(files("sm", "snapshot.").stream().filter(f -> !f.toString().endsWith(".md5")).findFirst().orElseThrow());

        assertThatThrownBy(this::startAgain).isInstanceOf(EngineStartException.class)
                .hasMessageContaining(dir.toString()).hasMessageContaining("damaged").message().doesNotContain("\n");
    }

    @Test
    void shouldRefuseALogWhoseBeginningIsLost() throws Exception {
        try (LogConsensus consensus = start()) {
            write(consensus, 30, 600_000);
            consensus.snapshot().get(10, TimeUnit.SECONDS);
            await().dontCatchUncaughtExceptions().until(() -> files("current", "log_0-").isEmpty());
        }
        for (Path file : files("sm", "snapshot.")) {
            Files.delete(file);
        }

        assertThatThrownBy(this::startAgain).isInstanceOf(EngineStartException.class)
                .hasMessageContaining("no snapshot");
    }

    private void startAgain() throws Exception {
        start(new RecordingStateMachine(), 1_000_000, 3_600_000, 0).close();
    }

    private static void damage(Path file) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(access.length() / 2);
            access.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }
    }

    @Test
    void shouldRefuseASecondServerOnTheSameDirectory() throws Exception {
        LogConsensus first = start();
        try {
            assertThatThrownBy(this::startAgain).isInstanceOf(EngineStartException.class)
                    .hasMessageContaining(dir.toString()).hasMessageContaining("another server is using it");
        } finally {
            first.close();
        }
    }

    @Test
    void shouldRefuseWritesOnAFullDiskAndResume() throws Exception {
        try (LogConsensus consensus = start()) {
            write(consensus, 10, 256);
            usable.set(RatisProperties.RESERVE_BYTES - 1);
            await().dontCatchUncaughtExceptions().until(() -> refusal(consensus) == Reason.UNAVAILABLE);

            consensus.readBarrier(Barrier.LINEARIZABLE).get(1, TimeUnit.SECONDS);
            assertThat(consensus.status().leading()).isTrue();
            usable.set(Long.MAX_VALUE);
            await().dontCatchUncaughtExceptions().until(() -> refusal(consensus) == null);
        }
    }

    @Test
    void shouldOpenTheLogAgainAfterItFailed() throws Exception {
        try (LogConsensus consensus = start()) {
            write(consensus, 10, 256);
            usable.set(0);
            consensus.breakDown(new IOException("No space left on device"));
            assertThat(refusal(consensus)).isEqualTo(Reason.UNAVAILABLE);
            consensus.readBarrier(Barrier.LINEARIZABLE).get(1, TimeUnit.SECONDS);
            assertThat(consensus.status().leading()).isTrue();

            usable.set(Long.MAX_VALUE);
            await().dontCatchUncaughtExceptions().until(() -> refusal(consensus) == null);
            assertThat(machine.commands()).hasSize(11);
            assertThat(machine.violation()).isNull();
        }
    }

    @Test
    void shouldRefuseACommandThatIsTooLarge() throws Exception {
        try (LogConsensus consensus = start()) {
            write(consensus, 1, RatisProperties.COMMAND_LIMIT);
            CompletableFuture<?> tooLarge = consensus.apply(new byte[RatisProperties.COMMAND_LIMIT + 1]);

            assertThat(tooLarge).isCompletedExceptionally();
            assertThat(refusal(consensus)).isNull();
        }
    }
}
