package io.curia.core.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What happened in a simulation: its last lines, to be read, and a number that stands for all of them. */
public final class Trace {
    private static final int LINES = 60;
    private final Deque<String> last = new ArrayDeque<>();
    private final LongSupplier millis;
    private long fingerprint;

    /** @param millis the simulated clock */
    public Trace(LongSupplier millis) {
        this.millis = millis;
    }

    /** Notes something. */
    public void note(String what) {
        String line = millis.getAsLong() + " ms: " + what;
        fingerprint = fingerprint * 31 + line.hashCode();
        last.add(line);
        if (last.size() > LINES) {
            last.remove();
        }
    }

    /** Fails, unless it is as it has to be. */
    public void require(boolean holds, String what) {
        if (!holds) {
            note("BROKEN: " + what);
            throw new AssertionError(what);
        }
    }

    /** Equal for equal runs. */
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return String.join("\n", last);
    }
}
