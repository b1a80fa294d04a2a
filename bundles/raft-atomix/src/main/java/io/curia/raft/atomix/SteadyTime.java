package io.curia.raft.atomix;

import java.util.concurrent.TimeUnit;

/**
 * What Atomix' classes ask for the time in place of {@link System}: the build replaces it there. They measure with it how long ago
 * a member answered or failed, so a wall clock that is set would make the leader ask without end, or not at all, or give up.
 * This one shows the time of the wall clock when the process started, and goes on from there whatever happens to that one.
 */
public final class SteadyTime {
    // static, as is what it stands for
    private static final long OFFSET_MILLIS = System.currentTimeMillis() - monotonicMillis();

    private SteadyTime() { }

    private static long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Milliseconds since 1970, or nearly so; never goes back. */
    public static long currentTimeMillis() {
        return OFFSET_MILLIS + monotonicMillis();
    }
}
