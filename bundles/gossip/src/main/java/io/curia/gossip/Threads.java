package io.curia.gossip;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what must not keep the loop busy. Each ends when it has had nothing to do for a while. */
final class Threads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;
    private static final int MOST_LOOKUPS = 2;
    private static final int MOST_LOOKUPS_WAITING = 64;
    private static final int MOST_WRITES_WAITING = 1024;
    private static final int MOST_EVENTS_WAITING = 65_536;
    private static final int CLOSE_SECONDS = 5;
    private final ThreadPoolExecutor files = serial("gossip-files", MOST_WRITES_WAITING);
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(MOST_LOOKUPS, MOST_LOOKUPS, IDLE_SECONDS,
            TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_LOOKUPS_WAITING), task -> daemon(task, "gossip-lookup"));

    Threads() {
        lookups.allowCoreThreadTimeOut(true);
    }

    private static ThreadPoolExecutor serial(String name, int most) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(most), task -> daemon(task, name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One at a time, in order: writes to disk. */
    ThreadPoolExecutor files() {
        return files;
    }

    /** Look-ups of names. */
    ThreadPoolExecutor lookups() {
        return lookups;
    }

    /** One at a time, in order: what the listeners of a pool are told. Whoever asks for it ends it. */
    static ThreadPoolExecutor events(String pool) {
        return serial("gossip-events-" + pool, MOST_EVENTS_WAITING);
    }

    /** What was to be written is still written. */
    @Override
    public void close() throws InterruptedException {
        lookups.shutdownNow();
        files.shutdown();
        if (!files.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            files.shutdownNow();
        }
    }
}
