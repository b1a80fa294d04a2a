package io.curia.core.agent.check;

import io.curia.api.check.HealthCheckType;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Calls the probes of one check type: few calls at a time, so that a type that blocks in a call holds up none but its own
 * checks, and a limited number of runs under way. Any thread may call it.
 */
final class TypeRunner {
    /** Threads that may be inside the type's code at once. */
    static final int MOST_CALLS = 4;
    /** Probes under way at once. */
    static final int MOST_RUNS = 256;
    private final HealthCheckType type;
    private final BoundedExecutor calls;
    private final Queue<Slot> waiting = new ArrayDeque<>();
    private int runs;

    TypeRunner(HealthCheckType type, Executor threads) {
        this.type = type;
        // Every check has at most one run and one cancellation in the queue, so its length is bounded by theirs.
        this.calls = new BoundedExecutor(threads, MOST_CALLS, Integer.MAX_VALUE);
    }

    HealthCheckType type() {
        return type;
    }

    /** Runs the task when it is its turn. The slot is to be ended once. */
    Slot submit(Runnable task) {
        Slot slot = new Slot(task);
        synchronized (this) {
            if (runs >= MOST_RUNS) {
                waiting.add(slot);
                return slot;
            }
            runs++;
        }
        calls.execute(slot);
        return slot;
    }

    /** Calls the type outside a run. */
    void call(Runnable task) {
        calls.execute(task);
    }

    private void released() {
        Slot next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                runs--;
                return;
            }
        }
        calls.execute(next);
    }

    /** A run's place among those under way; it is free again when the call has returned and the run has ended. */
    final class Slot implements Runnable {
        private final Runnable task;
        private boolean called;
        private boolean ended;

        Slot(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            boolean skip;
            synchronized (this) {
                skip = ended;
            }
            if (!skip) {
                task.run();
            }
            boolean free;
            synchronized (this) {
                called = true;
                free = ended;
            }
            if (free) {
                released();
            }
        }

        /** The run has ended or was given up. */
        void end() {
            boolean free;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                free = called;
            }
            if (free) {
                released();
            }
        }
    }
}
