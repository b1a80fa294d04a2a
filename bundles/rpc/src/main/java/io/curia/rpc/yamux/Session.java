package io.curia.rpc.yamux;

import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Many streams over one connection, in yamux. An engine: bytes come in by {@link #receive}, go out when the connection asks
 * with {@link #fill}, and time passes by the timers it was given. It may be used by one thread at a time only, and calls its
 * host and its streams' listeners on that thread.
 *
 * <p>States: open; leaving, once either side has said go-away (streams go on, new ones are refused); over, after
 * {@link #end}. A breach of the protocol, a peer that does not answer pings, and one that lets too much pile up end the
 * session: the host's {@code over} is called once, which ends the connection and then calls {@link #end}.
 *
 * <p>What it sends is made only when the connection takes it, a share of each stream in turn: whatever the peer does,
 * {@link #fill} never makes more than the buffer holds. Bounds: {@link Limits#streams()}; {@value #WINDOW} bytes that come in on
 * a stream before they are credited; what waits to be sent, by the budget; {@value #MOST_CONTROLS} pongs and resets.
 */
public final class Session {
    /** What a side may send on a stream before the other has credited it, at first. */
    public static final int WINDOW = 256 * 1024;

    private static final int MOST_CONTROLS = 1024;
    private static final long PING_NANOS = 30_000_000_000L;
    private static final long PONG_NANOS = 10_000_000_000L;
    private static final int STALLED_TICKS = 2;
    private static final int CLOSING_TICKS = 10;
    private static final long LAST_ID = 0xFFFF_FFFDL;

    private final Host host;
    private final Timers timers;
    private final Limits limits;
    private final Budget budget;
    private final int parity;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final ArrayDeque<Stream> ready = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> controls = new ArrayDeque<>();
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
    private Stream payloadStream;
    private int payloadLeft;
    private boolean endsAfterPayload;
    private long nextId;
    private int unacknowledged;
    private int pings;
    private boolean heard;
    private boolean doubted;
    private boolean leaving;
    private boolean peerLeaving;
    private boolean failed;
    private Runnable forgetTimer;

    /** Bounds; {@code backlog} is how many streams may be opened that the peer has not acknowledged. */
    public record Limits(int streams, int backlog) { }

    /** The connection that a session is on. */
    public interface Host {
        /** There is something to {@link Session#fill}. */
        void outputReady();

        /** The peer opens a stream; null to refuse it. */
        StreamListener accept(Stream stream);

        /** {@link Session#canOpen} may have changed to true. */
        void mayOpen();

        /** The peer wants no new streams. */
        void peerLeaves();

        /** It cannot go on: the connection is to be ended, after it has been given the chance to send what is ready. */
        void over(IOException cause);
    }

    /**
     * A session.
     *
     * @param client whether this side has made the connection
     * @param budget bytes that may wait to be sent
     */
    public Session(boolean client, Host host, Timers timers, Limits limits, Budget budget) {
        this.host = host;
        this.timers = timers;
        this.limits = limits;
        this.budget = budget;
        this.parity = client ? 1 : 0;
        this.nextId = client ? 1 : 2;
    }

    /** Begins to watch over the peer's life. */
    public void start() {
        forgetTimer = timers.after(PING_NANOS, this::tick);
    }

    /** Whether a stream can be opened now. */
    public boolean canOpen() {
        return !exhausted() && unacknowledged < limits.backlog() && streams.size() < limits.streams();
    }

    /** Whether no stream will ever be opened any more. */
    public boolean exhausted() {
        return failed || leaving || peerLeaving || nextId > LAST_ID;
    }

    /** How many streams there are. */
    public int size() {
        return streams.size();
    }

    /** Opens a stream; only if {@link #canOpen}. */
    public Stream open(StreamListener listener) {
        if (!canOpen()) {
            throw new IllegalStateException("no stream can be opened");
        }
        Stream stream = new Stream(this, (int) nextId, true);
        stream.listener(listener);
        nextId += 2;
        unacknowledged++;
        streams.put(stream.id(), stream);
        enqueue(stream);
        return stream;
    }

    /** Takes no new streams from now on and tells the peer so. */
    public void leave() {
        if (!leaving) {
            leaving = true;
            control(Frame.GO_AWAY, 0, 0, Frame.NORMAL);
        }
    }

    /** The connection has ended: so do all streams. */
    public void end(IOException cause) {
        failed = true;
        if (forgetTimer != null) {
            forgetTimer.run();
        }
        controls.clear();
        for (Stream stream : new ArrayList<>(streams.values())) {
            stream.breakOff(cause);
        }
        ready.clear();
    }

    /** Takes in what has been received. */
    public void receive(ByteBuffer data) {
        heard = true;
        try {
            while (data.hasRemaining() && !failed) {
                if (payloadLeft > 0) {
                    payload(data);
                } else if (header.position() == 0 && data.remaining() >= Frame.HEADER) {
                    frame(data);
                } else {
                    collectHeader(data);
                }
            }
        } catch (ProtocolException e) {
            control(Frame.GO_AWAY, 0, 0, Frame.PROTOCOL_ERROR);
            fail(e);
        }
    }

    private void collectHeader(ByteBuffer data) throws ProtocolException {
        while (header.hasRemaining() && data.hasRemaining()) {
            header.put(data.get());
        }
        if (!header.hasRemaining()) {
            header.flip();
            frame(header);
            header.clear();
        }
    }

    private void frame(ByteBuffer from) throws ProtocolException {
        int version = from.get() & 0xFF;
        int type = from.get() & 0xFF;
        int flags = from.getShort() & 0xFFFF;
        int stream = from.getInt();
        int length = from.getInt();
        if (version != 0) {
            throw new ProtocolException("invalid version " + version);
        }
        switch (type) {
            case Frame.DATA -> data(flags, stream, length);
            case Frame.WINDOW_UPDATE -> windowUpdate(flags, stream, length & 0xFFFF_FFFFL);
            case Frame.PING -> ping(flags, length);
            case Frame.GO_AWAY -> goAway(length);
            default -> throw new ProtocolException("invalid type " + type);
        }
    }

    private void data(int flags, int id, int length) throws ProtocolException {
        Stream stream = addressed(flags, id);
        if (length < 0) {
            throw new ProtocolException("more data than the window allows");
        }
        if (stream != null) {
            stream.admit(length);
        }
        if (length == 0) {
            endIf(flags, stream);
            return;
        }
        payloadStream = stream;
        payloadLeft = length;
        endsAfterPayload = (flags & Frame.FIN) != 0;
    }

    /** Passes on the part of a frame that is there. */
    private void payload(ByteBuffer data) {
        int count = Math.min(payloadLeft, data.remaining());
        payloadLeft -= count;
        Stream stream = payloadStream;
        if (stream == null) {
            data.position(data.position() + count);
            return;
        }
        int limit = data.limit();
        int end = data.position() + count;
        data.limit(end);
        stream.deliver(data);
        data.limit(limit).position(end);
        if (payloadLeft == 0) {
            payloadStream = null;
            if (endsAfterPayload) {
                stream.deliverEnd();
            }
        }
    }

    private void windowUpdate(int flags, int id, long bytes) throws ProtocolException {
        Stream stream = addressed(flags, id);
        if (stream != null) {
            stream.grow(bytes);
            endIf(flags, stream);
        }
    }

    private static void endIf(int flags, Stream stream) {
        if (stream != null && (flags & Frame.FIN) != 0) {
            stream.deliverEnd();
        }
    }

    /** The stream that a frame is for, after the flags that open, acknowledge or reset it; null if it is gone. */
    private Stream addressed(int flags, int id) throws ProtocolException {
        if ((flags & Frame.SYN) != 0) {
            accept(id);
        }
        Stream stream = streams.get(id);
        if (stream == null) {
            return null;
        }
        if ((flags & Frame.ACK) != 0) {
            stream.acknowledge();
        }
        if ((flags & Frame.RST) != 0) {
            stream.breakOff(new IOException("stream reset by the peer"));
            return null;
        }
        return stream;
    }

    private void accept(int id) throws ProtocolException {
        if (id == 0 || (id & 1) == parity) {
            throw new ProtocolException("a stream with a number of ours");
        }
        if (streams.containsKey(id)) {
            throw new ProtocolException("duplicate stream");
        }
        if (leaving || streams.size() >= limits.streams()) {
            sendReset(id);
            return;
        }
        Stream stream = new Stream(this, id, false);
        StreamListener listener = host.accept(stream);
        if (listener == null) {
            sendReset(id);
            return;
        }
        stream.listener(listener);
        streams.put(id, stream);
        enqueue(stream);
    }

    private void ping(int flags, int identifier) {
        if ((flags & Frame.SYN) != 0) {
            control(Frame.PING, Frame.ACK, 0, identifier);
        }
    }

    private void goAway(int reason) {
        if (reason == Frame.NORMAL) {
            peerLeaving = true;
            host.peerLeaves();
        } else {
            fail(new IOException(reason == Frame.PROTOCOL_ERROR ? "yamux: the peer says protocol error"
                    : "yamux: the peer says internal error"));
        }
    }

    /** Asks for a sign of life now instead of in a while, and gives the peer this long for it. */
    public void probe(long nanos) {
        if (!failed && !doubted) {
            doubted = true;
            forgetTimer.run();
            ask(nanos);
        }
    }

    /** Every 30 seconds: asks for a sign of life, and looks for streams that the peer lets hang. */
    private void tick() {
        for (Stream stream : new ArrayList<>(streams.values())) {
            int ticks = stream.waitingTicks();
            if (ticks >= (stream.hasEnded() ? CLOSING_TICKS : STALLED_TICKS)) {
                stream.abort(new IOException("the peer does not read the stream"));
            }
        }
        if (!failed) {
            ask(PONG_NANOS);
        }
    }

    private void ask(long nanos) {
        heard = false;
        control(Frame.PING, Frame.SYN, 0, pings++);
        if (!failed) {
            forgetTimer = timers.after(nanos, this::tock);
        }
    }

    private void tock() {
        doubted = false;
        if (heard) {
            forgetTimer = timers.after(PING_NANOS - PONG_NANOS, this::tick);
        } else {
            fail(new IOException("the peer does not answer"));
        }
    }

    private void fail(IOException cause) {
        if (!failed) {
            failed = true;
            host.over(cause);
        }
    }

    /** Puts what is to be sent next into the buffer, which has room for a few headers at least. */
    public void fill(ByteBuffer out) {
        while (!controls.isEmpty() && out.remaining() >= Frame.HEADER) {
            out.put(controls.remove());
        }
        while (!ready.isEmpty() && out.remaining() > 2 * Frame.HEADER) {
            Stream stream = ready.remove();
            if (stream.fill(out)) {
                stream.markQueued();
                ready.add(stream);
            }
        }
    }

    void enqueue(Stream stream) {
        if (!stream.markQueued()) {
            ready.add(stream);
            host.outputReady();
        }
    }

    void sendReset(int id) {
        control(Frame.WINDOW_UPDATE, Frame.RST, id, 0);
    }

    private void control(int type, int flags, int stream, int length) {
        if (controls.size() >= MOST_CONTROLS) {
            fail(new IOException("the peer does not read"));
            return;
        }
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER);
        Frame.put(frame, type, flags, stream, length);
        controls.add(frame.flip());
        host.outputReady();
    }

    /** Whether there is memory for so many bytes more that wait to be sent; if not, the session ends. */
    boolean hold(long bytes) {
        if (!budget.take(bytes)) {
            fail(new IOException("the peer does not read: too much waits for it"));
            return false;
        }
        return true;
    }

    void release(long bytes) {
        budget.give(bytes);
    }

    void acknowledged() {
        unacknowledged--;
        host.mayOpen();
    }

    void remove(Stream stream) {
        streams.remove(stream.id());
        if (stream.isOurs() && !stream.isAcknowledged()) {
            unacknowledged--;
        }
        if (!failed) {
            host.mayOpen();
        }
    }
}
