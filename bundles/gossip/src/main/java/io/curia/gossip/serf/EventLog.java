package io.curia.gossip.serf;

import io.curia.gossip.serf.SerfMessage.Event;
import io.curia.gossip.serf.SerfMessage.EventsAt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last events, so that each is delivered once: those of the last 512 Lamport times, at most {@link #MOST_AT_ONE_TIME}
 * of each. Owned by the pool's thread.
 */
final class EventLog {
    static final int TIMES = 512;
    static final int MOST_AT_ONE_TIME = 64;
    private final EventsAt[] ring = new EventsAt[TIMES];
    private final LamportClock clock;
    private long since;

    EventLog(LamportClock clock) {
        this.clock = clock;
    }

    /** What happened before is no news. */
    void ignoreBefore(long time) {
        since = Math.max(since, time);
    }

    /** Whether it is news. */
    boolean add(SerfMessage.UserEvent event) {
        clock.witness(event.time());
        long now = clock.time();
        if (event.time() < since || now > TIMES && event.time() < now - TIMES) {
            return false;
        }
        int slot = (int) (event.time() % TIMES);
        EventsAt at = ring[slot];
        if (at == null || at.time() != event.time()) {
            at = new EventsAt(event.time(), new ArrayList<>(1));
            ring[slot] = at;
        }
        for (Event seen : at.events()) {
            if (seen.name().equals(event.name()) && Arrays.equals(seen.payload(), event.payload())) {
                return false;
            }
        }
        if (at.events().size() >= MOST_AT_ONE_TIME) {
            return false;
        }
        at.events().add(new Event(event.name(), event.payload()));
        return true;
    }

    /** For one who has not heard of them. */
    List<EventsAt> recent() {
        List<EventsAt> recent = new ArrayList<>();
        for (EventsAt at : ring) {
            if (at != null) {
                recent.add(at);
            }
        }
        return recent;
    }
}
