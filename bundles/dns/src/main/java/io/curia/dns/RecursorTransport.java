package io.curia.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges with other DNS servers, each on a socket of its own (a fresh port and a random id make answers hard to
 * forge). One thread, started with the first exchange, owns the selector, the sockets and the deadlines; callers only
 * put exchanges into its queue. At most {@value #MAX_OUTSTANDING} exchanges are under way.
 */
final class RecursorTransport implements Upstream, Closeable {
    static final int MAX_OUTSTANDING = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(RecursorTransport.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoClock;
    private final Random random;
    private final Queue<RecursorExchange> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private Selector selector;
    private Thread thread;
    private boolean closed;

    RecursorTransport(LongSupplier nanoClock, Random random) {
        this.nanoClock = nanoClock;
        this.random = random;
    }

    @Override
    public CompletableFuture<byte[]> exchange(InetSocketAddress server, boolean tcp, byte[] query, long timeoutMillis) {
        if (outstanding.incrementAndGet() > MAX_OUTSTANDING) {
            outstanding.decrementAndGet();
            return CompletableFuture.failedFuture(new IOException("too many queries to recursors are outstanding"));
        }
        RecursorExchange exchange = new RecursorExchange(server, tcp, query, random.nextInt(1 << 16),
                nanoClock.getAsLong() + timeoutMillis * NANOS_PER_MILLI);
        try {
            Selector awake = started();
            arriving.add(exchange);
            awake.wakeup();
        } catch (IOException e) {
            exchange.answer.completeExceptionally(e);
        } catch (ClosedSelectorException e) {
            exchange.answer.completeExceptionally(new IOException("the DNS interface has ended", e));
        }
        return exchange.answer.whenComplete((answer, failure) -> outstanding.decrementAndGet());
    }

    private synchronized Selector started() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (thread == null) {
            selector = Selector.open();
            thread = new Thread(this::run, "dns-recursor");
            thread.setDaemon(true);
            thread.start();
        }
        return selector;
    }

    private void run() {
        PriorityQueue<RecursorExchange> deadlines =
                new PriorityQueue<>(Comparator.comparingLong((RecursorExchange exchange) -> exchange.deadline));
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        while (!isClosed()) {
            try {
                turn(deadlines, buffer);
            } catch (IOException | RuntimeException e) {
                LOG.warn("DNS recursion: {}", e.toString());
            }
        }
        IOException end = new ClosedChannelException();
        arriving.forEach(exchange -> exchange.fail(end));
        deadlines.forEach(exchange -> exchange.fail(end));
        closeSelector();
    }

    private void turn(PriorityQueue<RecursorExchange> deadlines, ByteBuffer buffer) throws IOException {
        selector.select(waitMillis(deadlines));
        for (RecursorExchange next = arriving.poll(); next != null; next = arriving.poll()) {
            deadlines.add(next);
            next.start(selector);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ((RecursorExchange) key.attachment()).ready(key, buffer);
        }
        selector.selectedKeys().clear();
        long now = nanoClock.getAsLong();
        while (!deadlines.isEmpty() && (deadlines.peek().isDone() || deadlines.peek().deadline - now <= 0)) {
            deadlines.poll().fail(new IOException("no answer in time"));
        }
    }

    private long waitMillis(PriorityQueue<RecursorExchange> deadlines) {
        if (deadlines.isEmpty()) {
            return 0;
        }
        return Math.max(1, (deadlines.peek().deadline - nanoClock.getAsLong()) / NANOS_PER_MILLI);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("closing the selector: {}", e.toString());
        }
    }

    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = thread;
            if (selector != null) {
                selector.wakeup();
            }
        }
        Threads.join(ending);
    }
}
