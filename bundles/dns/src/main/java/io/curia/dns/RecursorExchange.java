package io.curia.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CompletableFuture;

/**
 * One query to one recursor: sent under a random id, answered under the client's. Used by the transport's thread alone,
 * after its making. Over TCP: connecting, writing, reading; over UDP: reading.
 */
final class RecursorExchange {
    /** Ends with the answer, or with an {@link IOException}. */
    final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    /** When to give up, on the transport's clock. */
    final long deadline;

    private static final int HEADER = 12;

    private final SocketAddress server;
    private final boolean tcp;
    private final byte[] query;
    private final int clientId;
    private SelectableChannel channel;
    private ByteBuffer outgoing;
    private ByteBuffer incoming;

    RecursorExchange(InetSocketAddress server, boolean tcp, byte[] query, int id, long deadline) {
        this.server = server;
        this.tcp = tcp;
        this.query = query.clone();
        this.clientId = RequestParser.word(query, 0);
        this.deadline = deadline;
        setId(this.query, id);
    }

    boolean isDone() {
        return answer.isDone();
    }

    void start(Selector selector) {
        try {
            if (tcp) {
                startTcp(selector);
            } else {
                DatagramChannel datagrams = DatagramChannel.open();
                channel = datagrams;
                datagrams.configureBlocking(false);
                datagrams.connect(server);
                datagrams.write(ByteBuffer.wrap(query));
                datagrams.register(selector, SelectionKey.OP_READ, this);
            }
        } catch (IOException e) {
            fail(e);
        } catch (UnresolvedAddressException | UnsupportedAddressTypeException | SecurityException e) {
            fail(new IOException("cannot reach " + server, e));
        }
    }

    private void startTcp(Selector selector) throws IOException {
        SocketChannel stream = SocketChannel.open();
        channel = stream;
        stream.configureBlocking(false);
        stream.setOption(StandardSocketOptions.TCP_NODELAY, true);
        outgoing = ByteBuffer.allocate(query.length + 2).putShort((short) query.length).put(query).flip();
        incoming = ByteBuffer.allocate(2);
        boolean connected = stream.connect(server);
        stream.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
    }

    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (tcp) {
                readyTcp(key, (SocketChannel) channel);
            } else {
                buffer.clear();
                if (((DatagramChannel) channel).read(buffer) > 0) {
                    byte[] packet = new byte[buffer.flip().remaining()];
                    buffer.get(packet);
                    // Another datagram is somebody else's idea of an answer: wait for the true one.
                    offer(packet);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void readyTcp(SelectionKey key, SocketChannel stream) throws IOException {
        if (key.isConnectable() && stream.finishConnect()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else if (key.isWritable()) {
            stream.write(outgoing);
            if (!outgoing.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        } else if (key.isReadable()) {
            read(stream);
        }
    }

    private void read(SocketChannel stream) throws IOException {
        while (!isDone()) {
            int count = stream.read(incoming);
            if (count < 0) {
                throw new IOException("closed by the recursor");
            }
            if (incoming.hasRemaining()) {
                return;
            }
            if (incoming.capacity() == 2) {
                incoming = ByteBuffer.allocate(Math.max(HEADER, incoming.getShort(0) & 0xFFFF));
            } else if (!offer(incoming.array())) {
                throw new IOException("not an answer to the query");
            }
        }
    }

    private boolean offer(byte[] packet) {
        if (!isAnswer(packet)) {
            return false;
        }
        setId(packet, clientId);
        close();
        answer.complete(packet);
        return true;
    }

    /** An answer has the query's id, and its question unless it has none. */
    private boolean isAnswer(byte[] packet) {
        if (packet.length < HEADER || packet[0] != query[0] || packet[1] != query[1] || (packet[2] & 0x80) == 0) {
            return false;
        }
        int end = HEADER;
        while (end < query.length && query[end] != 0) {
            end += (query[end] & 0xFF) + 1;
        }
        end += 5;
        if (RequestParser.word(packet, 4) == 0 || end > query.length) {
            return RequestParser.word(packet, 4) == 0;
        }
        for (int i = HEADER; i < end; i++) {
            if (i >= packet.length || QuestionScan.fold(packet[i]) != QuestionScan.fold(query[i])) {
                return false;
            }
        }
        return true;
    }

    void fail(IOException reason) {
        close();
        answer.completeExceptionally(reason);
    }

    private void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        }
    }

    private static void setId(byte[] message, int id) {
        message[0] = (byte) (id >> 8);
        message[1] = (byte) id;
    }
}
