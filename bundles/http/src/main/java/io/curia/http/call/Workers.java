package io.curia.http.call;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what may take long, and a queue for short answers to writes: however many writes one commit ends, one
 * thread is woken for all of their answers.
 */
public final class Workers {
    private final Executor pool;
    private final Executor inTurn;

    /** On a bounded pool. */
    public Workers(Executor pool) {
        this.pool = pool;
        this.inTurn = new InTurn(pool);
    }

    /** For what may take long. */
    public Executor pool() {
        return pool;
    }

    /** For short tasks that come in crowds; they run one after the other. */
    public Executor inTurn() {
        return inTurn;
    }

    private static final class InTurn implements Executor {
        private final Executor pool;
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final AtomicInteger pending = new AtomicInteger();

        InTurn(Executor pool) {
            this.pool = pool;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (pending.getAndIncrement() == 0) {
                pool.execute(this::drain);
            }
        }

        private void drain() {
            do {
                Runnable task = tasks.poll();
                task.run();
            } while (pending.decrementAndGet() > 0);
        }
    }
}
