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

        /** A query arrived; each once. What the first listener answers goes to whoever asked; null: no answer. */
        default byte[] onQuery(String name, byte[] payload) {
            return null;
        }
    }

    /** An answer to a query. */
    record QueryReply(String node, byte[] payload) { }

    /** What may be done with the keys that encrypt the pool's messages. */
    enum KeyOperation {
        /** Which keys are there. */
        LIST,
        /** Add a key for reading. */
        INSTALL,
        /** Write with a key that is installed. */
        USE,
        /** Forget a key that is not used for writing. */
        REMOVE
    }

    /**
     * What the members said to an operation on keys.
     *
     * @param messages by node, of those that answered with one: refusals, mostly
     * @param keys how many members have each key, in base64
     * @param primaryKeys how many members write with each key
     * @param nodes members asked
     * @param responses members that answered
     * @param errors members that refused
     */
    record KeyReport(Map<String, String> messages, Map<String, Integer> keys, Map<String, Integer> primaryKeys, int nodes,
            int responses, int errors) { }

    /** All known members, this agent among them. */
    List<Member> members();

    /** This agent. */
    Member self();

    /** This agent's network coordinate. */
    Coordinate coordinate();

    /** The newest known coordinate of a member; null when there is none. */
    Coordinate coordinate(String member);

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

    /**
     * Asks every member (Serf's query); ends with the answers that came within the time, this agent's own among them.
     *
     * @param timeoutMillis 0 for what the size of the pool suggests
     */
    CompletableFuture<List<QueryReply>> query(String name, byte[] payload, long timeoutMillis);

    /** Whether messages are encrypted. */
    boolean encrypted();

    /**
     * Has every member carry out an operation on its keys. Never ends exceptionally because of members that refuse or are silent:
     * the report says so.
     *
     * @param key in base64; "" for LIST
     * @param relayFactor by how many further members answers are relayed, 0 to 5
     */
    CompletableFuture<KeyReport> keys(KeyOperation operation, String key, int relayFactor);

    /** Adds a listener. The handle removes it. */
    AutoCloseable listen(Listener listener);

    /** Statistics for {@code consul info}. */
    Map<String, String> stats();
}
