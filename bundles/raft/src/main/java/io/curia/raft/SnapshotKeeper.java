package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import io.curia.api.consensus.StateMachine.SnapshotWriter;
import io.curia.consensus.support.DataFolder;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots without holding up the log. Ratis wants a snapshot finished when {@code takeSnapshot} returns, on the
 * thread that applies; so one snapshot is two calls of it:
 *
 * <p>idle → (asked) → <i>frozen</i>: the first call fixes the state and returns "none"; a thread of ours writes it
 * → <i>written</i>: Ratis is asked again; the second call hands over the finished file, and Ratis drops the log before it
 * → idle. A failed write goes straight back to idle.
 *
 * <p>At most one snapshot is under way and one more is waiting, which all who ask meanwhile share.
 */
final class SnapshotKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

    private final Supplier<CompletableFuture<Long>> askRatis;
    private final Executor writer;
    private CompletableFuture<Long> running;
    private CompletableFuture<Long> next;
    private boolean writing;
    private Written written;

    private record Written(SingleFileSnapshotInfo info, long command) { }

    /**
     * @param askRatis makes Ratis call {@link #take}; ends with its result, or with the newest snapshot's index if there
     *         is nothing newer to cover
     */
    SnapshotKeeper(Supplier<CompletableFuture<Long>> askRatis, Executor writer) {
        this.askRatis = askRatis;
        this.writer = writer;
    }

    /** Covers at least what is applied at this moment. */
    CompletableFuture<Long> snapshot() {
        CompletableFuture<Long> mine;
        synchronized (this) {
            if (running != null) {
                if (next == null) {
                    next = running.handle((index, failure) -> null).thenCompose(ignored -> begin());
                }
                return next;
            }
            mine = new CompletableFuture<>();
            running = mine;
        }
        ask(mine);
        return mine;
    }

    private CompletableFuture<Long> begin() {
        synchronized (this) {
            next = null;
        }
        return snapshot();
    }

    private void ask(CompletableFuture<Long> mine) {
        askRatis.get().whenComplete((index, failure) -> {
            if (failure != null) {
                end(mine, null, failure);
            } else if (index >= 0) {
                end(mine, index, null);
            }
        });
    }

    /**
     * On the thread that applies: see the class comment.
     *
     * @param at the newest entry of the log applied
     * @param command how many commands that makes
     */
    long take(StateMachine machine, SnapshotStore store, TermIndex at, long command) {
        Written finished;
        synchronized (this) {
            finished = written;
            written = null;
            if (finished == null && (writing || running == null)) {
                return -1;
            }
            writing = finished == null;
        }
        if (finished != null) {
            store.publish(finished.info, finished.command);
            return store.getLatestSnapshot().getIndex();
        }
        SnapshotWriter frozen = machine.freeze();
        try {
            writer.execute(() -> write(frozen, store, at, command));
        } catch (RejectedExecutionException e) {
            frozen.close();
            fail(new IOException("the engine is stopping", e));
        }
        return -1;
    }

    private void write(SnapshotWriter frozen, SnapshotStore store, TermIndex at, long command) {
        try (frozen) {
            SingleFileSnapshotInfo info = store.write(frozen, at, command);
            CompletableFuture<Long> mine;
            synchronized (this) {
                written = new Written(info, command);
                writing = false;
                mine = running;
            }
            ask(mine);
        } catch (IOException | RuntimeException e) {
            LOG.error("the snapshot at index {} could not be written: {}", at.getIndex(), DataFolder.describe(e));
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        CompletableFuture<Long> mine;
        synchronized (this) {
            writing = false;
            mine = running;
        }
        end(mine, null, failure);
    }

    /** Ends whatever is waiting; Ratis must be closed already. */
    void close() {
        CompletableFuture<Long> mine;
        synchronized (this) {
            mine = running;
        }
        if (mine != null) {
            end(mine, null, new IOException("the engine was stopped"));
        }
    }

    private void end(CompletableFuture<Long> mine, Long index, Throwable failure) {
        synchronized (this) {
            if (running == mine) {
                running = null;
            }
        }
        if (failure == null) {
            mine.complete(index);
        } else {
            mine.completeExceptionally(failure);
        }
    }
}
