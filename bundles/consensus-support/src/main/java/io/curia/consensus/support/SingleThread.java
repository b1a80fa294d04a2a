package io.curia.consensus.support;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Executors of one daemon thread; whoever makes one ends it. */
public final class SingleThread {
    private SingleThread() { }

    /** What was to come later is dropped at its shutdown. */
    public static ScheduledThreadPoolExecutor scheduler(String name) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return scheduler;
    }
}
