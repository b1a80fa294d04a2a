package io.curia.gossip.net;

import io.curia.gossip.swim.Scheduler;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * One thread, on which sockets are served, timers run, and tasks of others are done. It sleeps until one of them has
 * something to do. Timers and {@link #register} belong to that thread; {@link #execute} may be called from any, and its
 * callers bound what waits: each has few tasks under way.
 */
public final class EventLoop implements Scheduler, Executor, AutoCloseable {
    private static final int MOST_TASKS_A_TURN = 256;
    private final Logger log;
    private final LongSupplier clock;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();
    private long timersMade;
    private volatile boolean closed;

    /** What a socket does when it can. */
    interface Ready {
        void ready(SelectionKey key) throws IOException;

        /** It did not work. */
        void broken(IOException problem);
    }

    private final class Due implements Timer, Comparable<Due> {
        private final long at;
        private final long order = timersMade++;
        private Runnable task;

        Due(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (task != null) {
                task = null;
                timers.remove(this);
            }
        }

        @Override
        public int compareTo(Due other) {
            long earlier = at - other.at;
            return earlier != 0 ? Long.signum(earlier) : Long.compare(order, other.order);
        }
    }

    /** @param clock nanoseconds; only grows */
    public EventLoop(String name, LongSupplier clock, Logger log) throws IOException {
        this.clock = clock;
        this.log = log;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public long nanos() {
        return clock.getAsLong();
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        Due due = new Due(nanos() + Math.max(0, nanos), task);
        timers.add(due);
        return due;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws IOException {
        return channel.register(selector, interest, ready);
    }

    private void run() {
        try {
            while (!closed) {
                if (tasks.isEmpty()) {
                    selector.select(patience());
                } else {
                    selector.selectNow();
                }
                runTasks();
                serve();
                runTimers();
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                log.error("The gossip loop ends: {}", e.toString());
            }
        } finally {
            closeAll();
        }
    }

    /** Milliseconds until something is due; 0 for ever. Rounded up: early would mean to turn in place. */
    private long patience() {
        Due next = timers.peek();
        return next == null ? 0 : Math.max(1, (next.at - nanos() + 999_999) / 1_000_000);
    }

    private void runTasks() {
        for (int i = 0; i < MOST_TASKS_A_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private void runTimers() {
        long now = nanos();
        for (Due next = timers.peek(); next != null && next.at - now <= 0; next = timers.peek()) {
            timers.poll();
            Runnable task = next.task;
            next.task = null;
            guarded(task);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A task of the gossip loop failed", e);
        }
    }

    private void serve() {
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            Ready ready = (Ready) key.attachment();
            try {
                if (key.isValid()) {
                    ready.ready(key);
                }
            } catch (IOException e) {
                ready.broken(e);
            } catch (RuntimeException e) {
                log.error("Serving a socket of the gossip loop failed", e);
                ready.broken(new IOException(e.toString(), e));
            }
        }
    }

    private void closeAll() {
        runTasks();
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException | ClosedSelectorException e) {
            log.debug("While closing: {}", e.toString());
        }
    }

    /** Ends the thread and closes what was registered; waits for that, unless called on it. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            closeAll();
            return;
        }
        selector.wakeup();
        if (Thread.currentThread() != thread && thread.isAlive()) {
            thread.join();
        }
    }
}
