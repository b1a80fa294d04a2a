package io.curia.api.consensus;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A running consensus engine: an ordered, durable log of commands, applied to one {@link StateMachine} on every server.
 *
 * <p>An engine publishes it as an OSGi service once its log is open; it may have no peers yet, or no leader. All methods may be called from any thread and
 * none blocks. Futures end exceptionally with a {@link ConsensusException} only; their continuations run on threads of
 * the engine and must be short.
 */
public interface Consensus {
    /** How a read is protected from a leader that has been replaced without knowing it. */
    enum Barrier {
        /** By the leader's lease: no message is sent while the lease holds. */
        LEASE,
        /** By a round to a majority. */
        LINEARIZABLE
    }

    /** What became of a command: where it stands in the log, and what the state machine answered. */
    record Applied(long index, long term, byte[] result) { }

    /**
     * @param term of the present leader
     * @param leaderId the leader's id among the peers, "" while none is known
     * @param leaderAddress host:port of the leader's server port, "" while none is known
     * @param leading whether this server leads and has applied all that was committed before it did
     * @param lastIndex newest entry of the log
     * @param commitIndex newest entry known to be committed
     * @param appliedIndex newest entry applied to the state machine
     * @param snapshotIndex newest entry covered by a snapshot, 0 for none
     * @param lastContactMillis since the leader was heard of; 0 on the leader, negative when never
     * @param peers the servers of the newest configuration; empty before {@link #bootstrap} or before another server
     *        has taken this one in
     */
    record Status(String engine, long term, String leaderId, String leaderAddress, boolean leading, long lastIndex, long commitIndex,
            long appliedIndex, long snapshotIndex, long lastContactMillis, List<Peer> peers) { }

    /**
     * A server of the configuration.
     *
     * @param id the node's id
     * @param address host:port of its server port
     * @param voter whether it votes; else it only learns
     */
    record Peer(String id, String address, boolean voter) { }

    /** Called after a change of leadership, on a thread of the engine, in order. */
    interface LeadershipListener {
        /** @param leading whether this server leads from now on; all earlier entries are applied */
        void onLeadership(boolean leading, long term);
    }

    /**
     * Appends a command. The answer comes after it is on the disks of a majority (synced) and applied here.
     *
     * @param command is not copied and must not be modified
     */
    CompletableFuture<Applied> apply(byte[] command);

    /**
     * Gives the cluster its first servers, this one among them, each of which is told the same. Refused when this server's
     * log is not empty or when it is in a cluster already; nothing is changed then. Being told of the very servers that it
     * is in a cluster with is no such case: the others may have begun before.
     */
    CompletableFuture<Void> bootstrap(List<Peer> peers);

    /**
     * Ends when every write acknowledged before the call is visible in this server's state machine. On a follower that asks
     * the leader, once for all who ask at the same time.
     */
    CompletableFuture<Void> readBarrier(Barrier barrier);

    /**
     * Replaces the servers of the configuration; ends when the new one is committed. Leader only. A peer that is new is
     * brought up to date first, while the old configuration holds; one that is not heard of for some ten seconds, or a
     * second change meanwhile, is refused, and nothing is changed then.
     */
    CompletableFuture<Void> changeMembers(List<Peer> peers);

    /** Hands leadership to another server, or to any when {@code id} is empty. Leader only. */
    CompletableFuture<Void> transferLeadership(String id);

    /**
     * When the majority is lost for good: makes the given servers (usually this one alone) the whole cluster, on this server's
     * log, keeping its newest entries whether or not they were committed. The caller vouches that no other server of the
     * old cluster runs any more. Ends when this server leads or follows in the new cluster.
     */
    CompletableFuture<Void> recover(List<Peer> peers);

    /** Writes a snapshot and drops the log before it; ends with the index covered. */
    CompletableFuture<Long> snapshot();

    /** The present state; cheap. */
    Status status();

    /** How long a follower that is well may be without a word of the leader's, in milliseconds: the time between two heartbeats. */
    long heartbeatMillis();

    /** Adds a listener; it is told the present state at once. The handle removes it. */
    AutoCloseable onLeadership(LeadershipListener listener);
}
