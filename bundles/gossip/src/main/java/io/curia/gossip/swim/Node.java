package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.Message.NodeEntry;
import java.net.InetSocketAddress;

/**
 * A member as this one knows it.
 *
 * <p>States: ALIVE &lt;-&gt; SUSPECT -&gt; DEAD; ALIVE, SUSPECT -&gt; LEFT; DEAD, LEFT -&gt; ALIVE. Of two statements the one
 * with the higher incarnation counts; of the same incarnation, the worse one. Only a member itself raises its incarnation.
 */
public final class Node {
    /** What is thought of a member; the order is that of the wire. */
    public enum State { ALIVE, SUSPECT, DEAD, LEFT }

    private static final int PROTOCOL_MAX = 1;
    private static final int CHECKSUMS_FROM = 5;
    private static final int NACKS_FROM = 4;
    private static final int STREAM_PINGS_FROM = 3;
    final String name;
    InetSocketAddress address;
    byte[] meta;
    byte[] versions;
    long incarnation;
    State state;
    long changed;
    /** Only while SUSPECT. */
    Suspicion suspicion;

    Node(String name, InetSocketAddress address, byte[] meta, byte[] versions, State state, long changed) {
        this.name = name;
        this.address = address;
        this.meta = meta;
        this.versions = versions;
        this.state = state;
        this.changed = changed;
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    public byte[] meta() {
        return meta;
    }

    /** Protocol least, most, spoken, and the delegate's three; empty when not known. */
    public byte[] versions() {
        return versions;
    }

    public State state() {
        return state;
    }

    boolean gone() {
        return state == State.DEAD || state == State.LEFT;
    }

    private int protocolMax() {
        return versions.length == 0 ? 0 : versions[PROTOCOL_MAX];
    }

    boolean knowsChecksums() {
        return protocolMax() >= CHECKSUMS_FROM;
    }

    boolean knowsNacks() {
        return protocolMax() >= NACKS_FROM;
    }

    boolean knowsStreamPings() {
        return protocolMax() >= STREAM_PINGS_FROM;
    }

    Message.Alive alive() {
        return new Message.Alive(incarnation, name, address.getAddress().getAddress(), address.getPort(), meta, versions);
    }

    /** Of one that is gone, as this member says it; it says itself that it left. */
    Message.Dead dead(String by) {
        return new Message.Dead(incarnation, name, state == State.LEFT ? name : by);
    }

    NodeEntry entry() {
        return new NodeEntry(name, address.getAddress().getAddress(), address.getPort(), meta, incarnation,
                state.ordinal(), versions);
    }
}
