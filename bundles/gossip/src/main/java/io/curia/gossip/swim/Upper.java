package io.curia.gossip.swim;

import io.curia.gossip.wire.Message.NodeEntry;
import java.net.InetSocketAddress;
import java.util.List;

/** The layer above: what members are to each other beyond being there. Called on the engine's thread. */
public interface Upper {
    /** What this member says of itself, 512 bytes at most. */
    byte[] meta();

    void onJoin(Node node);

    void onUpdate(Node node);

    /** It failed or left; see its state. */
    void onGone(Node node);

    /** Somebody else claims a member's name. */
    void onConflict(Node present, InetSocketAddress other);

    /** Why these must not be members of this pool; null when they may. */
    String refusal(List<NodeEntry> nodes);

    void onMessage(byte[] body, InetSocketAddress from);

    /** What this layer wants to be gossiped, the most important first; messages with {@code Message.USER} before them. */
    List<BroadcastQueue> queues();

    byte[] localState(boolean join);

    /** @param newcomer whether this member has just come, so that old events are none of its business */
    void mergeState(byte[] state, boolean newcomer);

    byte[] ackPayload();

    /** A member answered a ping. */
    void onRoundTrip(Node node, long nanos, byte[] payload);
}
