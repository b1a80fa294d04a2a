package io.curia.core.agent.watch;

import io.curia.api.agent.Codec;
import io.curia.core.agent.watch.WatchMemory.Delivered;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one watch: asks, waits for a change, tells the handler, asks again. States: asking, telling (on the blocking
 * executor), pausing after a failure (5 s times the square of the failures in a row, 180 s at most), closed. What has
 * been delivered once is not delivered again.
 */
final class WatchRunner implements AutoCloseable {
    /** Tells a handler; blocks until it has been told. */
    interface Teller extends AutoCloseable {
        void tell(WatchSpec watch, long index, byte[] json) throws IOException, InterruptedException;

        @Override
        void close();
    }

    private static final Logger LOG = LoggerFactory.getLogger(WatchRunner.class);
    private static final long RETRY_SECONDS = 5;
    private static final long MOST_RETRY_SECONDS = 180;
    private final String definition;
    private final WatchSpec watch;
    private final WatchQuery query;
    private final Codec codec;
    private final Supplier<String> token;
    private final Executor blocking;
    private final ScheduledExecutorService timers;
    private final WatchMemory memory;
    private final Teller teller;
    private Delivered last;
    private Future<?> pause;
    private int failures;
    private boolean closed;

    WatchRunner(String definition, WatchSpec watch, WatchQuery query, Codec codec, Supplier<String> token,
            Executor blocking, ScheduledExecutorService timers, WatchMemory memory, Teller teller) {
        this.definition = definition;
        this.watch = watch;
        this.query = query;
        this.codec = codec;
        this.token = token;
        this.blocking = blocking;
        this.timers = timers;
        this.memory = memory;
        this.teller = teller;
    }

    void start() {
        last = memory.last(definition);
        ask(0);
    }

    private void ask(long index) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        query.ask(watch, index, token.get()).whenComplete((found, failure) -> {
            if (failure != null) {
                failed(failure);
                return;
            }
            try {
                blocking.execute(() -> take(index, found));
            } catch (RejectedExecutionException e) {
                failed(e);
            }
        });
    }

    private void failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
                : failure;
        synchronized (this) {
            if (closed) {
                return;
            }
            failures++;
            long seconds = Math.min(MOST_RETRY_SECONDS, RETRY_SECONDS * failures * failures);
            LOG.error("Watch errored: type={} error={} retry={}s", watch.type(), cause.getMessage(), seconds);
            pause = timers.schedule(() -> ask(0), seconds, TimeUnit.SECONDS);
        }
    }

    private void take(long asked, WatchQuery.Found found) {
        synchronized (this) {
            if (closed) {
                return;
            }
            failures = 0;
        }
        byte[] json = codec.json(found.value(), false);
        Delivered now = new Delivered(found.index(), Digest.of(json));
        boolean nothingNew = watch.type().equals("event") && last != null && found.value() instanceof List<?> list
                && list.isEmpty();
        if (!nothingNew && (last == null || !last.contentHash().equals(now.contentHash()))) {
            tell(found.index(), json);
            last = now;
            memory.delivered(definition, now);
        }
        boolean backwards = Long.compareUnsigned(found.index(), asked) < 0 && !watch.type().equals("event");
        ask(backwards ? 0 : Math.max(found.index(), watch.type().equals("event") ? Long.MIN_VALUE : 1));
    }

    private void tell(long index, byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        try {
            teller.tell(watch, index, line);
        } catch (IOException e) {
            LOG.error("Failed to call watch handler: type={} error={}", watch.type(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (pause != null) {
                pause.cancel(false);
            }
        }
        teller.close();
    }
}
