package io.curia.gossip.swim;

/** Time, and what is to happen later on the engine's one thread. */
public interface Scheduler {
    /** Nanoseconds since any moment; only grows. */
    long nanos();

    /** Runs a task after a while, once. */
    Timer after(long nanos, Runnable task);

    /** What will happen. */
    interface Timer {
        /** It will not; nothing happens when it did already. */
        void cancel();
    }
}
