package io.curia.core;

import io.curia.api.gossip.GossipPool;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.StatusOperations;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.dispatch.Hold;
import io.curia.core.route.Doubts;
import io.curia.core.route.Servers;
import io.curia.core.rpc.Forms;
import io.curia.core.rpc.RemoteCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every agent has to reach others: the pools, the servers that they know of, and calls of these. Its thread:
 * {@code core-timer}, for the ends of waits and whatever is due later. {@link #close} ends it.
 */
final class Network implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);
    /** How often an agent spreads its calls anew, at the least (reference: semantics, section 1.1). */
    private static final long REORDER_SECONDS = 120;
    private static final int REORDER_JITTER_SECONDS = 60;
    private static final long PING_MILLIS = 5_000;

    private final ScheduledThreadPoolExecutor timers;
    private final RandomGenerator random;
    private final Servers servers;
    private final Doubts doubts = new Doubts(this::client);
    private final Forms forms = Forms.all();
    private final Hold hold;
    private final RemoteCalls calls;
    private volatile RpcClient client;
    private volatile GossipPool lan;
    private volatile GossipPool wan;
    private final List<AutoCloseable> lanHandles = new ArrayList<>(2);
    private final List<AutoCloseable> wanHandles = new ArrayList<>(2);
    private Future<?> reorder;

    Network(RemoteCalls.Settings settings, long holdMillis, RandomGenerator random) {
        this.random = random;
        timers = new ScheduledThreadPoolExecutor(1, named("core-timer"));
        timers.setRemoveOnCancelPolicy(true);
        servers = new Servers(settings.datacenter(), random);
        hold = new Hold(holdMillis, timers, random, System::nanoTime);
        calls = new RemoteCalls(settings, forms, servers, () -> client, hold);
        scheduleReorder();
    }

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    ScheduledThreadPoolExecutor timers() {
        return timers;
    }

    Servers servers() {
        return servers;
    }

    Forms forms() {
        return forms;
    }

    Hold hold() {
        return hold;
    }

    RemoteCalls calls() {
        return calls;
    }

    RpcClient client() {
        return client;
    }

    GossipPool lan() {
        return lan;
    }

    GossipPool wan() {
        return wan;
    }

    void use(RpcClient present) {
        client = present;
    }

    /** The LAN pool from now on; null: there is none any more. */
    synchronized void useLan(GossipPool pool) {
        lan = pool;
        listen(pool, lanHandles);
        servers.useLan(pool);
    }

    /** The WAN pool from now on; null: there is none any more. */
    synchronized void useWan(GossipPool pool) {
        wan = pool;
        listen(pool, wanHandles);
        servers.useWan(pool);
    }

    private void listen(GossipPool pool, List<AutoCloseable> handles) {
        handles.forEach(Network::close);
        handles.clear();
        if (pool != null) {
            handles.add(pool.listen(servers));
            handles.add(pool.listen(doubts));
        }
    }

    private synchronized void scheduleReorder() {
        reorder = timers.schedule(this::reorder, REORDER_SECONDS + random.nextInt(REORDER_JITTER_SECONDS),
                TimeUnit.SECONDS);
    }

    /** Another server is asked first, if it answers. */
    private void reorder() {
        RpcTarget other = servers.other();
        if (other != null) {
            calls.ask(other, StatusOperations.PING, NoRequest.INSTANCE, PING_MILLIS).whenComplete((up, failure) -> {
                if (failure == null) {
                    servers.reorder(other);
                } else {
                    LOG.debug("pinging server failed: server={} error=\"{}\"", other.address(), failure.getMessage());
                }
            });
        }
        scheduleReorder();
    }

    static void close(AutoCloseable handle) {
        if (handle != null) {
            try {
                handle.close();
            } catch (Exception e) {
                LOG.warn("could not close: error=\"{}\"", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        useLan(null);
        useWan(null);
        synchronized (this) {
            reorder.cancel(false);
        }
        timers.shutdownNow();
    }
}
