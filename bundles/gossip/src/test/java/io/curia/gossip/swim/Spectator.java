package io.curia.gossip.swim;

import io.curia.gossip.wire.Message.NodeEntry;
import java.net.InetSocketAddress;
import java.util.List;

/** A layer above that does nothing but tell who is thought to be gone. */
final class Spectator implements Upper {
    private static final byte[] META = new byte[120];
    private final SimulatedMember member;
    private final Observer observer;

    /** Who is told. */
    interface Observer {
        void gone(SimulatedMember by, String name);
    }

    Spectator(SimulatedMember member, Observer observer) {
        this.member = member;
        this.observer = observer;
    }

    @Override
    public byte[] meta() {
        return META;
    }

    @Override
    public void onJoin(Node node) { }

    @Override
    public void onUpdate(Node node) { }

    @Override
    public void onGone(Node node) {
        observer.gone(member, node.name());
    }

    @Override
    public void onConflict(Node present, InetSocketAddress other) {
        throw new IllegalStateException("two of one name");
    }

    @Override
    public String refusal(List<NodeEntry> nodes) {
        return null;
    }

    @Override
    public void onMessage(byte[] body, InetSocketAddress from) { }

    @Override
    public List<BroadcastQueue> queues() {
        return List.of();
    }

    @Override
    public byte[] localState(boolean join) {
        return new byte[0];
    }

    @Override
    public void mergeState(byte[] state, boolean newcomer) { }

    @Override
    public byte[] ackPayload() {
        return new byte[0];
    }

    @Override
    public void onRoundTrip(Node node, long nanos, byte[] payload) { }
}
