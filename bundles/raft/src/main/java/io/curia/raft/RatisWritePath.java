package io.curia.raft;

import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.support.Batch.Command;
import io.curia.consensus.support.DiskSpace;
import io.curia.consensus.support.LogLifecycle;
import io.curia.consensus.support.LogLifecycle.State;
import io.curia.consensus.support.WritePath;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;

/**
 * Hands batches to Ratis, one at a time, on the thread "consensus-writer". (More batches under way were measured to be slower, as
 * each is smaller then.)
 */
final class RatisWritePath extends WritePath<RatisNode, BatchMessage> {
    private static final int BATCH_COMMANDS = 1_024;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 5;
    private static final Limits LIMITS = new Limits(RatisProperties.COMMAND_LIMIT, RatisProperties.COMMAND_LIMIT, BATCH_COMMANDS,
            RatisProperties.PENDING_LIMIT, RatisProperties.PENDING_BYTES);

    private final LogLifecycle<RatisNode> lifecycle;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "consensus-writer");
                thread.setDaemon(true);
                return thread;
            });

    RatisWritePath(LogLifecycle<RatisNode> lifecycle, DiskSpace disk) {
        super(lifecycle, disk, LIMITS);
        this.lifecycle = lifecycle;
        writer.allowCoreThreadTimeOut(true);
    }

    @Override
    protected boolean takesWrites(RatisNode node) {
        return node.isLeading();
    }

    @Override
    protected void execute(RatisNode node, Runnable write) {
        writer.execute(write);
    }

    @Override
    protected BatchMessage batch(List<Command> commands) {
        return new BatchMessage(commands);
    }

    @Override
    protected CompletableFuture<? extends Throwable> submit(RatisNode node, BatchMessage batch) throws IOException {
        return lifecycle.node().submit(batch).thenApply(RaftClientReply::getException);
    }

    @Override
    protected ConsensusException explain(boolean appended, Throwable cause) {
        State state = lifecycle.state();
        if (appended) {
            return new ConsensusException(Reason.TIMED_OUT, "", "the log stopped before the write was confirmed", cause);
        }
        if (state == State.RUNNING && isForAnotherLeader(cause)) {
            return lifecycle.notLeading(cause);
        }
        return LogLifecycle.unavailable(state == State.CLOSED ? "consensus is stopped"
                : state == State.REOPENING ? "the log cannot be written" : "the log takes no more writes", cause);
    }

    private static boolean isForAnotherLeader(Throwable cause) {
        return cause instanceof NotLeaderException || cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException;
    }

    @Override
    protected void stopped() {
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
