package io.curia.dns;

/** The end of threads. */
final class Threads {
    private static final long PATIENCE_MILLIS = 2000;

    private Threads() { }

    /** Waits for a thread that has been told to end; null is no thread. */
    static void join(Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
