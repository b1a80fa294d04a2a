package io.curia.api.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One thread that waits for many channels and timers, and runs what they cause.
 *
 * <p>States: new, running (from the first task on; until then there is no thread), closed. {@link #execute} and
 * {@link #close} may be called from any thread, everything else only on the loop's own. What runs on the loop must be
 * short. Closing ends every channel that is registered, tells its handler, and waits for the thread.
 */
public final class EventLoop implements AutoCloseable {
    private static final int READ_BUFFER = 32 * 1024;
    private static final long CLOSE_MILLIS = 5_000;

    private final String name;
    private final LongSupplier nanoClock;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final TreeSet<Timer> timers = new TreeSet<>();
    private final AtomicLong sequence = new AtomicLong();
    private ByteBuffer readBuffer;
    private Selector selector;
    private volatile Thread thread;
    private volatile boolean closed;

    /** What a channel's readiness causes; called on the loop. */
    public interface Handler {
        /** The channel is ready for something that it is registered for. An exception ends the channel. */
        void ready(SelectionKey key) throws IOException;

        /** The channel is closed because the handler threw this, or because the loop was closed. */
        void failed(Throwable cause);
    }

    /** Something to be done later. */
    public static final class Timer implements Comparable<Timer> {
        private final EventLoop loop;
        private final long at;
        private final long order;
        private final Runnable task;

        private Timer(EventLoop loop, long at, long order, Runnable task) {
            this.loop = loop;
            this.at = at;
            this.order = order;
            this.task = task;
        }

        /** Forgets it; on the loop only. */
        public void cancel() {
            loop.timers.remove(this);
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }

    /** A loop whose thread will have this name. */
    public EventLoop(String name) {
        this(name, System::nanoTime);
    }

    /** A loop with a clock of its own, monotonic, in nanoseconds. */
    public EventLoop(String name, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs a task on the loop, soon.
     *
     * @throws RejectedExecutionException when the loop is closed
     */
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException(name + " is closed");
        }
        tasks.add(task);
        if (thread == null) {
            start();
        }
        if (closed && tasks.remove(task)) {
            throw new RejectedExecutionException(name + " is closed");
        }
        if (!inLoop() && thread != null && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private synchronized void start() {
        if (thread != null || closed) {
            return;
        }
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for channels", e);
        }
        Thread created = new Thread(this::run, name);
        created.setDaemon(true);
        thread = created;
        created.start();
    }

    /** Whether the caller is the loop's thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Runs a task on the loop after so many nanoseconds. */
    public Timer after(long nanos, Runnable task) {
        Timer timer = new Timer(this, nanoClock.getAsLong() + nanos, sequence.incrementAndGet(), task);
        timers.add(timer);
        return timer;
    }

    /** Waits for a non-blocking channel. */
    public SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws IOException {
        if (closed) {
            throw new NetworkException("use of closed network connection");
        }
        return channel.register(selector, operations, handler);
    }

    /** The loop's buffer for reading into, cleared; valid until the present callback returns. */
    ByteBuffer readBuffer() {
        if (readBuffer == null) {
            readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
        }
        return readBuffer.clear();
    }

    private void run() {
        try {
            while (!closed) {
                runTasks();
                long wait = runTimers();
                if (tasks.isEmpty() && !closed) {
                    selector.select(EventLoop::dispatch, wait);
                    woken.set(false);
                }
            }
            runTasks();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for channels", e);
        } finally {
            closed = true;
            endAll();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
        }
    }

    /** Runs what is due; how many milliseconds to wait for the next timer, 0 for no limit. */
    private long runTimers() {
        while (!timers.isEmpty()) {
            Timer first = timers.first();
            long left = first.at - nanoClock.getAsLong();
            if (left > 0) {
                return left / 1_000_000 + 1;
            }
            timers.remove(first);
            run(first.task);
        }
        return 0;
    }

    /** A task that throws must not end the others; its thread's handler tells. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, e);
        }
    }

    private static void dispatch(SelectionKey key) {
        Handler handler = (Handler) key.attachment();
        try {
            if (key.isValid()) {
                handler.ready(key);
            }
        } catch (IOException | RuntimeException e) {
            end(key, handler, e);
        }
    }

    private static void end(SelectionKey key, Handler handler, Throwable cause) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        handler.failed(cause);
    }

    private void endAll() {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            run(() -> end(key, (Handler) key.attachment(), new NetworkException("use of closed network connection")));
        }
        timers.clear();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the selector", e);
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running == null || inLoop()) {
            return;
        }
        selector.wakeup();
        try {
            running.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
