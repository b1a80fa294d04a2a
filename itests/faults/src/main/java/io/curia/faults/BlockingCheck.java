package io.curia.faults;

import io.curia.faults.Beacon.Lit;
import io.curia.faults.Follower.Seen;
import java.util.ArrayList;
import java.util.List;

/** No missed wake-up: while all is calm, who waits sees an acknowledged number, or a later one, within the bound. */
final class BlockingCheck {
    /** Well below the wait of a query, and far above what it takes on a busy machine. */
    static final long BOUND_NANOS = 3_000_000_000L;

    private BlockingCheck() { }

    static List<String> check(String follower, List<Lit> lit, List<Seen> seen, Calm calm, long start) {
        List<String> found = new ArrayList<>();
        int next = 0;
        for (Lit one : lit) {
            while (next < seen.size() && seen.get(next).number() < one.number()) {
                next++;
            }
            long at = next < seen.size() ? seen.get(next).time() : Op.NEVER;
            if (at > one.time() + BOUND_NANOS && calm.during(one.time(), one.time() + BOUND_NANOS)) {
                found.add(String.format("missed wake-up: number %d, acknowledged at %.3f, was seen by the follower of %s %s",
                        one.number(), (one.time() - start) / 1e9, follower,
                        at == Op.NEVER ? "never" : String.format("at %.3f only", (at - start) / 1e9)));
            }
        }
        return found;
    }
}
