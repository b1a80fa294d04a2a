package io.curia.rpc.net;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes of memory, perhaps out of a larger budget that others share. Thread-safe. */
public final class Budget {
    private final AtomicLong left;
    private final Budget whole;

    /** @param whole null for none */
    public Budget(long bytes, Budget whole) {
        this.left = new AtomicLong(bytes);
        this.whole = whole;
    }

    /** Takes bytes, unless there are not so many. */
    public boolean take(long bytes) {
        if (left.addAndGet(-bytes) < 0 || whole != null && !whole.take(bytes)) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        left.addAndGet(bytes);
        if (whole != null) {
            whole.give(bytes);
        }
    }

    /** How many bytes can be taken, for tests and for the log. */
    public long left() {
        return left.get();
    }
}
