package io.curia.raft.atomix;

import io.atomix.protocols.raft.impl.RaftServiceManager;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.storage.journal.Indexed;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.Batch;
import io.curia.consensus.support.Commands;
import io.curia.consensus.support.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is committed goes to the state machine here, in place of Atomix' services: read on the raft thread, a piece at a
 * time, and applied on the thread of the executor, which is the state machine's. A snapshot that is ahead of what was
 * applied is restored first.
 *
 * <p>A snapshot says how many commands it covers.
 */
final class Applier extends RaftServiceManager {
    /** Whose commands an entry holds. */
    interface Origin {
        /** @return null for another server's, or an earlier run's */
        SessionBatch batch(long session, long sequence);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    private final RaftCore raft;
    private final StateMachine machine;
    private final Commands commands;
    private final Executor executor;
    private final Origin origin;
    private final AppliedWaiters waiters;
    private final RaftCore.Events events;
    private final RaftLogReader reader;
    /** On the raft thread, as what follows: at most one for each entry that waits for its commit to be applied. */
    private final Map<Long, CompletableFuture<Object>> futures = new TreeMap<>();
    private long handed;
    private long target;
    private boolean busy;
    private boolean stopped;
    /** Written by the applying thread alone, as the next one. */
    private volatile long appliedIndex;
    private volatile long snapshotCommand;

    /** @param executor of one thread */
    Applier(RaftCore raft, StateMachine machine, Executor executor, Origin origin, AppliedWaiters waiters, RaftCore.Events events) {
        super(raft, raft.getThreadContext(), raft::getThreadContext);
        this.raft = raft;
        this.machine = machine;
        this.commands = new Commands(machine);
        this.executor = executor;
        this.origin = origin;
        this.waiters = waiters;
        this.events = events;
        this.reader = raft.log().openReader(raft.log().firstIndex());
    }

    /** Of the newest command applied, 0 for none. Any thread, as what follows. */
    long appliedCommand() {
        return commands.applied();
    }

    /** Of the newest entry of the log applied, 0 for none. */
    long appliedIndex() {
        return appliedIndex;
    }

    /** Of the newest command in the latest snapshot, 0 without one. */
    long snapshotCommand() {
        return snapshotCommand;
    }

    /** A snapshot of this server's is in force. */
    void covered(long command) {
        snapshotCommand = command;
    }

    @Override
    public void applyAll(long index) {
        target = Math.max(target, index);
        pump();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> apply(long index) {
        CompletableFuture<Object> future = index <= handed && !busy ? CompletableFuture.completedFuture(null)
                : futures.computeIfAbsent(index, i -> new CompletableFuture<>());
        applyAll(index);
        return (CompletableFuture<T>) future;
    }

    /** Atomix' own queries, which nobody makes. */
    @Override
    public <T> CompletableFuture<T> apply(Indexed<? extends RaftLogEntry> entry) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("reads do not go through the log"));
    }

    /** Asked for when the disk is full. Snapshots are taken in time ({@link AtomixConsensus}); none is taken then. */
    @Override
    public CompletableFuture<Void> compact() {
        return CompletableFuture.failedFuture(new IOException("the disk of the log is full"));
    }

    /** Begins the next piece, unless one is under way. On the raft thread. */
    void pump() {
        if (busy || stopped) {
            return;
        }
        Snapshot newest = raft.snapshots().getCurrentSnapshot();
        if (newest != null && newest.index() > handed) {
            handed = newest.index();
            run(() -> restore(newest));
            return;
        }
        try {
            List<Indexed<RaftLogEntry>> piece = read();
            if (!piece.isEmpty()) {
                handed += piece.size();
                run(() -> apply(piece));
            }
        } catch (IOException | RuntimeException e) {
            stop(e);
        }
    }

    private List<Indexed<RaftLogEntry>> read() throws IOException {
        List<Indexed<RaftLogEntry>> piece = new ArrayList<>();
        int bytes = 0;
        long next = handed + 1;
        while (next <= target && bytes < AtomixLimits.READ_AHEAD_BYTES && piece.size() < AtomixLimits.READ_AHEAD_ENTRIES) {
            if (reader.getNextIndex() != next) {
                reader.reset(next);
            }
            if (reader.getNextIndex() != next || !reader.hasNext()) {
                throw new IOException("the committed entry " + next + " is not in the log");
            }
            Indexed<RaftLogEntry> entry = reader.next();
            piece.add(entry);
            bytes += entry.size();
            next++;
        }
        return piece;
    }

    private interface Piece {
        void run() throws IOException;
    }

    private void run(Piece piece) {
        busy = true;
        try {
            executor.execute(() -> {
                try {
                    piece.run();
                    raft.execute(this::done);
                } catch (IOException | RuntimeException e) {
                    raft.execute(() -> stop(e));
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping: {}", e.toString());
        }
    }

    private void done() {
        busy = false;
        raft.setLastApplied(handed);
        Iterator<Map.Entry<Long, CompletableFuture<Object>>> waiting = futures.entrySet().iterator();
        while (waiting.hasNext()) {
            Map.Entry<Long, CompletableFuture<Object>> next = waiting.next();
            if (next.getKey() > handed) {
                break;
            }
            waiting.remove();
            next.getValue().complete(null);
        }
        pump();
    }

    /** The state cannot follow the log any further: this run is over. */
    private void stop(Exception cause) {
        stopped = true;
        LOG.error("the log cannot be applied: {}", DataFolder.describe(cause));
        events.logFailed(cause);
    }

    private void restore(Snapshot snapshot) throws IOException {
        long command = SnapshotFolder.commandOf(snapshot);
        if (machine.appliedIndex() < command) {
            SnapshotFolder.restore(snapshot, machine);
        }
        commands.covered(command);
        snapshotCommand = command;
        appliedIndex = snapshot.index();
        waiters.advance(snapshot.index());
    }

    private void apply(List<Indexed<RaftLogEntry>> piece) {
        for (Indexed<RaftLogEntry> entry : piece) {
            if (entry.entry() instanceof CommandEntry command) {
                apply(entry.index(), command);
            } else {
                appliedAt(entry.index());
            }
            if (entry.entry() instanceof InitializeEntry first) {
                raft.execute(() -> raft.initialized(first.term()));
            }
        }
    }

    private void appliedAt(long index) {
        appliedIndex = index;
        waiters.advance(index);
    }

    private void apply(long at, CommandEntry entry) {
        Batch own = origin.batch(entry.session(), entry.sequenceNumber());
        if (own == null) {
            commands.apply(entry.term(), Batch.read(ByteBuffer.wrap(entry.operation().value())));
            appliedAt(at);
        } else {
            Commands.Outcome outcome = commands.apply(entry.term(), own);
            appliedAt(at);
            outcome.tell();
        }
    }
}
