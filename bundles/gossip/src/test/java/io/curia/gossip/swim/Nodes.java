package io.curia.gossip.swim;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Members for tests of the layer above. */
public final class Nodes {
    private Nodes() { }

    public static Node node(String name, byte[] meta) {
        return new Node(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8301), meta,
                new byte[] {1, 5, 2, 2, 5, 4}, Node.State.ALIVE, 0);
    }

    public static Node as(Node node, Node.State state) {
        node.state = state;
        return node;
    }
}
