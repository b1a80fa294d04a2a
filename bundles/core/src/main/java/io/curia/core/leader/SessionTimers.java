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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that are not renewed: on the leader, twice their time to live after the last renewal (reference:
 * semantics, section 5). A new leader gives every session its full time again.
 *
 * <p>A session's timer: running; due, once its time is over and its end has been asked for. One that is due is not renewed
 * any more, even if the end seems to have failed: it may yet be in the log. The end is asked for again after a pause
 * ({@value #FIRST_PAUSE_SECONDS} s, doubled up to {@value #LONGEST_PAUSE_SECONDS} s), until the session is gone or another
 * server leads, which begins anew.
 *
 * <p>Thread-safe. A timer exists exactly for the sessions with a time to live, while this server leads.
 */
public final class SessionTimers implements StateStore.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTimers.class);
    private static final long FIRST_PAUSE_SECONDS = 10;
    private static final long LONGEST_PAUSE_SECONDS = 320;

    private final Map<String, Timer> timers = new HashMap<>();
    private final StateStore store;
    private final ScheduledExecutorService scheduler;
    private final Function<String, CompletableFuture<?>> end;
    private boolean leading;

    /** What is left of a session's time. */
    private static final class Timer {
        private Future<?> next;
        private boolean due;
        private long pause = FIRST_PAUSE_SECONDS;
    }

    /** @param end asks this server's log, and no other server, to end the session of an id */
    public SessionTimers(StateStore store, ScheduledExecutorService scheduler, Function<String, CompletableFuture<?>> end) {
        this.store = store;
        this.scheduler = scheduler;
        this.end = end;
    }

    /** This server leads from now on, or no longer. */
    public synchronized void onLeadership(boolean leads) {
        timers.values().forEach(timer -> timer.next.cancel(false));
        timers.clear();
        leading = leads;
        if (leads) {
            armAll(store.state());
        }
    }

    private void armAll(State state) {
        state.sessions.forEach(session -> {
            arm(session);
            return true;
        });
    }

    /** Gives a session its full time again; null if there is none of that id, or its end is under way. */
    public synchronized Session renew(String id) {
        Session session = store.state().sessions.get(Keys.name(id));
        if (session == null || leading && !arm(session)) {
            return null;
        }
        return session;
    }

    /** How many sessions have a timer. */
    public synchronized int size() {
        return timers.size();
    }

    /** Whether it has its full time now, or needs none. */
    private boolean arm(Session session) {
        long ttl = session.ttl().isEmpty() ? 0 : GoDuration.parse(session.ttl());
        if (ttl <= 0) {
            return true;
        }
        Timer old = timers.get(session.id());
        if (old != null && old.due) {
            return false;
        }
        if (old != null) {
            old.next.cancel(false);
        }
        // another one, as the old one's time may be over at this very moment, on another thread
        Timer timer = new Timer();
        timers.put(session.id(), timer);
        schedule(session.id(), timer, 2 * ttl);
        return true;
    }

    private void schedule(String id, Timer timer, long nanos) {
        timer.next = scheduler.schedule(() -> end(id, timer), nanos, TimeUnit.NANOSECONDS);
    }

    private void end(String id, Timer timer) {
        synchronized (this) {
            if (timers.get(id) != timer) {
                return;
            }
            timer.due = true;
        }
        end.apply(id).whenComplete((done, failure) -> {
            if (failure == null) {
                LOG.debug("session expired: session={}", id);
            } else {
                again(id, timer, failure);
            }
        });
    }

    private synchronized void again(String id, Timer timer, Throwable failure) {
        if (timers.get(id) == timer && !scheduler.isShutdown()) {
            LOG.warn("could not end session: session={} error=\"{}\"", id, failure.getMessage());
            schedule(id, timer, TimeUnit.SECONDS.toNanos(timer.pause));
            timer.pause = Math.min(LONGEST_PAUSE_SECONDS, timer.pause * 2);
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
            Timer timer = timers.remove(id);
            if (timer != null) {
                timer.next.cancel(false);
            }
        }
    }

    @Override
    public synchronized void onRestore(State after) {
        if (!leading) {
            return;
        }
        timers.entrySet().removeIf(entry -> {
            boolean gone = after.sessions.get(Keys.name(entry.getKey())) == null;
            if (gone) {
                entry.getValue().next.cancel(false);
            }
            return gone;
        });
        armAll(after);
    }
}
