package io.curia.core.agent;

import io.curia.core.agent.check.BoundedExecutor;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the local agent: one for timers, and as many as are wanted for what blocks; virtual ones where the
 * platform has them. Closed by whoever made it.
 */
final class AgentThreads implements AutoCloseable {
    private static final int MOST_BLOCKING = 64;
    private static final int MOST_WAITING = 100_000;
    private static final long IDLE_SECONDS = 10;
    private final ScheduledThreadPoolExecutor timers;
    private final ExecutorService threads;
    private final Executor blocking;

    AgentThreads() {
        timers = new ScheduledThreadPoolExecutor(1, named("agent-timers"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        ExecutorService virtual = virtual();
        threads = virtual != null ? virtual : new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS,
                TimeUnit.SECONDS, new SynchronousQueue<>(), named("agent-work"));
        blocking = new BoundedExecutor(threads, MOST_BLOCKING, MOST_WAITING);
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            // An older platform, or one where they are a preview.
            return null;
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One thread; tasks must be short. */
    ScheduledThreadPoolExecutor timers() {
        return timers;
    }

    /** Without a bound: only for what is bounded elsewhere. */
    Executor threads() {
        return threads;
    }

    /** Bounded, for whatever blocks. */
    Executor blocking() {
        return blocking;
    }

    @Override
    public void close() {
        timers.shutdownNow();
        threads.shutdownNow();
    }
}
