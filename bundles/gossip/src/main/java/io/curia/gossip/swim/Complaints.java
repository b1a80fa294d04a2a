package io.curia.gossip.swim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings about what others do, who may do it a thousand times a second: of each kind {@value #AT_ONCE} different lines at
 * once, so that one offender does not hide the next, then one every ten seconds, and how many were left out. As many entries as
 * there are kinds.
 */
public final class Complaints {
    private static final long PAUSE = 10_000_000_000L;
    private static final int AT_ONCE = 5;
    private final Logger log;
    private final Scheduler scheduler;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        /** When the lines so far are paid for, each with a pause. */
        private long paid;
        private long omitted;
        private Object[] last = {};
        private long lastTime;
    }

    public Complaints(Logger log, Scheduler scheduler) {
        this.log = log;
        this.scheduler = scheduler;
    }

    /** @param kind one of a fixed few */
    public void about(String kind, String format, Object... arguments) {
        long now = scheduler.nanos();
        Kind present = kinds.get(kind);
        if (present == null) {
            present = new Kind();
            present.paid = now;
            present.lastTime = now - PAUSE;
            kinds.put(kind, present);
        }
        boolean again = now - present.lastTime < PAUSE && Arrays.equals(arguments, present.last);
        if (again || present.paid - now > (AT_ONCE - 1) * PAUSE) {
            present.omitted++;
            return;
        }
        if (present.omitted > 0) {
            log.warn(format + " (and " + present.omitted + " like it)", arguments);
        } else {
            log.warn(format, arguments);
        }
        present.omitted = 0;
        present.last = arguments;
        present.lastTime = now;
        present.paid = Math.max(present.paid - now, 0) + now + PAUSE;
    }
}
