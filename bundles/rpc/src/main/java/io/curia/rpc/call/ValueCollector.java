package io.curia.rpc.call;

import io.curia.rpc.net.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts msgpack values out of bytes that come piece by piece. A value that arrives whole is copied once; of one that does not,
 * the pieces are held, at most {@code longest} bytes and never much more than have arrived, on account of a budget.
 */
final class ValueCollector {
    private static final int FIRST_HOLD = 4096;

    private final ValueScanner scanner;
    private final Budget budget;
    private byte[] held;
    private int count;

    ValueCollector(int longest, Budget budget) {
        this.scanner = new ValueScanner(longest);
        this.budget = budget;
    }

    /** Consumes bytes up to the end of a value; the value, or null if more bytes are needed. */
    byte[] collect(ByteBuffer data) throws IOException {
        int from = data.position();
        boolean complete = scanner.scan(data);
        int fresh = data.position() - from;
        byte[] value = null;
        if (complete && count == 0) {
            value = new byte[fresh];
            data.get(from, value);
        } else {
            hold(data, from, fresh);
            if (complete) {
                value = Arrays.copyOf(held, count);
                clear();
            }
        }
        if (complete) {
            scanner.reset();
        }
        return value;
    }

    /** Whether a value has begun. */
    boolean begun() {
        return !scanner.fresh();
    }

    private void hold(ByteBuffer data, int from, int fresh) throws IOException {
        int needed = count + fresh;
        int capacity = held == null ? 0 : held.length;
        if (needed > capacity) {
            int next = Math.max(needed, Math.max(FIRST_HOLD, capacity * 2));
            if (!budget.take(next - capacity)) {
                throw new IOException("too many unfinished messages");
            }
            held = held == null ? new byte[next] : Arrays.copyOf(held, next);
        }
        data.get(from, held, count, fresh);
        count = needed;
    }

    /** Lets go of what it holds. */
    void clear() {
        if (held != null) {
            budget.give(held.length);
            held = null;
            count = 0;
        }
    }
}
