package io.curia.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What happened in a simulation: its last lines, to be read, and a number that stands for all of them. */
public final class Trace {
    private static final int LINES = 60;
    private final Deque<String> last = new ArrayDeque<>();
    private final LongSupplier millis;
    private long fingerprint;
    private String broken;

    /** @param millis the simulated clock */
    public Trace(LongSupplier millis) {
        this.millis = millis;
    }

    /** Notes something; fails if something is broken already, as that may have been thrown where nobody saw it. */
    public void note(String what) {
        check();
        String line = millis.getAsLong() + " ms: " + what;
        fingerprint = fingerprint * 31 + line.hashCode();
        last.add(line);
        if (last.size() > LINES) {
            last.remove();
        }
    }

    /** Fails, unless it is as it has to be. */
    public void require(boolean holds, String what) {
        if (!holds && broken == null) {
            note("BROKEN: " + what);
            broken = what;
        }
        check();
    }

    /** Fails if something is broken. */
    public void check() {
        if (broken != null) {
            throw new AssertionError(broken);
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
