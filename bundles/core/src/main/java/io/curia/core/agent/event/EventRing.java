package io.curia.core.agent.event;

import io.curia.api.agent.EventFeed.Snapshot;
import io.curia.api.model.UserEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The newest events, and who waits for more. Any thread; waiters are answered on the thread that adds. */
final class EventRing {
    static final int MOST = 256;
    private static final long DEFAULT_WAIT_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private final ArrayDeque<UserEvent> events = new ArrayDeque<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final ScheduledExecutorService timers;

    private record Waiter(String name, long index, CompletableFuture<Snapshot> answer) { }

    EventRing(ScheduledExecutorService timers) {
        this.timers = timers;
    }

    void add(UserEvent event) {
        List<Waiter> awake = new ArrayList<>();
        synchronized (this) {
            if (events.size() == MOST) {
                events.remove();
            }
            events.add(event);
            for (Iterator<Waiter> i = waiters.iterator(); i.hasNext();) {
                Waiter waiter = i.next();
                if (snapshot(waiter.name).index() != waiter.index) {
                    i.remove();
                    awake.add(waiter);
                }
            }
        }
        awake.forEach(waiter -> waiter.answer.complete(snapshot(waiter.name)));
    }

    synchronized Snapshot snapshot(String name) {
        List<UserEvent> found = new ArrayList<>();
        for (UserEvent event : events) {
            if (name.isEmpty() || event.name().equals(name)) {
                found.add(event);
            }
        }
        return new Snapshot(List.copyOf(found), found.isEmpty() ? 1 : index(found.get(found.size() - 1).id()));
    }

    CompletableFuture<Snapshot> await(String name, long index, long waitMillis) {
        CompletableFuture<Snapshot> answer = new CompletableFuture<>();
        Waiter waiter = new Waiter(name, index, answer);
        synchronized (this) {
            Snapshot present = snapshot(name);
            if (present.index() != index) {
                return CompletableFuture.completedFuture(present);
            }
            waiters.add(waiter);
        }
        Future<?> timer = timers.schedule(() -> answer.complete(snapshot(name)),
                waitMillis > 0 ? waitMillis : DEFAULT_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        answer.whenComplete((snapshot, failure) -> {
            timer.cancel(false);
            synchronized (this) {
                waiters.remove(waiter);
            }
        });
        return answer;
    }

    /** The halves of an id's 16 bytes, each as a big-endian number, combined by exclusive or; 1 for no UUID. */
    static long index(String id) {
        String digits = id.replace("-", "");
        if (digits.length() != 32) {
            return 1;
        }
        try {
            return Long.parseUnsignedLong(digits.substring(0, 16), 16) ^ Long.parseUnsignedLong(digits.substring(16), 16);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
