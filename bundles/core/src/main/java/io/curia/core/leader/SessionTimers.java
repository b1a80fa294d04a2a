package io.curia.core.leader;

import io.curia.api.model.GoDuration;
import io.curia.api.model.Session;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends sessions that are not renewed: on the leader, twice their time to live after the last renewal (reference:
 * semantics, section 5). A new leader gives every session its full time again.
 *
 * <p>Thread-safe. A timer exists exactly for the sessions with a time to live, while this server leads.
 */
public final class SessionTimers implements StateStore.Listener {
    private final Map<String, Future<?>> timers = new HashMap<>();
    private final StateStore store;
    private final ScheduledExecutorService scheduler;
    private final Consumer<String> expire;
    private boolean leading;

    /** @param expire ends the session of an id; retried by whoever does it */
    public SessionTimers(StateStore store, ScheduledExecutorService scheduler, Consumer<String> expire) {
        this.store = store;
        this.scheduler = scheduler;
        this.expire = expire;
    }

    /** This server leads from now on, or no longer. */
    public synchronized void onLeadership(boolean leads) {
        timers.values().forEach(timer -> timer.cancel(false));
        timers.clear();
        leading = leads;
        if (leads) {
            store.state().sessions.forEach(session -> {
                arm(session);
                return true;
            });
        }
    }

    /** Gives a session its full time again. */
    public synchronized void renew(Session session) {
        if (leading) {
            arm(session);
        }
    }

    /** How many sessions have a timer. */
    public synchronized int size() {
        return timers.size();
    }

    private void arm(Session session) {
        long ttl = session.ttl().isEmpty() ? 0 : GoDuration.parse(session.ttl());
        Future<?> old = timers.remove(session.id());
        if (old != null) {
            old.cancel(false);
        }
        if (ttl > 0) {
            String id = session.id();
            timers.put(id, scheduler.schedule(() -> expire.accept(id), 2 * ttl, TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void onCommit(State before, State after, StateTxn changes) {
        if (!changes.touched().contains(Topics.table(Table.SESSIONS))) {
            return;
        }
        synchronized (this) {
            if (!leading) {
                return;
            }
            for (String topic : changes.touched()) {
                if (topic.charAt(0) == 'I') {
                    follow(topic.substring(1), after);
                }
            }
        }
    }

    private void follow(String id, State after) {
        Session session = after.sessions.get(Keys.name(id));
        if (session != null) {
            arm(session);
        } else {
            Future<?> timer = timers.remove(id);
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    @Override
    public synchronized void onRestore(State after) {
        onLeadership(leading);
    }
}
