package io.curia.rpc.lane;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Frames on their way to a socket, in order. Any thread may add; one at a time takes. */
final class Outbox {
    private final ConcurrentLinkedQueue<ByteBuffer> parts = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private ByteBuffer current;

    /** Adds a frame. Two threads must not add at the same time. */
    private void add(ByteBuffer part) {
        if (part.hasRemaining()) {
            bytes.addAndGet(part.remaining());
            parts.add(part);
        }
    }

    /** Adds a frame whole, whoever else adds. The content is not copied. */
    synchronized void add(byte kind, long id, ByteBuffer content) {
        add(Frames.header(kind, id, content.remaining()));
        add(content.slice());
    }

    /** How many bytes are on their way. */
    long bytes() {
        return bytes.get();
    }

    /** Puts as much as there is room for into the buffer; how much that was. */
    int fill(ByteBuffer out) {
        int before = out.position();
        while (out.hasRemaining()) {
            if (current == null || !current.hasRemaining()) {
                current = parts.poll();
                if (current == null) {
                    break;
                }
            }
            int count = Math.min(current.remaining(), out.remaining());
            out.put(out.position(), current, current.position(), count);
            out.position(out.position() + count);
            current.position(current.position() + count);
        }
        int taken = out.position() - before;
        bytes.addAndGet(-taken);
        return taken;
    }
}
