package io.curia.raft.atomix;

import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.curia.api.consensus.StateMachine;
import io.curia.api.consensus.StateMachine.SnapshotWriter;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.SharedRounds;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots without holding up the log: the state is fixed on the thread that applies, written on another one, and put into
 * force, whereupon the log before it goes, on the raft thread. One is under way at a time ({@link SharedRounds}).
 */
final class SnapshotTaker {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);

    private final RaftCore raft;
    private final Applier applier;
    private final StateMachine machine;
    private final Executor applying;
    private final Executor writing;
    private final long trailingLogs;
    private final SharedRounds rounds = new SharedRounds(this::take);
    private volatile CompletableFuture<Long> underWay = CompletableFuture.completedFuture(0L);

    SnapshotTaker(RaftCore raft, Applier applier, StateMachine machine, Executor applying, Executor writing, long trailingLogs) {
        this.raft = raft;
        this.applier = applier;
        this.machine = machine;
        this.applying = applying;
        this.writing = writing;
        this.trailingLogs = trailingLogs;
    }

    /** Ends with the index of the newest command covered, which is at least what is applied at this moment. */
    CompletableFuture<Long> snapshot() {
        return rounds.join();
    }

    private CompletableFuture<Long> take() {
        CompletableFuture<Long> taken = new CompletableFuture<>();
        underWay = taken;
        submit(applying, taken, () -> freeze(taken));
        return taken;
    }

    private static void submit(Executor executor, CompletableFuture<Long> taken, Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    taken.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            taken.completeExceptionally(new IOException("the engine is stopping", e));
        }
    }

    private void freeze(CompletableFuture<Long> taken) {
        long index = applier.appliedIndex();
        long command = applier.appliedCommand();
        Snapshot present = raft.snapshots().getCurrentSnapshot();
        if (present != null && present.index() >= index || index == 0) {
            taken.complete(applier.snapshotCommand());
            return;
        }
        SnapshotWriter frozen = machine.freeze();
        submit(writing, taken, () -> write(frozen, index, command, taken));
    }

    private void write(SnapshotWriter frozen, long index, long command, CompletableFuture<Long> taken) {
        try (frozen) {
            Snapshot snapshot = raft.snapshots().write(index, command, frozen);
            raft.execute(() -> publish(snapshot, command, taken));
        } catch (IOException | RuntimeException e) {
            LOG.error("the snapshot at index {} could not be written: {}", index, DataFolder.describe(e));
            taken.completeExceptionally(e);
        }
    }

    private void publish(Snapshot snapshot, long command, CompletableFuture<Long> taken) {
        try {
            snapshot.complete();
            raft.covered(snapshot.index());
            long keepFrom = snapshot.index() - trailingLogs;
            if (keepFrom > 0) {
                raft.getLog().compact(keepFrom);
            }
            applier.covered(command);
            taken.complete(command);
        } catch (RuntimeException e) {
            taken.completeExceptionally(e);
        }
    }

    /** The raft thread has ended: what it would have published counts for nothing. */
    void close() {
        underWay.completeExceptionally(new IOException("the engine was stopped"));
    }
}
