package io.curia.rpc.lane;

import io.curia.rpc.net.Timers;
import java.util.PriorityQueue;

/** What will happen, in order; time is what the next thing says it is. */
public final class SimulatedTime implements Timers {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long made;

    private record Due(long at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Nanoseconds since the start. */
    public long nanos() {
        return now;
    }

    /** Milliseconds since the start. */
    public long millis() {
        return now / 1_000_000;
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        Due due = new Due(now + Math.max(0, nanos), made++, task);
        queue.add(due);
        return () -> queue.remove(due);
    }

    /** The same in milliseconds. */
    public Runnable afterMillis(long millis, Runnable task) {
        return after(millis * 1_000_000, task);
    }

    /** Lets time pass. */
    public void advance(long millis) {
        long until = now + millis * 1_000_000;
        while (!queue.isEmpty() && queue.peek().at <= until) {
            Due due = queue.poll();
            now = due.at;
            due.task.run();
        }
        now = until;
    }
}
