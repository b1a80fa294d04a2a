package io.curia.core.agent.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Output on its way out in numbered chunks: when one is full, or half a second after its first byte. One thread adds; the
 * timer's chunks go out on the executor. Chunks are written one at a time, which also slows down whoever adds.
 */
final class ExecOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ExecOutput.class);
    private static final long PATIENCE_MILLIS = 500;

    /** Where chunks go. */
    interface Sink {
        boolean write(int number, byte[] chunk) throws IOException, InterruptedException;
    }

    private final ScheduledExecutorService timers;
    private final Executor executor;
    private final int size;
    private final Sink sink;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private Future<?> timer;
    private int number;

    ExecOutput(ScheduledExecutorService timers, Executor executor, int size, Sink sink) {
        this.timers = timers;
        this.executor = executor;
        this.size = size;
        this.sink = sink;
    }

    synchronized void add(byte[] bytes, int count) throws InterruptedException {
        buffer.write(bytes, 0, Math.min(count, bytes.length));
        if (buffer.size() >= size) {
            flush();
        } else if (timer == null) {
            timer = timers.schedule(this::late, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void late() {
        try {
            executor.execute(() -> {
                try {
                    end();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the output of a remote command has to wait: {}", e.getMessage());
        }
    }

    private void flush() throws InterruptedException {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (buffer.size() == 0) {
            return;
        }
        byte[] chunk = buffer.toByteArray();
        buffer.reset();
        try {
            sink.write(number++, chunk);
        } catch (IOException e) {
            LOG.error("output of a remote command is lost: {}", e.getMessage());
        }
    }

    /** Sends what is left. */
    synchronized void end() throws InterruptedException {
        flush();
    }
}
