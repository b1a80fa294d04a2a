package io.curia.gossip.swim;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings about what others do, who may do it a thousand times a second: one line of a kind every ten seconds, and how many
 * were left out. As many entries as there are kinds.
 */
public final class Complaints {
    private static final long PAUSE = 10_000_000_000L;
    private final Logger log;
    private final Scheduler scheduler;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private long next;
        private long omitted;
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
            present.next = now;
            kinds.put(kind, present);
        }
        if (now - present.next < 0) {
            present.omitted++;
            return;
        }
        if (present.omitted > 0) {
            log.warn(format + " (and " + present.omitted + " like it)", arguments);
        } else {
            log.warn(format, arguments);
        }
        present.omitted = 0;
        present.next = now + PAUSE;
    }
}
