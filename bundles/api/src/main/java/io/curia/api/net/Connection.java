package io.curia.api.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;

/**
 * A stream connection on a loop, with or without TLS.
 *
 * <p>States: connecting, shaking hands (TLS only), open, closed. {@link #close} may be called from any thread, everything
 * else on the loop only.
 */
public final class Connection implements AutoCloseable {
    private final EventLoop loop;
    private final SocketChannel channel;
    private final SocketAddress remote;
    private final ConnectionListener listener;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private TlsLayer tls;
    private SelectionKey key;
    private boolean open;
    private boolean closed;
    private boolean inputEnded;

    private Connection(EventLoop loop, SocketChannel channel, SocketAddress remote, ConnectionListener listener) {
        this.loop = loop;
        this.channel = channel;
        this.remote = remote;
        this.listener = listener;
    }

    /**
     * Connects without TLS; on the loop only.
     *
     * @throws IOException when that fails at once; the listener hears nothing
     */
    static Connection open(EventLoop loop, SocketAddress remote, ConnectionListener listener) throws IOException {
        SocketChannel channel = remote instanceof InetSocketAddress ? SocketChannel.open()
                : SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            Connection connection = new Connection(loop, channel, remote, listener);
            boolean connected = channel.connect(remote);
            connection.key = loop.register(channel, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT,
                    connection.new ChannelHandler());
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Puts TLS over the connection that has just been made; {@code connected} is called again when it is up. */
    void startTls(TlsLayer layer) throws IOException {
        open = false;
        tls = layer;
        tls.begin();
    }

    /** The TLS handshake is done. */
    void secured() throws IOException {
        open = true;
        listener.connected(this);
    }

    /** The application protocol that was agreed on by TLS, or "". */
    public String protocol() {
        return tls == null ? "" : tls.protocol();
    }

    /** The loop that it lives on. */
    public EventLoop loop() {
        return loop;
    }

    /** Sends data; the buffer belongs to the connection from now on. */
    public void send(ByteBuffer data) throws IOException {
        if (tls != null) {
            tls.send(data);
        } else {
            write(data);
        }
    }

    void write(ByteBuffer data) throws IOException {
        if (closed) {
            return;
        }
        if (unsent.isEmpty()) {
            writeSome(data);
        }
        if (data.hasRemaining()) {
            unsent.add(data);
            interest(true);
        }
    }

    private void writeSome(ByteBuffer data) throws IOException {
        try {
            channel.write(data);
        } catch (IOException e) {
            throw new NetworkException("write tcp " + route() + ": write: " + NetworkException.reason(e));
        }
    }

    private void interest(boolean writing) {
        key.interestOps((inputEnded ? 0 : SelectionKey.OP_READ) | (writing ? SelectionKey.OP_WRITE : 0));
    }

    /** Gives decrypted data to the listener. */
    void deliver(ByteBuffer data) throws IOException {
        if (!closed) {
            listener.received(this, data);
        }
    }

    /** The peer has ended its stream. */
    void deliverEnd() throws IOException {
        if (!closed && !inputEnded) {
            inputEnded = true;
            interest(!unsent.isEmpty());
            listener.ended(this);
        }
    }

    boolean isClosed() {
        return closed;
    }

    private String route() {
        try {
            return text(channel.getLocalAddress()) + "->" + text(remote);
        } catch (IOException e) {
            return text(remote);
        }
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new HostPort(inet.getAddress().getHostAddress(), inet.getPort()).toString() : String.valueOf(address);
    }

    /** Ends it; nothing is heard of it any more (on another thread: once the loop has come to it). */
    @Override
    public void close() {
        if (loop.inLoop()) {
            closeNow();
            return;
        }
        try {
            loop.execute(this::closeNow);
        } catch (RejectedExecutionException e) {
            // the loop has ended, and all its channels with it
            return;
        }
    }

    private void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        key.cancel();
        unsent.clear();
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone all the same, and nobody waits for what was unsent
            inputEnded = true;
        }
    }

    private final class ChannelHandler implements EventLoop.Handler {
        @Override
        public void ready(SelectionKey ready) throws IOException {
            if (!open && tls == null) {
                finishConnect();
                return;
            }
            if (ready.isWritable()) {
                flush();
            }
            if (!closed && ready.isValid() && ready.isReadable()) {
                read();
            }
        }

        private void finishConnect() throws IOException {
            try {
                channel.finishConnect();
            } catch (IOException e) {
                throw new NetworkException("connect: " + NetworkException.reason(e));
            }
            open = true;
            interest(false);
            listener.connected(Connection.this);
        }

        private void flush() throws IOException {
            while (!unsent.isEmpty()) {
                writeSome(unsent.peek());
                if (unsent.peek().hasRemaining()) {
                    return;
                }
                unsent.remove();
            }
            interest(false);
        }

        private void read() throws IOException {
            ByteBuffer buffer = loop.readBuffer();
            int count;
            try {
                count = channel.read(buffer);
            } catch (IOException e) {
                throw new NetworkException("read tcp " + route() + ": read: " + NetworkException.reason(e));
            }
            if (count < 0) {
                if (tls != null) {
                    tls.ended();
                } else {
                    deliverEnd();
                }
            } else if (count > 0) {
                buffer.flip();
                if (tls != null) {
                    tls.received(buffer);
                } else {
                    deliver(buffer);
                }
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (!closed) {
                closed = true;
                unsent.clear();
                listener.failed(cause);
            }
        }
    }
}
