package io.curia.consensus.support;

import static io.curia.consensus.support.LogLifecycle.unavailable;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.consensus.support.Batch.Command;
import io.curia.consensus.support.LogLifecycle.State;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Commands on their way through the log. Whoever writes only queues; on a thread of the engine's choice all that is queued
 * becomes one entry, once the entry before is answered: batches grow with the load and share a sync, and a single writer
 * waits for nobody.
 *
 * <p>Each command is answered once: by the state machine, or with a failure that says whether it can have been written. What is
 * not answered yet is bounded by {@link Limits}; more is refused. Thread-safe.
 *
 * @param <N> the engine's runs
 * @param <B> the engine's entries
 */
public abstract class WritePath<N extends LogNode, B extends Batch> {
    /**
     * Bounds, in bytes and commands.
     *
     * @param commandBytes the largest command
     * @param batchBytes the largest entry of several commands
     * @param pendingCommands accepted and not answered
     */
    public record Limits(int commandBytes, int batchBytes, int batchCommands, int pendingCommands, long pendingBytes) { }

    private final LogLifecycle<N> lifecycle;
    private final DiskSpace disk;
    private final Limits limits;
    /** Guarded by this object, as what follows. */
    private final ArrayDeque<Command> queue = new ArrayDeque<>();
    private B underWay;
    private N scheduledOn;
    private int pending;
    private long pendingBytes;
    private boolean closed;

    protected WritePath(LogLifecycle<N> lifecycle, DiskSpace disk, Limits limits) {
        this.lifecycle = lifecycle;
        this.disk = disk;
        this.limits = limits;
    }

    /** Whether it is worth while to queue. */
    protected abstract boolean takesWrites(N node);

    /** Runs it on the thread that writes; what is for a run that has ended may be dropped. */
    protected abstract void execute(N node, Runnable write);

    protected abstract B batch(List<Command> commands);

    /** Puts it into the log. The answer comes after the state machine's own, and is why there is none, or null. */
    protected abstract CompletableFuture<? extends Throwable> submit(N node, B batch) throws IOException;

    /**
     * Why a command was not answered by the state machine.
     *
     * @param appended whether it can have been written
     * @param cause null for none that is known
     */
    protected abstract ConsensusException explain(boolean appended, Throwable cause);

    /** @see io.curia.api.consensus.Consensus#apply */
    final CompletableFuture<Applied> apply(byte[] bytes) {
        ConsensusException refusal = refusal(bytes.length);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (!takesWrites(lifecycle.node())) {
            return CompletableFuture.failedFuture(lifecycle.notLeading(null));
        }
        Command command = new Command(bytes);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(unavailable("consensus is stopped", null));
            }
            if (pending >= limits.pendingCommands() || pendingBytes >= limits.pendingBytes()) {
                return CompletableFuture.failedFuture(unavailable("too many writes are waiting", null));
            }
            pending++;
            pendingBytes += bytes.length;
            queue.add(command);
            schedule();
        }
        return command.future();
    }

    /** Why a command of so many bytes is not taken at the moment; null if it is. */
    final ConsensusException refusal(int length) {
        State state = lifecycle.state();
        if (state != State.RUNNING) {
            return unavailable(state == State.REOPENING ? "the log cannot be written" : "consensus is stopped", null);
        }
        if (length > limits.commandBytes()) {
            return unavailable("a command of " + length + " bytes is larger than " + limits.commandBytes(), null);
        }
        return disk.isFull() ? unavailable("the disk of the raft log is full", null) : null;
    }

    /** Under the lock. A run that has ended does not write; the next one begins anew. */
    private void schedule() {
        N node = lifecycle.node();
        if (scheduledOn != node && !closed && underWay == null) {
            scheduledOn = node;
            execute(node, () -> write(node));
        }
    }

    private void write(N node) {
        B batch = next(node);
        if (batch == null) {
            return;
        }
        if (lifecycle.state() != State.RUNNING) {
            settle(batch, null);
            return;
        }
        try {
            submit(node, batch).whenComplete((problem, failure) -> settle(batch, failure != null ? failure : problem));
        } catch (IOException | RuntimeException e) {
            settle(batch, e);
        }
    }

    private synchronized B next(N node) {
        if (scheduledOn == node) {
            scheduledOn = null;
        }
        if (queue.isEmpty() || underWay != null) {
            return null;
        }
        List<Command> commands = new ArrayList<>(Math.min(queue.size(), limits.batchCommands()));
        long bytes = 0;
        while (!queue.isEmpty() && commands.size() < limits.batchCommands()) {
            bytes += Batch.OVERHEAD + queue.peek().bytes().length;
            if (!commands.isEmpty() && bytes > limits.batchBytes()) {
                break;
            }
            commands.add(queue.poll());
        }
        underWay = batch(commands);
        return underWay;
    }

    /** Null when all is answered. */
    protected final synchronized B underWay() {
        return underWay;
    }

    /** The state machine has answered what was applied before this is called. */
    private void settle(B batch, Throwable failure) {
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

    /** The log cannot be written any more, or was closed: answers what is under way. */
    final void failAll(Throwable cause) {
        List<Command> queued;
        B submitted;
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
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ConsensusException answer = null;
        for (Command command : commands) {
            if (!command.future().isDone()) {
                answer = answer == null ? explain(appended, cause) : answer;
                command.future().completeExceptionally(answer);
            }
        }
    }

    /** Once the log is closed: ends the thread that writes, if there is one of its own. */
    protected void stopped() { }

    /** Once the log is closed; answers whatever is left. */
    final void close() {
        synchronized (this) {
            closed = true;
        }
        stopped();
        failAll(null);
    }
}
