package io.curia.gossip.swim;

import java.util.PriorityQueue;

/** What will happen, in order. Time is what the next thing says it is. */
final class SimulatedTime {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long made;

    /** What will happen, unless it is cancelled. */
    static final class Due implements Comparable<Due>, Scheduler.Timer {
        private final long at;
        private final long order;
        private Runnable task;

        Due(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    long now() {
        return now;
    }

    Due after(long nanos, Runnable task) {
        Due due = new Due(now + Math.max(0, nanos), made++, task);
        queue.add(due);
        return due;
    }

    void runFor(long nanos) {
        long until = now + nanos;
        while (!queue.isEmpty() && queue.peek().at <= until) {
            Due due = queue.poll();
            if (due.task != null) {
                now = due.at;
                Runnable task = due.task;
                due.task = null;
                task.run();
            }
        }
        now = until;
    }
}
