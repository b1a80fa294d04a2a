package io.curia.core.dispatch;

import java.util.function.LongSupplier;

/**
 * How often an agent in client mode may ask a server: a bucket of tokens that fills steadily ({@code limits.rpc_rate} and
 * {@code limits.rpc_max_burst}; reference: semantics, limits). Thread-safe; never blocks.
 */
public final class CallRate {
    private static final double SECOND = 1e9;

    private final LongSupplier nanos;
    private volatile boolean limited;
    private double perSecond;
    private int burst;
    private double tokens;
    private long filled;

    /** Without a limit, until one is set. */
    public CallRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param rate calls a second; negative: as many as there are @param most calls at once */
    public synchronized void limit(double rate, int most) {
        perSecond = rate;
        burst = Math.max(0, most);
        tokens = burst;
        filled = nanos.getAsLong();
        limited = rate >= 0 && !Double.isInfinite(rate);
    }

    /** Whether a call may be made now; takes it from the bucket. */
    public boolean take() {
        return !limited || takeToken();
    }

    private synchronized boolean takeToken() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - filled) / SECOND * perSecond);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
