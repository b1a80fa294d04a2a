package io.curia.core.agent;

import io.curia.api.model.Coordinate;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the servers where this node is in the network, so rarely that all agents together make {@value #RATE} updates a second
 * (reference: gossip-rpc, section 3.4). Runs on the scheduler.
 */
final class CoordinateSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinateSender.class);
    private static final int RATE = 64;
    private static final long SHORTEST_MILLIS = 15_000;

    private final Supplier<String> node;
    private final Supplier<Coordinate> coordinate;
    private final Supplier<String> token;
    private final IntSupplier clusterSize;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;
    private Future<?> next;
    private boolean closed;

    /** @param coordinate null while there is none, or when they are disabled */
    CoordinateSender(Supplier<String> node, Supplier<Coordinate> coordinate, Supplier<String> token,
            IntSupplier clusterSize, Dispatcher dispatcher, ScheduledExecutorService timers, RandomGenerator random) {
        this.node = node;
        this.coordinate = coordinate;
        this.token = token;
        this.clusterSize = clusterSize;
        this.dispatcher = dispatcher;
        this.timers = timers;
        this.random = random;
        schedule();
    }

    private synchronized void schedule() {
        if (!closed) {
            long interval = Math.max(SHORTEST_MILLIS, TimeUnit.SECONDS.toMillis(clusterSize.getAsInt()) / RATE);
            next = timers.schedule(this::send, interval + random.nextLong(interval), TimeUnit.MILLISECONDS);
        }
    }

    private void send() {
        Coordinate here = coordinate.get();
        if (here != null) {
            dispatcher.write(CoordinateOperations.UPDATE, new CoordinateOperations.UpdateRequest(node.get(), "", here),
                    new WriteOptions("", token.get())).whenComplete((done, failure) -> {
                        if (failure != null && !(failure instanceof CuriaException known
                                && known.kind() == CuriaException.Kind.NO_LEADER)) {
                            LOG.warn("Coordinate update error: error=\"{}\"", failure.getMessage());
                        }
                    });
        }
        schedule();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel(false);
    }
}
