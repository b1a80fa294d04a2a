package io.curia.rpc.yamux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One stream of a session; everything on the session's thread.
 *
 * <p>States: open; ended here ({@link #close}); ended there (the listener's {@code ended}); over, once both sides have ended
 * it or one has reset it. Data may be written from the start, before the peer has acknowledged the stream. After
 * {@link #close} nothing is written, and after the end nothing at all is sent: a peer may take a frame for a stream that it has
 * forgotten for a breach of the protocol.
 */
public final class Stream {
    private static final int MOST_IN_A_FRAME = 32 * 1024;
    private static final long LARGEST_WINDOW = 1L << 40;

    private final Session session;
    private final int id;
    private final boolean ours;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(4);
    private StreamListener listener;
    private long sendWindow = Session.WINDOW;
    private int receiveWindow = Session.WINDOW;
    private int credit;
    private long unsentBytes;
    private long sentBytes;
    private int startFlag;
    private boolean acknowledged;
    private boolean closed;
    private boolean finSent;
    private boolean ended;
    private boolean over;
    private boolean queued;
    private long sentBytesAtTick;
    private int idleTicks;

    Stream(Session session, int id, boolean ours) {
        this.session = session;
        this.id = id;
        this.ours = ours;
        this.acknowledged = !ours;
        this.startFlag = ours ? Frame.SYN : Frame.ACK;
    }

    /** Its number on the wire. */
    public int id() {
        return id;
    }

    /** How many bytes of data have been given to the connection. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Whether nothing can be written any more. */
    public boolean isClosed() {
        return closed || over;
    }

    /** Sends data, which belongs to the stream from now on; ignored once the stream has ended. */
    public void write(ByteBuffer data) {
        if (isClosed() || !data.hasRemaining() || !session.hold(data.remaining())) {
            return;
        }
        unsentBytes += data.remaining();
        unsent.add(data);
        session.enqueue(this);
    }

    /** Allows the peer to send so many bytes more: those that it has sent and that are done with. */
    public void credit(int bytes) {
        credit += bytes;
        if (credit >= Session.WINDOW / 2 && !over && !ended) {
            session.enqueue(this);
        }
    }

    /** Ends this side once everything has been sent. */
    public void close() {
        if (!isClosed()) {
            closed = true;
            session.enqueue(this);
        }
    }

    /** Ends both sides at once; what has not been sent never is. */
    public void reset() {
        if (!over) {
            // of a stream that has not been announced the peer must hear nothing
            if (startFlag != Frame.SYN) {
                session.sendReset(id);
            }
            end();
        }
    }

    /** Resets it and tells its listener why. */
    void abort(IOException cause) {
        if (!over) {
            reset();
            listener.broken(this, cause);
        }
    }

    void listener(StreamListener its) {
        listener = its;
    }

    boolean isOurs() {
        return ours;
    }

    boolean isOver() {
        return over;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    /** Whether it has been queued before; it is now. */
    boolean markQueued() {
        boolean before = queued;
        queued = true;
        return before;
    }

    void acknowledge() {
        if (!acknowledged) {
            acknowledged = true;
            session.acknowledged();
        }
    }

    void grow(long bytes) throws ProtocolException {
        sendWindow += bytes;
        if (sendWindow > LARGEST_WINDOW) {
            throw new ProtocolException("a window too large");
        }
        if (unsentBytes > 0 && !over) {
            session.enqueue(this);
        }
    }

    /** A data frame of this length begins. */
    void admit(int length) throws ProtocolException {
        if (length > receiveWindow) {
            throw new ProtocolException("more data than the window allows");
        }
        receiveWindow -= length;
    }

    void deliver(ByteBuffer data) {
        if (over || ended) {
            return;
        }
        try {
            listener.received(this, data);
        } catch (IOException e) {
            abort(e);
        }
    }

    void deliverEnd() {
        if (over || ended) {
            return;
        }
        ended = true;
        listener.ended(this);
        if (finSent) {
            end();
        }
    }

    void breakOff(IOException cause) {
        if (!over) {
            end();
            listener.broken(this, cause);
        }
    }

    /** Its data are given back, its place in the session is free. */
    private void end() {
        if (over) {
            return;
        }
        over = true;
        session.release(unsentBytes);
        unsent.clear();
        unsentBytes = 0;
        session.remove(this);
    }

    /** Puts what it has to say into the buffer, as far as there is room; whether there is more to say. */
    boolean fill(ByteBuffer out) {
        queued = false;
        if (over) {
            return false;
        }
        if (startFlag != 0 || credit >= Session.WINDOW / 2) {
            Frame.put(out, Frame.WINDOW_UPDATE, startFlag, id, credit);
            receiveWindow += credit;
            credit = 0;
            startFlag = 0;
        }
        int count = (int) Math.min(Math.min(unsentBytes, sendWindow), Math.min(out.remaining() - Frame.HEADER, MOST_IN_A_FRAME));
        if (count > 0) {
            fillData(out, count);
        }
        if (unsentBytes > 0) {
            return sendWindow > 0;
        }
        if (closed && !finSent) {
            if (out.remaining() < Frame.HEADER) {
                return true;
            }
            finSent = true;
            Frame.put(out, Frame.WINDOW_UPDATE, Frame.FIN, id, 0);
            if (ended) {
                end();
            }
        }
        return false;
    }

    private void fillData(ByteBuffer out, int count) {
        Frame.put(out, Frame.DATA, 0, id, count);
        for (int left = count; left > 0;) {
            ByteBuffer first = unsent.peek();
            int part = Math.min(left, first.remaining());
            out.put(out.position(), first, first.position(), part);
            out.position(out.position() + part);
            first.position(first.position() + part);
            if (!first.hasRemaining()) {
                unsent.remove();
            }
            left -= part;
        }
        unsentBytes -= count;
        sentBytes += count;
        sendWindow -= count;
        session.release(count);
    }

    /** Looked at regularly: how many looks in a row it has been waiting for the peer, to read on or to end its side. */
    int waitingTicks() {
        boolean waits = unsentBytes > 0 && sentBytes == sentBytesAtTick || finSent && !ended;
        sentBytesAtTick = sentBytes;
        idleTicks = waits ? idleTicks + 1 : 0;
        return idleTicks;
    }

    boolean hasEnded() {
        return finSent;
    }
}
