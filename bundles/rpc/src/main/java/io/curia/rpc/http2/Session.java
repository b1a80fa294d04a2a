package io.curia.rpc.http2;

import io.curia.rpc.net.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The server's side of an HTTP/2 connection. An engine: bytes come in by {@link #receive}, go out when the connection asks with
 * {@link #fill}, and time passes by the timers it was given. It may be used by one thread at a time only, and calls its host and its
 * streams' listeners on that thread.
 *
 * <p>States: preface, until the client has said that it speaks HTTP/2; settings, until its first frame; open; over, after
 * {@link #end}. A breach of the protocol ends the session: the peer is told, and the host's {@code over} is called once, which
 * ends the connection and then calls {@link #end}.
 *
 * <p>What it sends is made only when the connection takes it, a frame of each stream in turn. Bounds: {@link Limits}; a window of
 * {@value Http2#WINDOW} bytes that come in on a stream, which is never credited; {@value #MOST_CONTROLS} answers to pings, settings
 * and the like that wait; {@value #MOST_SETTINGS} changes of settings in {@value #TICK_SECONDS} seconds, and as long
 * {@value #MOST_RESETS} requests that the peer takes back before they are answered; {@value #WAITING_TICKS} times
 * {@value #TICK_SECONDS} seconds in which a stream may wait for its peer, and one of these for the preface. What waits to be sent is the
 * host's to bound.
 */
public final class Session {
    /** The largest block of fields in a response. */
    public static final int MAX_BLOCK = 2048;

    private static final int MOST_CONTROLS = 1024;
    private static final int MOST_SETTINGS = 100;
    private static final int MOST_RESETS = 1000;
    private static final int TICK_SECONDS = 30;
    private static final int WAITING_TICKS = 2;

    private final Host host;
    private final Timers timers;
    private final Limits limits;
    private final FrameReader frames = new FrameReader(this::frame);
    private final FieldReader fields;
    private final ByteBuffer preface = Http2.preface();
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Turns turns = new Turns();
    private final ArrayDeque<ByteBuffer> controls = new ArrayDeque<>();
    private long initialWindow = Http2.WINDOW;
    private int uncredited;
    private int lastId;
    private int blockStream;
    private boolean blockEndsStream;
    private boolean settled;
    private int changes;
    private int resets;
    private boolean failed;
    private Runnable forgetTimer;

    /**
     * Bounds.
     *
     * @param streams at a time
     * @param fieldBytes of a request's fields, packed and unpacked
     */
    public record Limits(int streams, int fieldBytes) { }

    /** The connection that a session is on. */
    public interface Host {
        /** There is something to {@link Session#fill}. */
        void outputReady();

        /** The peer makes a request; null to refuse it. */
        StreamListener accept(Stream stream, Request request);

        /** It cannot go on: the connection is to be ended, after it has been given the chance to send what is ready. */
        void over(IOException cause);
    }

    /** A session. */
    public Session(Host host, Timers timers, Limits limits) {
        this.host = host;
        this.timers = timers;
        this.limits = limits;
        this.fields = new FieldReader(limits.fieldBytes());
    }

    /** Says hello, and begins to watch over the peer's life. */
    public void start() {
        ByteBuffer settings = control(Http2.SETTINGS, 0, 0, 12);
        settings.putShort((short) Http2.MAX_CONCURRENT_STREAMS_SETTING).putInt(limits.streams());
        settings.putShort((short) Http2.MAX_HEADER_LIST_SIZE_SETTING).putInt(limits.fieldBytes());
        send(settings);
        forgetTimer = timers.after(TICK_SECONDS * 1_000_000_000L, this::tick);
    }

    /** The connection has ended: so do all streams. */
    public void end() {
        failed = true;
        if (forgetTimer != null) {
            forgetTimer.run();
        }
        controls.clear();
        turns.clear();
        for (Stream stream : new ArrayList<>(streams.values())) {
            stream.close();
        }
        streams.clear();
    }

    /** How many streams there are. */
    public int size() {
        return streams.size();
    }

    // -- what comes in -------------------------------------------------------------------------------------------------

    /** Takes in what has been received. */
    public void receive(ByteBuffer data) {
        if (failed) {
            data.position(data.limit());
            return;
        }
        try {
            readPreface(data);
            frames.read(data);
        } catch (Http2Exception e) {
            data.position(data.limit());
            fail(e);
        }
    }

    private void readPreface(ByteBuffer data) throws Http2Exception {
        while (preface.hasRemaining() && data.hasRemaining()) {
            if (preface.get() != data.get()) {
                throw new Http2Exception(Http2.PROTOCOL_ERROR, "the client does not begin with HTTP/2");
            }
        }
    }

    private void frame(int type, int flags, int id, ByteBuffer payload) throws Http2Exception {
        if (failed) {
            return;
        }
        if (blockStream != 0 && (type != Http2.CONTINUATION || id != blockStream)) {
            throw new Http2Exception(Http2.PROTOCOL_ERROR, "a block of fields is interrupted");
        }
        if (!settled && type != Http2.SETTINGS) {
            throw new Http2Exception(Http2.PROTOCOL_ERROR, "the first frame is not settings");
        }
        switch (type) {
            case Http2.DATA -> data(flags, id, payload);
            case Http2.HEADERS -> headers(flags, id, payload);
            case Http2.CONTINUATION -> continuation(flags, payload);
            case Http2.RST_STREAM -> reset(id, payload);
            case Http2.SETTINGS -> settings(flags, id, payload);
            case Http2.PING -> ping(flags, id, payload);
            case Http2.WINDOW_UPDATE -> windowUpdate(id, payload);
            case Http2.PUSH_PROMISE -> throw new Http2Exception(Http2.PROTOCOL_ERROR, "a client cannot push");
            // GOAWAY: its streams go on until it closes the connection; PRIORITY and what is unknown mean nothing here
            default -> { }
        }
    }

    private void data(int flags, int id, ByteBuffer payload) throws Http2Exception {
        checkKnown(id);
        int length = payload.remaining();
        Http2.unpad(flags, payload);
        credit(length);
        Stream stream = streams.get(id);
        if (stream == null) {
            // it crosses our end of the stream
            return;
        }
        if (stream.isInputEnded()) {
            refuse(stream, Http2.STREAM_CLOSED);
        } else if (!stream.admit(length)) {
            refuse(stream, Http2.FLOW_CONTROL_ERROR);
        } else {
            stream.deliver(payload);
            endInput(flags, stream);
        }
    }

    /** What comes in is used up at once, so the connection's window is never what a peer has to wait for. */
    private void credit(int bytes) {
        uncredited += bytes;
        if (uncredited >= Http2.WINDOW / 2) {
            send(control(Http2.WINDOW_UPDATE, 0, 0, 4).putInt(uncredited));
            uncredited = 0;
        }
    }

    private static void endInput(int flags, Stream stream) {
        if ((flags & Http2.END_STREAM) != 0) {
            stream.deliverEnd();
        }
    }

    private void headers(int flags, int id, ByteBuffer payload) throws Http2Exception {
        if ((id & 1) == 0) {
            throw new Http2Exception(Http2.PROTOCOL_ERROR, "a request on stream " + id);
        }
        Http2.unpad(flags, payload);
        if ((flags & Http2.PRIORITY_FIELDS) != 0) {
            Http2.checkLength(payload.remaining() >= 5);
            payload.position(payload.position() + 5);
        }
        blockStream = id;
        blockEndsStream = (flags & Http2.END_STREAM) != 0;
        continuation(flags, payload);
    }

    private void continuation(int flags, ByteBuffer payload) throws Http2Exception {
        if (blockStream == 0) {
            throw new Http2Exception(Http2.PROTOCOL_ERROR, "a continuation of nothing");
        }
        fields.add(payload);
        if ((flags & Http2.END_HEADERS) != 0) {
            int id = blockStream;
            blockStream = 0;
            request(id, fields.read());
        }
    }

    /** @param request null if it is malformed, or if there are trailers instead of one */
    private void request(int id, Request request) throws Http2Exception {
        Stream present = streams.get(id);
        if (present != null) {
            if (blockEndsStream) {
                present.deliverEnd();
            } else {
                refuse(present, Http2.PROTOCOL_ERROR);
            }
        } else if (id > lastId) {
            lastId = id;
            open(id, request);
        }
    }

    private void open(int id, Request request) {
        if (request == null) {
            sendReset(id, Http2.PROTOCOL_ERROR);
            return;
        }
        Stream stream = new Stream(this, id, initialWindow);
        StreamListener listener = streams.size() >= limits.streams() ? null : host.accept(stream, request);
        if (listener == null) {
            sendReset(id, Http2.REFUSED_STREAM);
            return;
        }
        stream.listener(listener);
        streams.put(id, stream);
        enqueue(stream);
        if (blockEndsStream) {
            stream.deliverEnd();
        }
    }

    private void reset(int id, ByteBuffer payload) throws Http2Exception {
        checkKnown(id);
        Http2.checkLength(payload.remaining() == 4);
        Stream stream = streams.get(id);
        if (stream != null) {
            countReset(stream);
            close(stream);
        }
    }

    /** The peer has broken a rule that is the stream's alone. */
    private void refuse(Stream stream, int code) throws Http2Exception {
        countReset(stream);
        reset(stream, code);
    }

    /** A stream that is gone again makes room for the next one: without a bound, requests would cost the peer nothing. */
    private void countReset(Stream stream) throws Http2Exception {
        if (!stream.isAnswered() && ++resets > MOST_RESETS) {
            throw new Http2Exception(Http2.ENHANCE_YOUR_CALM, "the peer makes requests and takes them back again and again");
        }
    }

    private void settings(int flags, int id, ByteBuffer payload) throws Http2Exception {
        Http2.checkConnection(id);
        if ((flags & Http2.ACK) != 0) {
            Http2.checkLength(!payload.hasRemaining());
            return;
        }
        Http2.checkLength(payload.remaining() % 6 == 0);
        settled = true;
        if (++changes > MOST_SETTINGS) {
            throw new Http2Exception(Http2.ENHANCE_YOUR_CALM, "the peer changes its settings again and again");
        }
        long windows = initialWindow;
        while (payload.hasRemaining()) {
            int name = payload.getShort() & 0xFFFF;
            long value = payload.getInt() & 0xFFFF_FFFFL;
            if (name == Http2.INITIAL_WINDOW_SIZE_SETTING) {
                Http2.checkWindow(value <= Http2.MAX_WINDOW);
                windows = value;
            } else if (name == Http2.MAX_FRAME_SIZE_SETTING && (value < Http2.MAX_PAYLOAD || value >= 1 << 24)) {
                throw new Http2Exception(Http2.PROTOCOL_ERROR, "frames of " + value + " bytes");
            }
        }
        initialWindow(windows);
        send(control(Http2.SETTINGS, Http2.ACK, 0, 0));
    }

    private void initialWindow(long bytes) throws Http2Exception {
        long change = bytes - initialWindow;
        if (change != 0) {
            initialWindow = bytes;
            for (Stream stream : streams.values()) {
                Http2.checkWindow(stream.grow(change));
            }
        }
    }

    private void ping(int flags, int id, ByteBuffer payload) throws Http2Exception {
        Http2.checkConnection(id);
        Http2.checkLength(payload.remaining() == 8);
        if ((flags & Http2.ACK) == 0) {
            send(control(Http2.PING, Http2.ACK, 0, 8).put(payload));
        }
    }

    private void windowUpdate(int id, ByteBuffer payload) throws Http2Exception {
        Http2.checkLength(payload.remaining() == 4);
        long bytes = payload.getInt() & 0x7FFF_FFFFL;
        if (id == 0) {
            if (bytes == 0) {
                throw new Http2Exception(Http2.PROTOCOL_ERROR, "a window grows by nothing");
            }
            Http2.checkWindow(turns.grow(bytes));
            host.outputReady();
            return;
        }
        checkKnown(id);
        Stream stream = streams.get(id);
        if (stream != null && bytes == 0) {
            refuse(stream, Http2.PROTOCOL_ERROR);
        } else if (stream != null && !stream.grow(bytes)) {
            refuse(stream, Http2.FLOW_CONTROL_ERROR);
        }
    }

    private void checkKnown(int id) throws Http2Exception {
        if ((id & 1) == 0 || id > lastId) {
            throw new Http2Exception(Http2.PROTOCOL_ERROR, "a frame for stream " + id + ", which there never was");
        }
    }

    // -- what goes out -------------------------------------------------------------------------------------------------

    /** Puts what is to be sent next into the buffer, which has room for a frame's head and {@value #MAX_BLOCK} bytes. */
    public void fill(ByteBuffer out) {
        while (!controls.isEmpty() && out.remaining() >= controls.element().remaining()) {
            out.put(controls.remove());
        }
        turns.fill(out);
    }

    /** Lets a stream have its turn, if it can send something. */
    void enqueue(Stream stream) {
        if (turns.add(stream)) {
            host.outputReady();
        }
    }

    private void close(Stream stream) {
        streams.remove(stream.id());
        turns.remove(stream);
        stream.close();
    }

    /** A stream has sent its whole response. */
    void answered(Stream stream) {
        if (!stream.isInputEnded()) {
            sendReset(stream.id(), Http2.NO_ERROR);
        }
        close(stream);
    }

    private void reset(Stream stream, int code) {
        sendReset(stream.id(), code);
        close(stream);
    }

    private void sendReset(int id, int code) {
        send(control(Http2.RST_STREAM, 0, id, 4).putInt(code));
    }

    private static ByteBuffer control(int type, int flags, int stream, int length) {
        ByteBuffer frame = ByteBuffer.allocate(Http2.HEAD + length);
        Http2.head(frame, length, type, flags, stream);
        return frame;
    }

    private void send(ByteBuffer control) {
        if (controls.size() >= MOST_CONTROLS) {
            fail(new Http2Exception(Http2.ENHANCE_YOUR_CALM, "the peer asks and does not read"));
        } else if (!failed) {
            controls.add(control.flip());
            host.outputReady();
        }
    }

    private void fail(Http2Exception cause) {
        if (!failed) {
            failed = true;
            byte[] text = cause.getMessage().getBytes(StandardCharsets.UTF_8);
            controls.add(control(Http2.GOAWAY, 0, 0, 8 + text.length).putInt(lastId).putInt(cause.code()).put(text).flip());
            host.over(cause);
        }
    }

    /** Every {@value #TICK_SECONDS} seconds: looks for streams that the peer lets hang. */
    private void tick() {
        if (!settled) {
            fail(new Http2Exception(Http2.PROTOCOL_ERROR, "nothing has come for " + TICK_SECONDS + " s"));
        }
        for (Stream stream : new ArrayList<>(streams.values())) {
            if (stream.waitingTicks() >= WAITING_TICKS) {
                reset(stream, Http2.ENHANCE_YOUR_CALM);
            }
        }
        changes = 0;
        resets = 0;
        if (!failed) {
            forgetTimer = timers.after(TICK_SECONDS * 1_000_000_000L, this::tick);
        }
    }
}
