package io.curia.consensus.testkit;

import io.curia.api.consensus.ConsensusTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network of servers in one process, with faults: what is sent over a cut link vanishes, and the call ends when its time is
 * over; a call to an address where nobody serves fails at once. Which messages are lost and how long the others take
 * comes from a seed, as far as the threads of those who send allow.
 *
 * <p>Each address has a thread that delivers to it, requests in the order in which they were sent on a lane, as a transport's
 * I/O thread would; who blocks it, holds up everything.
 */
public final class MemoryNetwork implements AutoCloseable {
    private record Link(String from, String to) { }

    private record Route(Link link, ConsensusTransport.Lane lane) { }

    private final Random random;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Set<Link> cuts = new HashSet<>();
    private final Map<Route, Long> lastArrival = new HashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private long delayNanos;
    private double loss;
    private boolean closed;

    public MemoryNetwork(long seed) {
        this.random = new Random(seed);
    }

    /** The transport of the server at an address, host:port; the same each time. */
    public synchronized ConsensusTransport at(String address) {
        return nodes.computeIfAbsent(address, Node::new);
    }

    /** From now on nothing passes from one address to the other; the way back is another cut. */
    public synchronized void cut(String from, String to) {
        cuts.add(new Link(from, to));
    }

    /** Cuts an address off from all others, both ways. */
    public synchronized void isolate(String address) {
        for (String other : nodes.keySet()) {
            if (!other.equals(address)) {
                cut(address, other);
                cut(other, address);
            }
        }
    }

    /** All links are whole again. */
    public synchronized void heal() {
        cuts.clear();
    }

    /** Each message takes up to so long. */
    public synchronized void delay(long millis) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Of so many messages in one, each way, nothing arrives. */
    public synchronized void lose(double share) {
        loss = share;
    }

    private synchronized Node nodeOf(String address) {
        return nodes.get(address);
    }

    private synchronized boolean passes(String from, String to) {
        return !cuts.contains(new Link(from, to)) && (loss == 0 || random.nextDouble() >= loss);
    }

    /** When a message that is sent now arrives: not before those that were sent on the lane earlier. */
    private synchronized long arrival(String from, String to, ConsensusTransport.Lane lane) {
        long at = System.nanoTime() + (delayNanos == 0 ? 0 : (long) (random.nextDouble() * delayNanos));
        if (lane != null && delayNanos > 0) {
            at = Math.max(at, lastArrival.getOrDefault(new Route(new Link(from, to), lane), at));
            lastArrival.put(new Route(new Link(from, to), lane), at);
        }
        return at;
    }

    @Override
    public void close() throws InterruptedException {
        Set<Node> all;
        synchronized (this) {
            closed = true;
            all = new HashSet<>(nodes.values());
        }
        for (Node node : all) {
            node.thread.interrupt();
            node.thread.join();
        }
    }

    private final class Event implements Delayed {
        private final long at;
        private final long number = sequence.incrementAndGet();
        private final Runnable action;

        Event(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Event that = (Event) other;
            return at == that.at ? Long.compare(number, that.number) : Long.compare(at - that.at, 0);
        }
    }

    private final class Node implements ConsensusTransport {
        private final String address;
        private final DelayQueue<Event> events = new DelayQueue<>();
        private final Thread thread;
        private volatile Handler handler;

        Node(String address) {
            this.address = address;
            this.thread = new Thread(this::run, "net-" + address);
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                while (!closed) {
                    events.take().action.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CompletableFuture<ByteBuffer> call(String to, Lane lane, ByteBuffer request, long timeoutMillis) {
            if (request.remaining() > MAX_MESSAGE_BYTES) {
                return CompletableFuture.failedFuture(new IOException("a message of " + request.remaining() + " bytes"));
            }
            CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
            events.add(new Event(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
                    () -> answer.completeExceptionally(new IOException(to + " did not answer in time"))));
            Node target = nodeOf(to);
            if (target == null || target.handler == null) {
                return CompletableFuture.failedFuture(new IOException(to + " refuses connections"));
            }
            if (passes(address, to)) {
                ByteBuffer copy = ByteBuffer.allocate(request.remaining()).put(request.duplicate()).flip();
                target.events.add(new Event(arrival(address, to, lane), () -> target.arrived(this, lane, copy, answer)));
            }
            return answer;
        }

        private void arrived(Node from, Lane lane, ByteBuffer request, CompletableFuture<ByteBuffer> answer) {
            Handler present = handler;
            CompletableFuture<ByteBuffer> reply = present == null
                    ? CompletableFuture.failedFuture(new IOException("nobody serves")) : present.handle(lane, request);
            reply.whenComplete((bytes, failure) -> {
                if (passes(address, from.address)) {
                    from.events.add(new Event(arrival(address, from.address, null), () -> {
                        if (failure == null) {
                            answer.complete(bytes);
                        } else {
                            answer.completeExceptionally(new IOException(String.valueOf(failure.getMessage())));
                        }
                    }));
                }
            });
        }

        @Override
        public AutoCloseable serve(Handler next) {
            handler = next;
            return () -> {
                if (handler == next) {
                    handler = null;
                }
            };
        }
    }
}
