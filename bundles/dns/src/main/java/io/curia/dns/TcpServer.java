package io.curia.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one TCP address: one thread owns the selector and all connections. At most {@value #MAX_CONNECTIONS} at a time,
 * more are closed at once; a connection on which nothing moves for {@value #IDLE_SECONDS} seconds is closed.
 */
final class TcpServer implements Closeable {
    static final int MAX_CONNECTIONS = 1024;
    static final int IDLE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);
    private static final long SWEEP_MILLIS = 1000;
    private static final long IDLE_NANOS = IDLE_SECONDS * 1_000_000_000L;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final PacketHandler handler;
    private final LongSupplier nanoClock;
    private final ByteBuffer scratch = ByteBuffer.allocate(1 << 16);
    private final Thread thread;
    private final Queue<TcpConnection> ready = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Binds the address; a port of 0 is any free one. */
    TcpServer(InetSocketAddress address, PacketHandler handler, LongSupplier nanoClock) throws IOException {
        this.handler = handler;
        this.nanoClock = nanoClock;
        this.listener = ServerSocketChannel.open(IpText.family(address.getAddress()));
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address);
            listener.configureBlocking(false);
            this.selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        this.thread = new Thread(this::run, "dns-tcp-".concat(Integer.toString(address.getPort())));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    private void run() {
        long swept = nanoClock.getAsLong();
        while (!closed) {
            try {
                selector.select(nothingToSweep() ? 0 : SWEEP_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                for (TcpConnection next = ready.poll(); next != null; next = ready.poll()) {
                    next.flush(nanoClock.getAsLong());
                }
                long now = nanoClock.getAsLong();
                if (now - swept > SWEEP_MILLIS * 1_000_000) {
                    swept = now;
                    sweep(now);
                }
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("DNS over TCP: {}", e.toString());
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof TcpConnection connection) {
            connection.serve(nanoClock.getAsLong());
        } else {
            accept();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel;
        try {
            channel = listener.accept();
        } catch (IOException e) {
            // Out of file descriptors, probably: the sweep tries again.
            listener.keyFor(selector).interestOps(0);
            throw e;
        }
        if (channel == null) {
            return;
        }
        if (selector.keys().size() > MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new TcpConnection(channel, key, handler, scratch, this::flushLater, nanoClock.getAsLong()));
    }

    /** From any thread: the connection has something to send. */
    private void flushLater(TcpConnection connection) {
        ready.add(connection);
        if (Thread.currentThread() != thread && !closed) {
            selector.wakeup();
        }
    }

    /** No connection, and the listener accepts: an idle agent is not woken. */
    private boolean nothingToSweep() {
        return selector.keys().size() == 1 && listener.keyFor(selector).interestOps() == SelectionKey.OP_ACCEPT;
    }

    private void sweep(long now) {
        listener.keyFor(selector).interestOps(SelectionKey.OP_ACCEPT);
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof TcpConnection connection && connection.idleSince(now) > IDLE_NANOS) {
                connection.close();
            }
        }
    }

    private void end() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        Threads.join(thread);
        end();
    }
}
