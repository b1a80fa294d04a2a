package io.curia.dns;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one message through in ten seconds, so that a failure under load does not flood the log. Safe from any thread. */
final class LogThrottle {
    private static final long INTERVAL_MILLIS = 10_000;

    private final Clock clock;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

    LogThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Whether the message may be written. */
    boolean permits() {
        long now = clock.millis();
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + INTERVAL_MILLIS);
    }
}
