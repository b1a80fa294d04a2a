package io.curia.rpc.http2;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashSet;

/** Whose turn it is to send, a frame each time, and the connection's window. Sets, so that a stream that is closed goes at once. */
final class Turns {
    private final LinkedHashSet<Stream> ready = new LinkedHashSet<>();
    /** Those that could send, but for the connection's window. */
    private final LinkedHashSet<Stream> shut = new LinkedHashSet<>();
    private long window = Http2.WINDOW;

    /** Gives a stream its turn; false if it has one, or nothing that it can send. */
    boolean add(Stream stream) {
        return stream.canSend() && !shut.contains(stream) && ready.add(stream);
    }

    void remove(Stream stream) {
        ready.remove(stream);
        shut.remove(stream);
    }

    void clear() {
        ready.clear();
        shut.clear();
    }

    /** The peer lets more be sent; false if that is more than there can be. */
    boolean grow(long bytes) {
        window += bytes;
        return window <= Http2.MAX_WINDOW;
    }

    /** Puts frames into the buffer as long as there is room for any. */
    void fill(ByteBuffer out) {
        while (out.remaining() >= Http2.HEAD + Session.MAX_BLOCK) {
            Stream stream = next();
            if (stream == null) {
                return;
            }
            if (stream.needsWindow() && window == 0) {
                shut.add(stream);
            } else if (stream.canSend()) {
                window -= stream.fill(out, window);
                add(stream);
            }
        }
    }

    private Stream next() {
        LinkedHashSet<Stream> from = window > 0 && !shut.isEmpty() ? shut : ready;
        if (from.isEmpty()) {
            return null;
        }
        Iterator<Stream> all = from.iterator();
        Stream first = all.next();
        all.remove();
        return first;
    }
}
