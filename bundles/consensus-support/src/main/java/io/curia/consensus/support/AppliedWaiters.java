package io.curia.consensus.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Who waits for the state machine to reach an index; nobody for longer than {@link #LIMIT_NANOS} and a look of the engine.
 * There is one for each read that is held, which the front ends bound.
 */
public final class AppliedWaiters {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Waiter(long index, long deadline, CompletableFuture<Void> future) { }

    private final LongSupplier nanoTime;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::index));
    /** So that the applying thread need not lock when nobody waits for what it did. */
    private volatile long lowest = Long.MAX_VALUE;
    private volatile long applied = -1;
    private boolean closed;

    public AppliedWaiters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** On the thread that applies. */
    public void advance(long index) {
        applied = index;
        if (index < lowest) {
            return;
        }
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (this) {
            while (!waiters.isEmpty() && waiters.peek().index <= index) {
                due.add(waiters.poll().future);
            }
            lowest = waiters.isEmpty() ? Long.MAX_VALUE : waiters.peek().index;
        }
        due.forEach(future -> future.complete(null));
    }

    public CompletableFuture<Void> await(long index) {
        if (applied >= index) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(stopped());
            }
            waiters.add(new Waiter(index, nanoTime.getAsLong() + LIMIT_NANOS, future));
            lowest = waiters.peek().index;
        }
        if (applied >= index) {
            // it may have passed before the waiter was seen
            future.complete(null);
        }
        return future;
    }

    /** Ends those that have waited too long; to be called now and then. */
    public void expire() {
        List<Waiter> late;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            late = waiters.stream().filter(waiter -> now - waiter.deadline >= 0).toList();
            waiters.removeAll(late);
        }
        late.forEach(waiter -> waiter.future.completeExceptionally(
                new TimeoutException("index " + waiter.index + " was not applied in time")));
    }

    private static IOException stopped() {
        return new IOException("this server is stopping");
    }

    public void close() {
        List<Waiter> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiters);
            waiters.clear();
        }
        left.forEach(waiter -> waiter.future.completeExceptionally(stopped()));
    }
}
