package io.curia.rpc.net;

import io.curia.api.net.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A link over TCP, with or without TLS.
 *
 * <p>States: connecting (outgoing only), shaking hands (TLS only), open, closed. Every way into closed calls the owner's
 * {@code closed}, once; it closes by itself when both sides have ended their streams.
 *
 * <p>Writing: one thread at a time holds the writer's role, the one that raised {@code wanted} from 0. It asks the owner for
 * data and writes them until there are none and nobody has asked meanwhile. When the socket is full the role is parked:
 * the loop takes it up again when there is room. So any thread may flush without waiting for another, and what many want
 * sent goes out in one write. A socket that takes nothing for the loop's stall time while something waits is
 * closed. Of what is unsent, at most one buffer of {@value BufferPool#SIZE} bytes is held here.
 */
public final class SocketLink implements Link, EventLoop.Handler {
    private final SocketChannel channel;
    private final String peer;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile IoLoop loop;
    private volatile boolean closed;
    private volatile boolean ending;
    private volatile boolean connecting;
    private volatile TlsLayer tls;
    private volatile long written;
    private LinkOwner owner;
    private SelectionKey key;
    private ByteBuffer out;
    private boolean flushScheduled;
    private boolean parked;
    private boolean paused;
    private volatile boolean inputEnded;
    private volatile boolean outputEnded;
    private Runnable forgetStall;
    private Runnable atClose;

    private SocketLink(IoLoop loop, SocketChannel channel, String peer, LinkOwner owner) {
        this.loop = loop;
        this.channel = channel;
        this.peer = peer;
        this.owner = owner;
    }

    /**
     * Takes over a connection that was accepted.
     *
     * @param atClose run when it is closed, on the loop that it is on then
     */
    public static SocketLink accepted(IoLoop loop, SocketChannel channel, String peer, LinkOwner owner, Runnable atClose)
            throws IOException {
        SocketLink link = new SocketLink(loop, channel, peer, owner);
        link.atClose = atClose;
        link.prepare();
        link.key = loop.events().register(channel, SelectionKey.OP_READ, link);
        return link;
    }

    /**
     * Begins to connect; the owner hears {@code opened} or {@code closed}.
     *
     * @param tls null for none
     */
    static SocketLink connect(IoLoop loop, InetSocketAddress address, TlsLayer tls, LinkOwner owner) {
        SocketLink link = null;
        try {
            SocketChannel channel = SocketChannel.open();
            link = new SocketLink(loop, channel, Addresses.text(address), owner);
            link.tls = tls;
            link.prepare();
            link.connecting = true;
            boolean connected = channel.connect(address);
            link.key = loop.events().register(channel, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, link);
            return link;
        } catch (IOException | RuntimeException e) {
            IOException cause = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
            if (link == null) {
                owner.closed(null, cause);
            } else {
                link.close(cause);
            }
            return link;
        }
    }

    private void prepare() throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        KeepAlive.set(channel);
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public IoLoop loop() {
        return loop;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public TlsLayer tls() {
        return tls;
    }

    @Override
    public void owner(LinkOwner next) {
        owner = next;
    }

    @Override
    public void startTls(TlsLayer layer, ByteBuffer received) throws IOException {
        tls = layer;
        layer.begin(this);
        layer.received(received);
    }

    @Override
    public void moveTo(IoLoop other, LinkOwner next, ByteBuffer received) {
        // what is being worked off now, perhaps by TLS in several pieces, comes to its end on this loop
        Handover handover = new Handover(next);
        handover.received(this, received);
        owner = handover;
        pause();
        loop.execute(() -> {
            if (!closed) {
                key.cancel();
                forgetStall();
                loop = other;
                other.execute(() -> arrive(handover));
            }
        });
    }

    private void arrive(Handover handover) {
        if (closed) {
            return;
        }
        try {
            key = loop.events().register(channel, SelectionKey.OP_READ, this);
            owner = handover.next();
            resume();
            interest();
            handover.complete(this);
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void pause() {
        paused = true;
        interest();
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            interest();
        }
    }

    private void interest() {
        if (!closed && !connecting && key.isValid()) {
            key.interestOps((inputEnded || paused ? 0 : SelectionKey.OP_READ) | (parked ? SelectionKey.OP_WRITE : 0));
        }
    }

    @Override
    public void flushSoon() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::scheduledFlush);
        }
    }

    private void scheduledFlush() {
        flushScheduled = false;
        flush();
    }

    @Override
    public void flushFromAnywhere() {
        if (loop.events().inLoop()) {
            flushSoon();
        } else {
            flush();
        }
    }

    @Override
    public void flush() {
        if (wanted.getAndIncrement() == 0) {
            drain();
        }
    }

    @Override
    public void endOutput() {
        ending = true;
        flush();
    }

    private void drain() {
        try {
            int seen;
            do {
                seen = wanted.get();
                if (!writeAll()) {
                    loop.execute(this::park);
                    return;
                }
            } while (!wanted.compareAndSet(seen, 0));
        } catch (IOException | RuntimeException e) {
            // the role is never given up: nothing is written any more
            releaseOut();
            IOException cause = e instanceof IOException io ? io : new IOException(e.toString(), e);
            closeSoon(cause);
        }
    }

    /** Whether everything has been written. */
    private boolean writeAll() throws IOException {
        while (true) {
            if (out == null) {
                out = loop.buffers().take();
                produce(out);
                out.flip();
            }
            if (!out.hasRemaining()) {
                releaseOut();
                return true;
            }
            written += channel.write(out);
            if (out.hasRemaining()) {
                return false;
            }
            out.clear();
            produce(out);
            out.flip();
        }
    }

    private void produce(ByteBuffer buffer) throws IOException {
        TlsLayer layer = tls;
        if (closed || connecting) {
            return;
        }
        if (layer != null) {
            layer.fill(buffer, ending);
        } else {
            fillPlain(buffer);
        }
        if (ending && buffer.position() == 0 && !outputEnded && (layer == null || layer.isUp())) {
            outputEnded = true;
            channel.shutdownOutput();
            if (inputEnded) {
                closeSoon(new IOException("both sides have ended"));
            }
        }
    }

    private void releaseOut() {
        if (out != null) {
            loop.buffers().give(out);
            out = null;
        }
    }

    /** On the loop: the socket is full, wait until it is not. */
    private void park() {
        if (closed) {
            releaseOut();
            return;
        }
        parked = true;
        interest();
        if (forgetStall == null) {
            watchForStall();
        }
    }

    private void watchForStall() {
        long before = written;
        forgetStall = loop.after(loop.stallNanos(), () -> {
            forgetStall = null;
            if (parked && written == before) {
                close(new NotReadException("the peer does not read"));
            } else if (parked) {
                watchForStall();
            }
        });
    }

    private void forgetStall() {
        if (forgetStall != null) {
            forgetStall.run();
            forgetStall = null;
        }
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (connecting) {
            finishConnect();
            return;
        }
        if (parked && ready.isWritable()) {
            parked = false;
            interest();
            drain();
        }
        if (!closed && ready.isValid() && ready.isReadable()) {
            read();
        }
    }

    private void finishConnect() throws IOException {
        if (!channel.finishConnect()) {
            return;
        }
        connecting = false;
        interest();
        if (tls != null) {
            tls.begin(this);
        } else {
            owner.opened(this);
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.readBuffer();
        int count = channel.read(buffer);
        if (count > 0) {
            buffer.flip();
            if (tls != null) {
                tls.received(buffer);
            } else {
                owner.received(this, buffer);
            }
        } else if (count < 0) {
            endInput();
        }
    }

    private void endInput() throws IOException {
        if (tls != null && !tls.isUp()) {
            throw new IOException("the peer has closed the connection during the TLS handshake");
        }
        deliverEnd();
    }

    void fillPlain(ByteBuffer buffer) {
        owner.fill(buffer);
    }

    void opened() throws IOException {
        owner.opened(this);
    }

    void deliver(ByteBuffer data) throws IOException {
        if (!closed) {
            owner.received(this, data);
        }
    }

    void deliverEnd() throws IOException {
        if (!closed && !inputEnded) {
            inputEnded = true;
            interest();
            owner.ended(this);
            if (outputEnded) {
                close(new IOException("both sides have ended"));
            }
        }
    }

    @Override
    public void closeSoon(IOException cause) {
        loop.execute(() -> close(cause));
    }

    @Override
    public void close(IOException cause) {
        if (closed) {
            return;
        }
        closed = true;
        forgetStall();
        if (parked) {
            parked = false;
            releaseOut();
        }
        if (key != null) {
            key.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        if (atClose != null) {
            atClose.run();
        }
        owner.closed(this, cause);
    }

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof IOException io && !(cause instanceof ClosedChannelException)) {
            close(io);
        } else {
            close(new IOException(cause instanceof ClosedChannelException ? "connection closed" : cause.toString(), cause));
        }
    }
}
