package io.curia.rpc.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers that are used again; keeps at most {@value #MOST_KEPT}. Thread-safe. */
final class BufferPool {
    static final int SIZE = 64 * 1024;
    private static final int MOST_KEPT = 16;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(MOST_KEPT);

    ByteBuffer take() {
        ByteBuffer buffer;
        synchronized (this) {
            buffer = free.pollLast();
        }
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
    }

    synchronized void give(ByteBuffer buffer) {
        if (free.size() < MOST_KEPT) {
            free.addLast(buffer);
        }
    }
}
