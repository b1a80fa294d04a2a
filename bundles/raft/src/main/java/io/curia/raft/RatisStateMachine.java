package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.Batch;
import io.curia.consensus.support.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;

/**
 * Between Ratis and our state machine. Ratis calls {@link #applyTransaction}, {@link #takeSnapshot} and
 * {@link #notifyLeaderReady} on one thread, its updater; that thread is the state machine's.
 *
 * <p>A snapshot says how many commands it covers.
 */
final class RatisStateMachine extends BaseStateMachine {
    /** What the engine is told; on threads of Ratis, so it must be short. */
    interface Events {
        void leading(boolean leading);

        /** The log cannot be written any more. */
        void logFailed(Throwable cause);

        /** The server has stopped, by itself or because it was told to. */
        void stopped();

        /** The others have said that this server is none of them, and it has stopped or is about to. */
        void removed();
    }

    private static final CompletableFuture<Message> DONE = CompletableFuture.completedFuture(Message.EMPTY);

    private final StateMachine machine;
    private final Commands commands;
    private final Events events;
    private final AppliedWaiters waiters;
    private final SnapshotStore store = new SnapshotStore();
    private SnapshotKeeper keeper;
    /**
     * Of the newest entry of the log applied, written by the updater alone: the term first; plain numbers, as Ratis' pair costs a
     * look-up in a shared map.
     */
    private volatile long appliedTerm;
    private volatile long appliedIndex = TermIndex.INITIAL_VALUE.getIndex();
    private volatile LifeCycle.State lifeCycle = LifeCycle.State.RUNNING;

    RatisStateMachine(StateMachine machine, Events events, AppliedWaiters waiters) {
        this.machine = machine;
        this.commands = new Commands(machine);
        this.events = events;
        this.waiters = waiters;
    }

    /** Before the server starts. */
    void snapshotsBy(SnapshotKeeper snapshotKeeper) {
        this.keeper = snapshotKeeper;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        store.init(storage);
        restore();
    }

    private void restore() throws IOException {
        SingleFileSnapshotInfo snapshot = store.getLatestSnapshot();
        if (snapshot == null) {
            return;
        }
        long covered = store.latestCommand();
        if (machine.appliedIndex() < covered) {
            try (InputStream in = SnapshotStore.open(snapshot)) {
                machine.restore(in);
            }
        }
        commands.covered(covered);
        appliedAt(snapshot.getTerm(), snapshot.getIndex());
    }

    private void appliedAt(long term, long index) {
        appliedTerm = term;
        appliedIndex = index;
        waiters.advance(index);
    }

    @Override
    public LifeCycle.State getLifeCycleState() {
        return lifeCycle;
    }

    /** A snapshot of the leader's has arrived whole and is about to take the place of ours: the last moment to sync it. */
    @Override
    public void pause() {
        store.syncArrived();
        lifeCycle = LifeCycle.State.PAUSED;
    }

    /** A snapshot of the leader's has taken the place of ours. */
    @Override
    public void reinitialize() throws IOException {
        store.reload();
        restore();
        lifeCycle = LifeCycle.State.RUNNING;
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        appliedAt(term, index);
    }

    @Override
    public TermIndex getLastAppliedTermIndex() {
        long index = appliedIndex;
        return index < 0 ? TermIndex.INITIAL_VALUE : TermIndex.valueOf(appliedTerm, index);
    }

    /** Of the newest entry of the log applied, negative for none. */
    long appliedPosition() {
        return appliedIndex;
    }

    /** Of the newest command applied, 0 for none. */
    long appliedCommand() {
        return commands.applied();
    }

    /** Of the newest command in the latest snapshot, 0 without one. */
    long snapshotCommand() {
        return store.getLatestSnapshot() == null ? 0 : store.latestCommand();
    }

    @Override
    public SnapshotStore getStateMachineStorage() {
        return store;
    }

    @Override
    public SingleFileSnapshotInfo getLatestSnapshot() {
        return store.getLatestSnapshot();
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setStateMachineContext(request.getMessage())
                .build();
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) {
        if (transaction.getStateMachineContext() instanceof Batch batch) {
            batch.markAppended();
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        if (transaction.getStateMachineContext() instanceof Batch own) {
            Commands.Outcome outcome = commands.apply(entry.getTerm(), own);
            appliedAt(entry.getTerm(), entry.getIndex());
            outcome.tell();
        } else {
            commands.apply(entry.getTerm(), Batch.read(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer()));
            appliedAt(entry.getTerm(), entry.getIndex());
        }
        return DONE;
    }

    @Override
    public long takeSnapshot() {
        return keeper.take(machine, store, getLastAppliedTermIndex(), commands.applied());
    }

    @Override
    public void notifyLeaderReady() {
        events.leading(true);
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        events.leading(false);
    }

    @Override
    public void close() {
        events.stopped();
    }

    /** @param all whether the whole server was closed, and not this log alone for having been removed */
    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean all) {
        if (!all) {
            events.removed();
        }
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
        events.logFailed(cause);
    }
}
