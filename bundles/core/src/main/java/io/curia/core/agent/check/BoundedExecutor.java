package io.curia.core.agent.check;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most so many tasks at a time on threads of another executor; the others wait in order, up to a bound. Any
 * thread may call it.
 */
public final class BoundedExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedExecutor.class);
    private final Executor threads;
    private final int most;
    private final int mostWaiting;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int active;

    public BoundedExecutor(Executor threads, int most, int mostWaiting) {
        this.threads = threads;
        this.most = most;
        this.mostWaiting = mostWaiting;
    }

    /** @throws RejectedExecutionException when too many tasks wait already */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (active >= most) {
                if (waiting.size() >= mostWaiting) {
                    throw new RejectedExecutionException(mostWaiting + " tasks wait already");
                }
                waiting.add(task);
                return;
            }
            active++;
        }
        try {
            threads.execute(() -> work(task));
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                active--;
            }
            throw e;
        }
    }

    private void work(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task failed", e);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        if (task == null) {
            active--;
        }
        return task;
    }
}
