package io.curia.api.gossip;

import io.curia.api.model.Coordinate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A pool of agents that know of each other: membership, failure detection, events and coordinates. Published as an OSGi
 * service with the property {@code pool}: {@code lan} or {@code wan}. Thread-safe; nothing blocks.
 */
public interface GossipPool {
    /** Called on a thread of the pool, in order; must be short. */
    interface Listener {
        /** A member was added, changed, failed, left or was forgotten (then {@code forgotten}). */
        default void onMember(Member member, boolean forgotten) { }

        /** A user event arrived; each once. */
        default void onEvent(String name, byte[] payload, long lamportTime) { }
    }

    /** All known members, this agent among them. */
    List<Member> members();

    /** This agent. */
    Member self();

    /** This agent's network coordinate. */
    Coordinate coordinate();

    /** Replaces this agent's tags. */
    void setTags(Map<String, String> tags);

    /** Joins through the given addresses; ends with how many were reached, exceptionally when none was. */
    CompletableFuture<Integer> join(List<String> addresses);

    /** Tells everyone that this agent leaves; ends when told. */
    CompletableFuture<Void> leave();

    /** Declares a failed member as left, and forgets it with {@code prune}; false when there is no such member. */
    boolean forceLeave(String name, boolean prune);

    /** Sends an event to every member; refused with IllegalArgumentException when too large. Returns its Lamport time. */
    long fire(String name, byte[] payload);

    /** Adds a listener. The handle removes it. */
    AutoCloseable listen(Listener listener);

    /** Statistics for {@code consul info}. */
    Map<String, String> stats();
}
