package io.curia.consensus.support;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses writes before the disk is full: a write that fails half-way leaves its outcome unknown and the log unusable
 * until it is opened again. The disk is looked at not more often than the interval.
 */
public final class DiskSpace {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LongSupplier usableBytes;
    private final long reserve;
    private final LongSupplier nanoTime;
    private volatile long checkedAt;
    private volatile boolean full;

    /** @param reserveBytes room for what is on its way, and for whatever files the engine makes meanwhile */
    public DiskSpace(LongSupplier usableBytes, long reserveBytes, LongSupplier nanoTime) {
        this.usableBytes = usableBytes;
        this.reserve = reserveBytes;
        this.nanoTime = nanoTime;
        this.checkedAt = nanoTime.getAsLong() - INTERVAL_NANOS;
    }

    /** Whether nothing more may be written; cheap. */
    public boolean isFull() {
        long now = nanoTime.getAsLong();
        if (now - checkedAt >= INTERVAL_NANOS) {
            checkedAt = now;
            full = usableBytes.getAsLong() < reserve;
        }
        return full;
    }
}
