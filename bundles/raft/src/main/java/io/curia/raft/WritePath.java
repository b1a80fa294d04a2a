package io.curia.raft;

import static io.curia.consensus.support.LogLifecycle.unavailable;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle.State;
import io.curia.consensus.support.WriteQueue;
import io.curia.raft.Batch.Command;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;

/**
 * Commands on their way through the log. Whoever writes only queues; the thread "consensus-writer" hands all that is queued to
 * Ratis, as one batch, once the batch before is answered: batches grow with the load, and a single writer waits for nobody.
 * (More batches under way were measured to be slower, as each is smaller then.)
 *
 * <p>Each command is answered once: by the state machine, or with a failure that says whether it can have been written. At
 * most {@link RatisProperties#PENDING_LIMIT} commands and {@link RatisProperties#PENDING_BYTES} bytes are not answered yet;
 * more are refused.
 */
final class WritePath implements WriteQueue {
    private static final int BATCH_COMMANDS = 1_024;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 5;

    private final NodeLifecycle lifecycle;
    private final DiskSpace disk;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "consensus-writer");
                thread.setDaemon(true);
                return thread;
            });
    /** Guarded by this object, as what follows. */
    private final ArrayDeque<Command> queue = new ArrayDeque<>();
    private Batch underWay;
    private int pending;
    private long pendingBytes;
    private boolean scheduled;
    private boolean closed;

    WritePath(NodeLifecycle lifecycle, DiskSpace disk) {
        this.lifecycle = lifecycle;
        this.disk = disk;
        writer.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Applied> apply(byte[] bytes) {
        ConsensusException refusal = refusal(bytes.length);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (!lifecycle.node().isLeading()) {
            return CompletableFuture.failedFuture(lifecycle.notLeading(null));
        }
        Command command = new Command(bytes);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(unavailable("consensus is stopped", null));
            }
            if (pending >= RatisProperties.PENDING_LIMIT || pendingBytes >= RatisProperties.PENDING_BYTES) {
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
        if (length > RatisProperties.COMMAND_LIMIT) {
            return unavailable("a command of " + length + " bytes is larger than " + RatisProperties.COMMAND_LIMIT, null);
        }
        return disk.isFull() ? unavailable("the disk of the raft log is full", null) : null;
    }

    /** Under the lock. */
    private void schedule() {
        if (!scheduled && !closed && underWay == null) {
            scheduled = true;
            writer.execute(this::write);
        }
    }

    private void write() {
        Batch batch = next();
        if (batch != null) {
            submit(batch);
        }
    }

    private synchronized Batch next() {
        scheduled = false;
        if (queue.isEmpty() || underWay != null) {
            return null;
        }
        List<Command> commands = new ArrayList<>(Math.min(queue.size(), BATCH_COMMANDS));
        long bytes = 0;
        while (!queue.isEmpty() && commands.size() < BATCH_COMMANDS) {
            bytes += Batch.OVERHEAD + queue.peek().bytes().length;
            if (!commands.isEmpty() && bytes > RatisProperties.COMMAND_LIMIT) {
                break;
            }
            commands.add(queue.poll());
        }
        underWay = new Batch(commands);
        return underWay;
    }

    private void submit(Batch batch) {
        if (lifecycle.state() != State.RUNNING) {
            settle(batch, null, null);
            return;
        }
        try {
            lifecycle.node().submit(batch).whenComplete((reply, failure) -> settle(batch, reply, failure));
        } catch (IOException | RuntimeException e) {
            settle(batch, null, e);
        }
    }

    /** The state machine has answered what was applied before this is called. */
    private void settle(Batch batch, RaftClientReply reply, Throwable failure) {
        synchronized (this) {
            if (underWay == batch) {
                underWay = null;
                forget(batch.commands());
            }
            if (!queue.isEmpty()) {
                schedule();
            }
        }
        fail(batch.commands(), batch.isAppended(), failure != null || reply == null ? failure : reply.getException());
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

    private ConsensusException explain(boolean appended, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause() : failure;
        State state = lifecycle.state();
        if (appended) {
            return new ConsensusException(Reason.TIMED_OUT, "", "the log stopped before the write was confirmed", cause);
        }
        if (state == State.RUNNING && isForAnotherLeader(cause)) {
            return lifecycle.notLeading(cause);
        }
        return unavailable(state == State.CLOSED ? "consensus is stopped"
                : state == State.REOPENING ? "the log cannot be written" : "the log takes no more writes", cause);
    }

    private static boolean isForAnotherLeader(Throwable cause) {
        return cause instanceof NotLeaderException || cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failAll(null);
    }
}
