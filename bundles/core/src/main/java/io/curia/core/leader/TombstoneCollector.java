package io.curia.core.leader;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Forgets deleted keys after a quarter of an hour, half a minute's worth at a time, through the log. While this server
 * leads; a new leader starts to count anew, so tombstones may live longer, never shorter.
 */
public final class TombstoneCollector implements AutoCloseable {
    private static final long GRANULARITY_SECONDS = 30;
    private static final int STEPS = 30;

    private final ScheduledExecutorService scheduler;
    private final LongSupplier newestIndex;
    private final LongSupplier tombstones;
    private final LongConsumer reap;
    private final Deque<Long> indexes = new ArrayDeque<>(STEPS + 1);
    private Future<?> timer;
    private long reaped;

    /**
     * @param newestIndex of the store
     * @param tombstones how many there are
     * @param reap puts into the log that tombstones up to an index are to be forgotten
     */
    public TombstoneCollector(ScheduledExecutorService scheduler, LongSupplier newestIndex, LongSupplier tombstones,
            LongConsumer reap) {
        this.scheduler = scheduler;
        this.newestIndex = newestIndex;
        this.tombstones = tombstones;
        this.reap = reap;
    }

    /** This server leads from now on, or no longer. */
    public synchronized void onLeadership(boolean leads) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        indexes.clear();
        if (leads) {
            timer = scheduler.scheduleWithFixedDelay(this::tick, GRANULARITY_SECONDS, GRANULARITY_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    private synchronized void tick() {
        indexes.addLast(newestIndex.getAsLong());
        if (indexes.size() <= STEPS) {
            return;
        }
        long due = indexes.removeFirst();
        if (due > reaped && tombstones.getAsLong() > 0) {
            reaped = due;
            reap.accept(due);
        }
    }

    @Override
    public synchronized void close() {
        onLeadership(false);
    }
}
