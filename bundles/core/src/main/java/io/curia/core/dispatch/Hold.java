package io.curia.core.dispatch;

import io.curia.api.op.CuriaException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How requests are held while there is no leader or no server: tried again until so much time has passed since the first
 * try (reference: semantics, section 1.1). Thread-safe.
 */
public final class Hold {
    private static final int JITTER = 16;
    private static final long FIRST_PAUSE = 10;

    private final long millis;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;
    private final LongSupplier nanos;

    /** @param nanos a clock that never goes back */
    public Hold(long millis, ScheduledExecutorService timers, RandomGenerator random, LongSupplier nanos) {
        this.millis = millis;
        this.timers = timers;
        this.random = random;
        this.nanos = nanos;
    }

    /** Until when a request that begins now is held, on the clock of nanoseconds. */
    public long deadline() {
        return nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Another attempt after a pause; when the time is over, a failure. The pause is short at first, as a leader is mostly a moment away. */
    public <T> CompletableFuture<T> again(long deadline, Supplier<CuriaException> failure,
            Supplier<CompletableFuture<T>> attempt) {
        if (nanos.getAsLong() >= deadline) {
            return CompletableFuture.failedFuture(failure.get());
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        long waited = millis - TimeUnit.NANOSECONDS.toMillis(deadline - nanos.getAsLong());
        long pause = 1 + random.nextLong(Math.max(1, Math.min(millis / JITTER, waited + FIRST_PAUSE)));
        timers.schedule(() -> {
            if (!result.isDone()) {
                attempt(attempt, result);
            }
        }, pause, TimeUnit.MILLISECONDS);
        return result;
    }

    /** Nobody sees what a timer's task throws, and whoever waits for the result must not wait for ever. */
    private static <T> void attempt(Supplier<CompletableFuture<T>> attempt, CompletableFuture<T> result) {
        try {
            pass(attempt.get(), result);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** What one ends with, the other does, and a cancellation goes the other way. */
    public static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure != null) {
                to.completeExceptionally(unwrapped(failure));
            } else {
                to.complete(value);
            }
        });
        cancelWith(to, from);
    }

    /** When the first is cancelled, nobody waits for the second. */
    public static void cancelWith(CompletableFuture<?> waiting, CompletableFuture<?> source) {
        if (!source.isDone()) {
            waiting.whenComplete((value, failure) -> {
                if (waiting.isCancelled()) {
                    source.cancel(false);
                }
            });
        }
    }

    /** Without the wrapping of futures. */
    public static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
