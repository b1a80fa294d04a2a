package io.curia.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives queries on one UDP address and answers them: kept answers from the receiving thread, which is the only one
 * that reads, others from whichever thread has them.
 */
final class UdpServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);
    private static final int MAX_PACKET = 1 << 16;
    /** Bursts of queries wait in the kernel while an answer is made. */
    private static final int SOCKET_BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final PacketHandler handler;
    private final Thread thread;

    /** Binds the address; a port of 0 is any free one. */
    UdpServer(InetSocketAddress address, PacketHandler handler) throws IOException {
        this.handler = handler;
        this.channel = DatagramChannel.open(IpText.family(address.getAddress()));
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        this.thread = new Thread(this::run, "dns-udp-".concat(Integer.toString(address.getPort())));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(MAX_PACKET);
        ByteBuffer out = ByteBuffer.allocateDirect(MAX_PACKET);
        byte[] packet = new byte[MAX_PACKET];
        while (channel.isOpen()) {
            try {
                in.clear();
                SocketAddress client = channel.receive(in);
                in.flip();
                int length = in.remaining();
                in.get(packet, 0, length);
                out.clear();
                if (handler.answerKept(packet, length, false, out)) {
                    channel.send(out.flip(), client);
                } else {
                    answer(Arrays.copyOf(packet, length), (InetSocketAddress) client);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("DNS over UDP: {}", e.toString());
            }
        }
    }

    private void answer(byte[] packet, InetSocketAddress client) {
        handler.answer(packet, false, client.getAddress(), message -> send(message, client));
    }

    private void send(byte[] message, SocketAddress client) {
        try {
            channel.send(ByteBuffer.wrap(message), client);
        } catch (ClosedChannelException e) {
            LOG.debug("the DNS server ended before its answer");
        } catch (IOException e) {
            LOG.debug("DNS answer to {}: {}", client, e.toString());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
        Threads.join(thread);
    }
}
