package io.curia.gossip.swim;

import java.util.HashSet;
import java.util.Set;

/**
 * Doubt about a member. It lasts long at first, and gets shorter with each other member that shares it: from {@code max}
 * to {@code min} with the logarithm of how many do, until {@code needed} have confirmed. Holds at most that many names.
 */
final class Suspicion {
    private final Set<String> confirmed = new HashSet<>(4);
    private final String first;
    private final int needed;
    private final long min;
    private final long max;
    private final long start;
    private Scheduler.Timer timer;

    /** @param needed how many others must confirm for the shortest time; 0: it is short from the beginning */
    Suspicion(String first, int needed, long min, long max, long start) {
        this.first = first;
        this.needed = needed;
        this.min = min;
        this.max = max;
        this.start = start;
    }

    /** One more member shares the doubt; false when that is nothing new. */
    boolean confirm(String from) {
        return confirmed.size() < needed && !from.equals(first) && confirmed.add(from);
    }

    int confirmations() {
        return confirmed.size();
    }

    /** How long it still lasts; not more than 0 when it is over. */
    long remaining(long now) {
        long total = min;
        if (needed > 0) {
            double share = Math.log(confirmed.size() + 1.0) / Math.log(needed + 1.0);
            total = Math.max(min, (long) (max - share * (max - min)));
        }
        return total - (now - start);
    }

    void timer(Scheduler.Timer next) {
        cancel();
        timer = next;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
