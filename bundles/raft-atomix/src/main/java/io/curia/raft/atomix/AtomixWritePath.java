package io.curia.raft.atomix;

import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.RaftResponse.Status;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.Batch;
import io.curia.consensus.support.Batch.Command;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle;
import io.curia.consensus.support.LogLifecycle.State;
import io.curia.consensus.support.WritePath;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Makes batches entries of Atomix' log, on the raft thread. */
final class AtomixWritePath extends WritePath<AtomixNode, SessionBatch> implements Applier.Origin {
    private static final Limits LIMITS = new Limits(AtomixLimits.COMMAND_BYTES - Batch.OVERHEAD, AtomixLimits.COMMAND_BYTES,
            AtomixLimits.BATCH_COMMANDS, AtomixLimits.PENDING_COMMANDS, AtomixLimits.PENDING_BYTES);

    private final LogLifecycle<AtomixNode> lifecycle;

    AtomixWritePath(LogLifecycle<AtomixNode> lifecycle, DiskSpace disk) {
        super(lifecycle, disk, LIMITS);
        this.lifecycle = lifecycle;
    }

    @Override
    protected boolean takesWrites(AtomixNode node) {
        return node.takesWrites();
    }

    @Override
    protected void execute(AtomixNode node, Runnable write) {
        node.execute(write);
    }

    @Override
    protected SessionBatch batch(List<Command> commands) {
        return new SessionBatch(commands);
    }

    @Override
    protected CompletableFuture<? extends Throwable> submit(AtomixNode node, SessionBatch batch) {
        return node.takesWrites() ? node.submit(batch).thenApply(AtomixWritePath::errorOf)
                : CompletableFuture.completedFuture(null);
    }

    private static Throwable errorOf(CommandResponse response) {
        return response.status() == Status.OK || response.error() == null ? null : response.error().createException();
    }

    @Override
    public SessionBatch batch(long session, long sequence) {
        SessionBatch batch = underWay();
        AtomixNode node = lifecycle.node();
        return batch != null && batch.sequence() == sequence && node != null && node.session() == session ? batch : null;
    }

    @Override
    protected ConsensusException explain(boolean appended, Throwable cause) {
        State state = lifecycle.state();
        if (appended) {
            return new ConsensusException(Reason.TIMED_OUT, "", "this server led no longer before the write was confirmed", cause);
        }
        if (state == State.RUNNING) {
            return lifecycle.notLeading(cause);
        }
        return LogLifecycle.unavailable(state == State.CLOSED ? "consensus is stopped" : "the log cannot be written", cause);
    }
}
