package io.curia.gossip.serf;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that only orders: what is known to have happened before has a lower time. Any thread. */
final class LamportClock {
    /** What others may claim; so far ahead that no pool gets there. */
    static final long MOST = 1L << 62;
    private final AtomicLong next = new AtomicLong(1);

    /** The time of what happens now. */
    long time() {
        return next.get();
    }

    /** The time of what happens now, and of nothing else. */
    long take() {
        return next.getAndIncrement();
    }

    /** Something happened at a time. */
    void witness(long time) {
        next.accumulateAndGet(time + 1, Math::max);
    }
}
