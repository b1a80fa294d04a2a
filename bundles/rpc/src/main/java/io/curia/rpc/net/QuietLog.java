package io.curia.rpc.net;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warns of what strangers do, but not as often as they do it: {@value #MOST} lines in {@value #SECONDS} seconds, then one that
 * counts the rest. Thread-safe.
 */
public final class QuietLog {
    private static final int MOST = 10;
    private static final int SECONDS = 10;

    private final Logger log;
    private final LongSupplier nanoClock;
    private long since;
    private int count;

    /** @param nanoClock monotonic, in nanoseconds */
    public QuietLog(Logger log, LongSupplier nanoClock) {
        this.log = log;
        this.nanoClock = nanoClock;
        this.since = nanoClock.getAsLong();
    }

    /** Warns, or counts. */
    public void warn(String line) {
        int missed = 0;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            if (now - since > SECONDS * 1_000_000_000L) {
                missed = count - MOST;
                since = now;
                count = 0;
            }
            if (++count > MOST) {
                return;
            }
        }
        if (missed > 0) {
            log.warn("{} more like these were not shown", missed);
        }
        log.warn("{}", line);
    }
}
