package io.curia.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: queries one after the other, each behind its length, answered as their answers come. Reading
 * pauses while {@value #MAX_PENDING} queries are unanswered or their answers unsent. Used by the server's thread alone,
 * but for answers that arrive from elsewhere through a queue.
 */
final class TcpConnection {
    static final int MAX_PENDING = 32;
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    /** A question is at most 271 bytes long; the rest is for EDNS options. */
    private static final int MAX_QUERY = 4096;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final PacketHandler handler;
    private final Consumer<TcpConnection> flushLater;
    private final InetAddress client;
    private final ByteBuffer scratch;
    private final ByteBuffer in = ByteBuffer.allocate(MAX_QUERY + 2);
    private final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
    private final Deque<ByteBuffer> outgoing = new ArrayDeque<>();
    private int pending;
    private boolean ended;
    private long moved;

    /** @param scratch room for one answer, shared by the server's connections */
    TcpConnection(SocketChannel channel, SelectionKey key, PacketHandler handler, ByteBuffer scratch,
            Consumer<TcpConnection> flushLater, long now) {
        this.channel = channel;
        this.key = key;
        this.handler = handler;
        this.scratch = scratch;
        this.flushLater = flushLater;
        this.client = channel.socket().getInetAddress();
        this.moved = now;
    }

    /** Nanoseconds since something moved. */
    long idleSince(long now) {
        return now - moved;
    }

    /** Reads or writes what is possible now. */
    void serve(long now) {
        try {
            if (key.isReadable()) {
                int count = channel.read(in);
                ended = count < 0;
                moved = now;
                takeQueries();
            }
            flush(now);
        } catch (IOException e) {
            // The client has gone.
            LOG.debug("DNS over TCP from {}: {}", client, e.toString());
            close();
        }
    }

    private void takeQueries() throws IOException {
        in.flip();
        while (pending < MAX_PENDING && in.remaining() >= 2) {
            int length = in.getShort(in.position()) & 0xFFFF;
            if (length > MAX_QUERY) {
                throw new IOException("a query of " + length + " bytes");
            }
            if (in.remaining() < length + 2) {
                break;
            }
            in.getShort();
            byte[] packet = new byte[length];
            in.get(packet);
            pending++;
            answer(packet);
        }
        in.compact();
    }

    private void answer(byte[] packet) {
        boolean query = packet.length >= QuestionScan.NAME && (packet[2] & 0x80) == 0;
        if (!query) {
            // Nothing will be answered.
            pending--;
            return;
        }
        scratch.clear();
        if (handler.answerKept(packet, packet.length, true, scratch)) {
            byte[] message = new byte[scratch.flip().remaining()];
            scratch.get(message);
            arrived.add(message);
            return;
        }
        handler.answer(packet, true, client, message -> {
            arrived.add(message);
            flushLater.accept(this);
        });
    }

    /** Sends what has arrived, as far as the client takes it, and reads on if there is room for more. */
    void flush(long now) {
        if (!key.isValid()) {
            return;
        }
        try {
            int before = pending;
            for (byte[] message = arrived.poll(); message != null; message = arrived.poll()) {
                outgoing.add(ByteBuffer.allocate(message.length + 2).putShort((short) message.length).put(message).flip());
            }
            while (!outgoing.isEmpty() && channel.write(outgoing.peek()) >= 0 && !outgoing.peek().hasRemaining()) {
                outgoing.poll();
                pending--;
                moved = now;
            }
            if (before >= MAX_PENDING && pending < MAX_PENDING) {
                takeQueries();
            }
            if (ended && pending == 0) {
                close();
                return;
            }
            key.interestOps((pending < MAX_PENDING && !ended ? SelectionKey.OP_READ : 0)
                    | (outgoing.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        } catch (IOException e) {
            LOG.debug("DNS over TCP to {}: {}", client, e.toString());
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
    }
}
