package io.curia.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole DNS interface: sockets by address, workers for answers that take time, and the engine under the present
 * settings. The engine is made with the first query, because an agent's start should not pay for it. Settings are
 * replaced without touching sockets whose address stays.
 */
final class DnsService implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsService.class);
    private static final int MAX_WORKERS = 2;
    private static final int MAX_WAITING = 4096;
    private static final int IDLE_SECONDS = 10;

    /** What the service takes from its surroundings; {@code secureRandom} is asked when recursion is first needed. */
    record Environment(Supplier<DnsEngine.Agent> agent, Clock clock, LongSupplier nanoClock, Random random,
            Supplier<Random> secureRandom) { }

    /** The two sockets of an address. */
    private record Sockets(TcpServer tcp, UdpServer udp) {
        void close() {
            udp.close();
            tcp.close();
        }
    }

    private final Environment environment;
    private final int hashSeed;
    private final ThreadPoolExecutor workers;
    private final LazyUpstream upstream;
    private final Map<InetSocketAddress, Sockets> sockets = new LinkedHashMap<>();
    private final Object engineLock = new Object();
    private volatile DnsEngine engine;
    /** Guarded by the engine's lock, as is the making of an engine. */
    private DnsSettings settings;

    DnsService(Environment environment) {
        this.environment = environment;
        this.hashSeed = environment.random().nextInt();
        this.upstream = new LazyUpstream(environment);
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(MAX_WORKERS, MAX_WORKERS, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "dns-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Applies settings, listens on new addresses and stops listening on those that are gone.
     *
     * @throws IOException when an address cannot be listened on; then nothing has changed
     */
    synchronized void apply(List<InetSocketAddress> addresses, DnsSettings next) throws IOException {
        Map<InetSocketAddress, Sockets> fresh = new LinkedHashMap<>();
        try {
            for (InetSocketAddress address : addresses) {
                if (!sockets.containsKey(address) && !fresh.containsKey(address)) {
                    fresh.put(address, open(address));
                }
            }
        } catch (IOException | RuntimeException e) {
            fresh.values().forEach(Sockets::close);
            throw e;
        }
        synchronized (engineLock) {
            settings = next;
            engine = null;
        }
        fresh.values().forEach(pair -> {
            pair.tcp().start();
            pair.udp().start();
        });
        sockets.putAll(fresh);
        sockets.entrySet().removeIf(entry -> {
            boolean gone = !addresses.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    /** Where it listens, over both protocols. */
    synchronized List<InetSocketAddress> listening() throws IOException {
        List<InetSocketAddress> listening = new ArrayList<>();
        for (Sockets pair : sockets.values()) {
            listening.add(pair.udp().address());
        }
        return listening;
    }

    private Sockets open(InetSocketAddress address) throws IOException {
        TcpServer tcp;
        try {
            tcp = new TcpServer(address, handler(), environment.nanoClock());
        } catch (IOException | RuntimeException e) {
            throw new IOException("DNS cannot listen on tcp " + text(address) + ": " + e.getMessage(), e);
        }
        try {
            // With a free port chosen by the system both protocols have the same.
            UdpServer udp = new UdpServer(tcp.address(), handler());
            return new Sockets(tcp, udp);
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw new IOException("DNS cannot listen on udp " + text(address) + ": " + e.getMessage(), e);
        }
    }

    /** A new thread's way to the engine. */
    PacketHandler handler() {
        return new PacketHandler(this::engine, hashSeed, new Random(environment.random().nextLong()));
    }

    private DnsEngine engine() {
        DnsEngine known = engine;
        return known != null ? known : makeEngine();
    }

    private DnsEngine makeEngine() {
        synchronized (engineLock) {
            if (engine == null) {
                engine = new DnsEngine(settings, environment.agent().get(), upstream, workers, environment.clock(),
                        environment.nanoClock(), environment.random(), hashSeed);
            }
            return engine;
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ':' + address.getPort();
    }

    @Override
    public void close() {
        synchronized (this) {
            sockets.values().forEach(Sockets::close);
            sockets.clear();
        }
        upstream.close();
        workers.shutdownNow();
        LOG.debug("DNS has ended");
    }
}
