package io.curia.rpc.net;

import io.curia.api.net.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/**
 * An event loop and what its links share: one buffer to read into, and those that hold what a socket has not taken yet.
 */
public final class IoLoop implements AutoCloseable, Timers {
    private static final int READ_BUFFER = 64 * 1024;

    private final EventLoop events;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final BufferPool buffers = new BufferPool();
    private final long stallNanos;

    /** A loop whose thread has this name; it starts with the first task. */
    public IoLoop(String name) {
        this(name, 30_000_000_000L);
    }

    /** @param stallNanos after which a link is closed whose peer reads nothing though something waits for it */
    public IoLoop(String name, long stallNanos) {
        this.events = new EventLoop(name);
        this.stallNanos = stallNanos;
    }

    long stallNanos() {
        return stallNanos;
    }

    /** Where its tasks run. */
    public EventLoop events() {
        return events;
    }

    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    BufferPool buffers() {
        return buffers;
    }

    /** Runs a task on the loop; after its end the task is dropped, as everything else on it is over. */
    public void execute(Runnable task) {
        try {
            events.execute(task);
        } catch (RejectedExecutionException e) {
            // closing has told every link already
            return;
        }
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        return events.after(nanos, task)::cancel;
    }

    @Override
    public void close() {
        events.close();
    }
}
