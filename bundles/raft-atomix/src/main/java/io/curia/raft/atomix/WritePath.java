package io.curia.raft.atomix;

import static io.curia.consensus.support.LogLifecycle.unavailable;

import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.RaftResponse.Status;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle.State;
import io.curia.consensus.support.WriteQueue;
import io.curia.raft.atomix.Batch.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Commands on their way through the log. Whoever writes only queues; on the raft thread all that is queued becomes one entry, once the
 * entry before is answered: batches grow with the load, and share a sync.
 *
 * <p>Each command is answered once: by the state machine, or with a failure that says whether it can have been written. At
 * most {@link AtomixLimits#PENDING_COMMANDS} commands and {@link AtomixLimits#PENDING_BYTES} bytes are not answered yet;
 * more are refused. Thread-safe.
 */
final class WritePath implements WriteQueue, Applier.Origin {
    private final NodeLifecycle lifecycle;
    private final DiskSpace disk;
    /** Guarded by this object, as what follows. */
    private final ArrayDeque<Command> queue = new ArrayDeque<>();
    private Batch underWay;
    private AtomixNode scheduledOn;
    private int pending;
    private long pendingBytes;
    private boolean closed;

    WritePath(NodeLifecycle lifecycle, DiskSpace disk) {
        this.lifecycle = lifecycle;
        this.disk = disk;
    }

    @Override
    public CompletableFuture<Applied> apply(byte[] bytes) {
        ConsensusException refusal = refusal(bytes.length);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (!lifecycle.node().takesWrites()) {
            return CompletableFuture.failedFuture(lifecycle.notLeading(null));
        }
        Command command = new Command(bytes);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(unavailable("consensus is stopped", null));
            }
            if (pending >= AtomixLimits.PENDING_COMMANDS || pendingBytes >= AtomixLimits.PENDING_BYTES) {
                return CompletableFuture.failedFuture(unavailable("too many writes are waiting", null));
            }
            pending++;
            pendingBytes += bytes.length;
            queue.add(command);
            schedule();
        }
        return command.future();
    }

    @Override
    public ConsensusException refusal(int length) {
        State state = lifecycle.state();
        if (state != State.RUNNING) {
            return unavailable(state == State.REOPENING ? "the log cannot be written" : "consensus is stopped", null);
        }
        if (length + Batch.OVERHEAD > AtomixLimits.COMMAND_BYTES) {
            return unavailable("a command of " + length + " bytes is larger than "
                    + (AtomixLimits.COMMAND_BYTES - Batch.OVERHEAD), null);
        }
        return disk.isFull() ? unavailable("the disk of the raft log is full", null) : null;
    }

    /** Under the lock. A run that has ended does not write; the next one begins anew. */
    private void schedule() {
        AtomixNode node = lifecycle.node();
        if (scheduledOn != node && !closed && underWay == null) {
            scheduledOn = node;
            node.execute(() -> write(node));
        }
    }

    /** On the raft thread. */
    private void write(AtomixNode node) {
        Batch batch = next(node);
        if (batch == null) {
            return;
        }
        if (lifecycle.state() != State.RUNNING || !node.takesWrites()) {
            settle(batch, null);
            return;
        }
        try {
            node.submit(batch).whenComplete((response, failure) -> settle(batch, failure != null ? failure : errorOf(response)));
        } catch (RuntimeException e) {
            settle(batch, e);
        }
    }

    private static Throwable errorOf(CommandResponse response) {
        return response.status() == Status.OK || response.error() == null ? null : response.error().createException();
    }

    private synchronized Batch next(AtomixNode node) {
        if (scheduledOn == node) {
            scheduledOn = null;
        }
        if (queue.isEmpty() || underWay != null) {
            return null;
        }
        List<Command> commands = new ArrayList<>(Math.min(queue.size(), AtomixLimits.BATCH_COMMANDS));
        long bytes = 0;
        while (!queue.isEmpty() && commands.size() < AtomixLimits.BATCH_COMMANDS) {
            bytes += Batch.OVERHEAD + queue.peek().bytes().length;
            if (!commands.isEmpty() && bytes > AtomixLimits.COMMAND_BYTES) {
                break;
            }
            commands.add(queue.poll());
        }
        underWay = new Batch(commands);
        return underWay;
    }

    @Override
    public synchronized Batch batch(long session, long sequence) {
        AtomixNode node = lifecycle.node();
        return underWay != null && underWay.sequence() == sequence && node != null && node.session() == session ? underWay : null;
    }

    /** The state machine has answered what was applied before this is called. */
    private void settle(Batch batch, Throwable failure) {
        synchronized (this) {
            if (underWay == batch) {
                underWay = null;
                forget(batch.commands());
            }
            if (!queue.isEmpty()) {
                schedule();
            }
        }
        fail(batch.commands(), batch.isAppended(), failure);
    }

    /** Under the lock: they are answered. */
    private void forget(List<Command> commands) {
        pending -= commands.size();
        for (Command command : commands) {
            pendingBytes -= command.bytes().length;
        }
    }

    @Override
    public void failAll(Throwable cause) {
        List<Command> queued;
        Batch submitted;
        synchronized (this) {
            queued = List.copyOf(queue);
            queue.clear();
            forget(queued);
            submitted = underWay;
            underWay = null;
            scheduledOn = null;
            if (submitted != null) {
                forget(submitted.commands());
            }
        }
        fail(queued, false, cause);
        if (submitted != null) {
            fail(submitted.commands(), submitted.isAppended(), cause);
        }
    }

    private void fail(List<Command> commands, boolean appended, Throwable failure) {
        ConsensusException answer = null;
        for (Command command : commands) {
            if (!command.future().isDone()) {
                answer = answer == null ? explain(appended, failure) : answer;
                command.future().completeExceptionally(answer);
            }
        }
    }

    private ConsensusException explain(boolean appended, Throwable cause) {
        State state = lifecycle.state();
        if (appended) {
            return new ConsensusException(Reason.TIMED_OUT, "", "this server led no longer before the write was confirmed", cause);
        }
        if (state == State.RUNNING) {
            return lifecycle.notLeading(cause);
        }
        return unavailable(state == State.CLOSED ? "consensus is stopped" : "the log cannot be written", cause);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        failAll(null);
    }
}
