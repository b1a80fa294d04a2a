package io.curia.faults;

import java.util.ArrayList;
import java.util.List;

/** When nothing was wrong with the cluster. Times in nanoseconds of the run; any thread. */
final class Calm {
    private final List<Long> changes = new ArrayList<>();

    /** From now on something is wrong, or nothing is any more; at first something is. */
    synchronized void change(boolean calm, long now) {
        if (calm != isCalm()) {
            changes.add(now);
        }
    }

    private boolean isCalm() {
        return changes.size() % 2 == 1;
    }

    /** Whether nothing was wrong from the one time to the other. */
    synchronized boolean during(long from, long to) {
        for (int i = 0; i < changes.size(); i += 2) {
            long end = i + 1 < changes.size() ? changes.get(i + 1) : Op.NEVER;
            if (changes.get(i) <= from && to <= end) {
                return true;
            }
        }
        return false;
    }
}
