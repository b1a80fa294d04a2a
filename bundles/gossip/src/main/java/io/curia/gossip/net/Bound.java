package io.curia.gossip.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/** Two sockets on one port. */
record Bound(DatagramChannel packets, ServerSocketChannel streams) {
    private static final int RECEIVE_BUFFER = 2 << 20;
    private static final int BACKLOG = 128;
    private static final int MOST_TRIES = 20;

    /** @param address port 0 for any that is free for both */
    static Bound to(InetSocketAddress address) throws IOException {
        for (int tries = 1;; tries++) {
            ServerSocketChannel streams = streams(address);
            try {
                return new Bound(packets((InetSocketAddress) streams.getLocalAddress()), streams);
            } catch (IOException e) {
                streams.close();
                if (address.getPort() != 0 || tries == MOST_TRIES) {
                    throw new IOException("Failed to start UDP listener on \"" + NetErrors.text(address) + "\": bind: "
                            + NetErrors.reason(e), e);
                }
            }
        }
    }

    private static ServerSocketChannel streams(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("Failed to start TCP listener on \"" + NetErrors.text(address) + "\": bind: "
                    + NetErrors.reason(e), e);
        }
    }

    private static DatagramChannel packets(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
