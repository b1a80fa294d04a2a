package io.curia.rpc.call;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Copying from buffers that wait to be sent. */
final class Buffers {
    private Buffers() { }

    /** Moves as many bytes as there is room for; how many that was. */
    static int drain(ArrayDeque<ByteBuffer> from, ByteBuffer out) {
        int before = out.position();
        while (!from.isEmpty() && out.hasRemaining()) {
            ByteBuffer first = from.peek();
            int count = Math.min(first.remaining(), out.remaining());
            out.put(out.position(), first, first.position(), count);
            out.position(out.position() + count);
            first.position(first.position() + count);
            if (!first.hasRemaining()) {
                from.remove();
            }
        }
        return out.position() - before;
    }
}
