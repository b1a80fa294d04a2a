package io.curia.rpc.lane;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.net.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Carries consensus messages on a loop of its own, so that they wait for nothing else. Timeouts are looked at every
 * {@value #SWEEP_MILLIS} ms while calls are waiting. Of lanes that are down, no more than {@value #MOST_LANES} are remembered.
 */
public final class LaneTransport implements ConsensusTransport, AutoCloseable {
    private static final long SWEEP_MILLIS = 50;
    private static final int MOST_LANES = 256;

    private final Loop loop;
    private final BooleanSupplier tls;
    private final String datacenter;
    private final String node;
    private final LongSupplier nanoClock;
    private final QuietLog log;
    private final Map<Route, OutgoingLane> lanes = new ConcurrentHashMap<>();
    private final AtomicReference<Handler> handler = new AtomicReference<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean closed;

    /** Where it all happens, and what connects. */
    interface Loop extends Executor, Timers {
        /** Connects, on the loop; the owner hears {@code opened} or {@code closed}. */
        void dial(RpcTarget target, LinkOwner owner);

        /** Takes a link to this loop and gives it to the owner, with what has been read of it. */
        void take(Link link, LinkOwner owner, ByteBuffer received) throws IOException;
    }

    private record SocketLoop(IoLoop loop, Dialer dialer) implements Loop {
        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Runnable after(long nanos, Runnable task) {
            return loop.after(nanos, task);
        }

        @Override
        public void dial(RpcTarget target, LinkOwner owner) {
            dialer.dial(loop, target, owner);
        }

        @Override
        public void take(Link link, LinkOwner owner, ByteBuffer received) {
            link.moveTo(loop, owner, received);
        }
    }

    private record Route(String address, Lane lane) { }

    /**
     * A transport of this server.
     *
     * @param tls whether servers are expected to take TLS
     */
    public LaneTransport(IoLoop loop, Dialer dialer, BooleanSupplier tls, String datacenter, String node,
            LongSupplier nanoClock, QuietLog log) {
        this(new SocketLoop(loop, dialer), tls, datacenter, node, nanoClock, log);
    }

    LaneTransport(Loop loop, BooleanSupplier tls, String datacenter, String node, LongSupplier nanoClock, QuietLog log) {
        this.loop = loop;
        this.tls = tls;
        this.datacenter = datacenter;
        this.node = node;
        this.nanoClock = nanoClock;
        this.log = log;
    }

    @Override
    public CompletableFuture<ByteBuffer> call(String address, Lane lane, ByteBuffer request, long timeoutMillis) {
        if (request.remaining() > MAX_MESSAGE_BYTES) {
            return CompletableFuture.failedFuture(
                    new IOException("a consensus message of " + request.remaining() + " bytes is too large"));
        }
        Route route = new Route(address, lane);
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("the agent is stopping"));
        }
        CompletableFuture<ByteBuffer> future = null;
        while (future == null) {
            OutgoingLane way = lanes.get(route);
            if (way == null) {
                way = lanes.computeIfAbsent(route, this::lane);
            }
            future = way.call(request, TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        }
        if (!sweeping.get() && sweeping.compareAndSet(false, true)) {
            loop.execute(this::scheduleSweep);
        }
        return future;
    }

    private OutgoingLane lane(Route route) {
        if (lanes.size() >= MOST_LANES) {
            loop.execute(() -> lanes.values().removeIf(OutgoingLane::retireIfDown));
        }
        return new OutgoingLane(route.address(), new Frames.Hello(route.lane(), datacenter, node), nanoClock,
                owner -> loop.execute(() -> loop.dial(
                        new RpcTarget(datacenter, "", route.address(), tls.getAsBoolean()), owner)));
    }

    private void scheduleSweep() {
        loop.after(TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS), this::sweep);
    }

    private void sweep() {
        sweeping.set(false);
        boolean waiting = false;
        for (OutgoingLane lane : lanes.values()) {
            waiting |= lane.sweep();
        }
        if (waiting && sweeping.compareAndSet(false, true)) {
            scheduleSweep();
        }
    }

    @Override
    public AutoCloseable serve(Handler next) {
        handler.set(next);
        return () -> handler.compareAndSet(next, null);
    }

    /** Takes over an incoming connection, with what has been read of it. */
    public void accept(Link link, ByteBuffer received) throws IOException {
        loop.take(link, new IncomingLane(link, loop, new Frames.Hello(Lane.CONTROL, datacenter, node), handler::get, log), received);
    }

    /** Calls that wait for their replies, and bytes that wait to be sent. */
    record Load(int calls, long bytes) { }

    /** What waits on each lane, for tests. */
    List<Load> loads() {
        return lanes.values().stream().map(OutgoingLane::load).toList();
    }

    /** Fails what waits and takes nothing more; the loop has to be closed before. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(lane -> lane.closed(new IOException("the agent is stopping")));
    }
}
