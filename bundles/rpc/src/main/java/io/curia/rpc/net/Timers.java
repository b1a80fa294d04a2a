package io.curia.rpc.net;

/** Does something later, on the thread of whoever asks. */
@FunctionalInterface
public interface Timers {
    /** Runs a task after so many nanoseconds; running what comes back forgets it. */
    Runnable after(long nanos, Runnable task);
}
