package io.curia.cli;

/** The clock and the patience of a command; tests give their own. */
public interface Time {

    /** Monotonic time in nanoseconds. */
    long nanos();

    /** Milliseconds since 1970. */
    long millis();

    /** Waits so long, in milliseconds. */
    void pause(long millis) throws InterruptedException;

    /** The machine's own time. */
    final class OfSystem implements Time {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }
    }
}
