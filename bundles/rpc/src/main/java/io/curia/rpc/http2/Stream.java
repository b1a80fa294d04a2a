package io.curia.rpc.http2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One request and its response. For the session's thread.
 *
 * <p>States, of each direction: open, ended; once both have ended, or after a reset by either side, it is closed. What is to be
 * sent waits here until the windows and the connection let it go: first the head, then the body, then the trailers.
 */
public final class Stream {
    private final Session session;
    private final int id;
    private final ArrayDeque<ByteBuffer> body = new ArrayDeque<>(4);
    private StreamListener listener;
    private ByteBuffer head;
    private ByteBuffer trailers;
    private long unsent;
    private long window;
    private int received;
    private boolean inputEnded;
    private boolean closed;
    private boolean moved;
    private boolean answered;
    private int waitingTicks;

    Stream(Session session, int id, long window) {
        this.session = session;
        this.id = id;
        this.window = window;
    }

    int id() {
        return id;
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    /** Whether some of the response has been sent. */
    boolean isAnswered() {
        return answered;
    }

    void listener(StreamListener its) {
        listener = its;
    }

    // -- what comes in -------------------------------------------------------------------------------------------------

    /** Counts what comes in: as nothing is credited, no more than a window may. */
    boolean admit(int bytes) {
        received += bytes;
        return received <= Http2.WINDOW;
    }

    void deliver(ByteBuffer data) {
        listener.data(data);
    }

    void deliverEnd() {
        if (!inputEnded && !closed) {
            inputEnded = true;
            moved = true;
            listener.ended();
        }
    }

    // -- what goes out -------------------------------------------------------------------------------------------------

    /** Whether nothing can be sent on it any more. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Begins the response.
     *
     * @param fields in HPACK, at most {@value Session#MAX_BLOCK} bytes, without the dynamic table
     */
    public void respond(ByteBuffer fields) {
        if (!closed) {
            head = fields;
            session.enqueue(this);
        }
    }

    /** Adds to the response's body; the buffer is kept. */
    public void send(ByteBuffer data) {
        if (!closed && data.hasRemaining()) {
            body.add(data);
            unsent += data.remaining();
            session.enqueue(this);
        }
    }

    /**
     * Ends the response once all of it has been sent.
     *
     * @param fields as in {@link #respond}
     */
    public void end(ByteBuffer fields) {
        if (!closed) {
            trailers = fields;
            session.enqueue(this);
        }
    }

    /** How many bytes of the body wait to be sent. */
    public long unsent() {
        return unsent;
    }

    /** The peer lets more be sent; false if that is more than there can be. */
    boolean grow(long bytes) {
        window += bytes;
        session.enqueue(this);
        return window <= Http2.MAX_WINDOW;
    }

    /** Whether something could be sent now, as far as it depends on the stream. */
    boolean canSend() {
        return !closed && (head != null || (unsent > 0 ? window > 0 : trailers != null));
    }

    /** Whether that is something that counts against the connection's window. */
    boolean needsWindow() {
        return head == null && unsent > 0;
    }

    /**
     * Puts one frame into the buffer, which has room for a head; only if it can send.
     *
     * @return how many bytes of the body it has
     */
    int fill(ByteBuffer out, long connectionWindow) {
        moved = true;
        answered = true;
        if (head != null) {
            block(out, head, Http2.END_HEADERS);
            head = null;
        } else if (unsent > 0) {
            int count = (int) Math.min(Math.min(unsent, Math.min(window, connectionWindow)),
                    Math.min(Http2.MAX_PAYLOAD, out.remaining() - Http2.HEAD));
            Http2.head(out, count, Http2.DATA, 0, id);
            drain(out, count);
            listener.sent(count);
            return count;
        } else {
            block(out, trailers, Http2.END_HEADERS | Http2.END_STREAM);
            trailers = null;
            session.answered(this);
        }
        return 0;
    }

    private void block(ByteBuffer out, ByteBuffer fields, int flags) {
        Http2.head(out, fields.remaining(), Http2.HEADERS, flags, id);
        out.put(fields);
    }

    private void drain(ByteBuffer out, int bytes) {
        window -= bytes;
        unsent -= bytes;
        int left = bytes;
        while (left > 0) {
            ByteBuffer first = body.element();
            int count = Math.min(left, first.remaining());
            out.put(first.slice(first.position(), count));
            first.position(first.position() + count);
            left -= count;
            if (!first.hasRemaining()) {
                body.remove();
            }
        }
    }

    // -- its end -------------------------------------------------------------------------------------------------------

    /** For how many ticks in a row it has waited for the peer: for its request, or to be read. */
    int waitingTicks() {
        boolean waits = !inputEnded || head != null || unsent > 0 || trailers != null;
        waitingTicks = waits && !moved ? waitingTicks + 1 : 0;
        moved = false;
        return waitingTicks;
    }

    void close() {
        if (!closed) {
            closed = true;
            head = null;
            trailers = null;
            unsent = 0;
            body.clear();
            listener.closed();
        }
    }
}
