package io.curia.raft;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.raft.NodeLifecycle.State;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;

/**
 * Commands on their way through the log. Each is answered once: by the state machine, or with a failure that says whether
 * it can have been written. At most {@link RatisProperties#PENDING_LIMIT} are under way.
 */
final class WritePath {
    private final NodeLifecycle lifecycle;
    private final DiskSpace disk;
    private final Set<Command> inFlight = ConcurrentHashMap.newKeySet();

    WritePath(NodeLifecycle lifecycle, DiskSpace disk) {
        this.lifecycle = lifecycle;
        this.disk = disk;
    }

    CompletableFuture<Applied> apply(byte[] bytes) {
        ConsensusException refusal = refusal(bytes.length);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        RatisNode node = lifecycle.node();
        if (!node.isLeading()) {
            return CompletableFuture.failedFuture(notLeading(null));
        }
        Command command = new Command(bytes);
        inFlight.add(command);
        try {
            node.submit(command).whenComplete((reply, failure) -> settle(command, reply, failure));
        } catch (IOException | RuntimeException e) {
            settle(command, null, e);
        }
        if (lifecycle.state() == State.REOPENING) {
            // it may have come too late for those that failAll() answered
            fail(command, null);
        }
        return command.future();
    }

    /** What is taken at the moment, at all. */
    ConsensusException refusal(int length) {
        State state = lifecycle.state();
        if (state != State.RUNNING) {
            return unavailable(state == State.REOPENING ? "the log cannot be written" : "consensus is stopped", null);
        }
        if (length > RatisProperties.COMMAND_LIMIT) {
            return unavailable("a command of " + length + " bytes is larger than " + RatisProperties.COMMAND_LIMIT, null);
        }
        return disk.isFull() ? unavailable("the disk of the raft log is full", null) : null;
    }

    private void settle(Command command, RaftClientReply reply, Throwable failure) {
        inFlight.remove(command);
        if (!command.future().isDone()) {
            fail(command, failure != null ? failure : reply.getException());
        }
    }

    void failAll(Throwable cause) {
        inFlight.forEach(command -> fail(command, cause));
    }

    private void fail(Command command, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause() : failure;
        State state = lifecycle.state();
        ConsensusException answer;
        if (command.isAppended()) {
            answer = new ConsensusException(Reason.TIMED_OUT, "", "the log stopped before the write was confirmed", cause);
        } else if (state == State.RUNNING && isForAnotherLeader(cause)) {
            answer = notLeading(cause);
        } else {
            answer = unavailable(state == State.CLOSED ? "consensus is stopped"
                    : state == State.REOPENING ? "the log cannot be written" : "the log takes no more writes", cause);
        }
        command.future().completeExceptionally(answer);
    }

    private static boolean isForAnotherLeader(Throwable cause) {
        return cause instanceof NotLeaderException || cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException;
    }

    ConsensusException notLeading(Throwable cause) {
        RatisNode node = lifecycle.node();
        String hint = node.info().isLeader() ? "" : node.leaderAddress();
        return new ConsensusException(Reason.NOT_LEADER, hint, "this server does not lead at the moment", cause);
    }

    static ConsensusException unavailable(String message, Throwable cause) {
        return new ConsensusException(Reason.UNAVAILABLE, "", message, cause);
    }
}
