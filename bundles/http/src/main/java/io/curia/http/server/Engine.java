package io.curia.http.server;

import io.curia.http.call.Services;
import io.curia.http.call.Settings;
import io.curia.http.call.Workers;
import io.curia.http.endpoint.Endpoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: one Jetty server, one connector for each listener.
 *
 * <p>Requests are answered on the selector threads wherever the answer is at hand; what may take long, and what comes
 * later, on the workers of the same pool. States: new, started, stopped; {@link #start} and {@link #stop} once each.
 * {@link #apply} in between, one caller at a time.
 */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** What requests in flight get when the server stops. */
    private static final long DRAIN_MILLIS = 5_000;
    /** How long connections are told of the end before those without a request are closed. */
    private static final long FAREWELL_MILLIS = 150;
    private static final long POLL_NANOS = 5_000_000;
    /** Workers, selectors and acceptors; more wait in the pool's queue. */
    private static final int MOST_THREADS = 32;

    private final Server server;
    private final ApiHandler handler;
    private final ClientLimit limit = new ClientLimit();
    private final Map<ListenAddress, ServerConnector> open = new HashMap<>();

    /** A server without listeners. */
    public Engine(Services services, Settings settings) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4, 30_000);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        ArrayByteBufferPool buffers = new ArrayByteBufferPool(0, 1024, 65_536, 1024, 8L << 20, 32L << 20);
        server = new Server(threads, new ScheduledExecutorScheduler("http-timer", true), buffers);
        handler = new ApiHandler(new Router(Endpoints.all()), services, settings, new Workers(threads));
        server.setHandler(handler);
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(0);
        server.setStopAtShutdown(false);
    }

    /** Opens the listeners and answers from now on; when one cannot be opened, none stays open. */
    public void start(Set<ListenAddress> listeners, int connectionsPerClient) throws IOException {
        limit.setMost(connectionsPerClient);
        try {
            for (ListenAddress listener : listeners) {
                open.put(listener, opened(listener));
            }
            server.start();
        } catch (IOException e) {
            stop();
            throw e;
        } catch (Exception e) {
            stop();
            throw new IOException("Failed to start HTTP server: " + e.getMessage(), e);
        }
        listeners.forEach(listener -> LOG.info("Started HTTP listener: address={} network={}", listener.address(),
                listener.isUnix() ? "unix" : "tcp"));
    }

    private ServerConnector opened(ListenAddress listener) throws IOException {
        ServerConnector connector = Connectors.of(server, listener, limit);
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException("Failed to start " + (listener.tls() == null ? "HTTP" : "HTTPS") + " listener on "
                    + listener.address() + ": " + reason(e), e);
        }
        server.addConnector(connector);
        return connector;
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String text = String.valueOf(cause.getMessage());
        return text.toLowerCase(java.util.Locale.ROOT).contains("in use") ? "address already in use" : text;
    }

    /** Other settings from the next request on; listeners that differ are opened and closed, others stay as they are. */
    public void apply(Settings settings, Set<ListenAddress> listeners, int connectionsPerClient) throws IOException {
        handler.use(settings);
        limit.setMost(connectionsPerClient);
        Set<ListenAddress> gone = new HashSet<>(open.keySet());
        gone.removeAll(listeners);
        for (ListenAddress listener : gone) {
            close(listener);
        }
        for (ListenAddress listener : listeners) {
            if (!open.containsKey(listener)) {
                ServerConnector connector = opened(listener);
                try {
                    connector.start();
                } catch (Exception e) {
                    server.removeConnector(connector);
                    throw new IOException("Failed to start HTTP listener on " + listener.address(), e);
                }
                open.put(listener, connector);
            }
        }
    }

    private void close(ListenAddress listener) {
        ServerConnector connector = open.remove(listener);
        try {
            connector.shutdown().get(DRAIN_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.debug("ListenAddress was closed before its requests ended: {}", listener.address());
        }
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.warn("Failed to close HTTP listener on {}: {}", listener.address(), e.getMessage());
        }
        server.removeConnector(connector);
    }

    /** The port of a listener that asked for any free one. */
    public int port(ListenAddress listener) {
        return open.get(listener).getLocalPort();
    }

    /**
     * Tells clients for a moment, with each answer, that their connections end; then takes no more connections, gives
     * requests in flight some seconds, and closes everything.
     */
    public void stop() {
        handler.drain();
        awaitFarewells();
        open.values().forEach(ServerConnector::close);
        awaitRequests();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Failed to stop the HTTP server: {}", e.getMessage());
        }
        for (ServerConnector connector : List.copyOf(open.values())) {
            connector.close();
        }
        open.clear();
    }

    /** A client that learns of the end from an answer loses nothing; one that is silent has nothing to lose. */
    private void awaitFarewells() {
        long deadline = System.nanoTime() + FAREWELL_MILLIS * 1_000_000;
        while (connected() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean connected() {
        for (ServerConnector connector : open.values()) {
            if (!connector.getConnectedEndPoints().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Closes connections as soon as no request is under way on them, until none is left or time is up. */
    private void awaitRequests() {
        long deadline = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
        while (closeIdle() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Whether connections are left. One without a request is one that waits for bytes. */
    private boolean closeIdle() {
        boolean left = false;
        for (ServerConnector connector : open.values()) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                if (endPoint.getConnection() instanceof AbstractConnection connection && connection.isFillInterested()) {
                    endPoint.close();
                } else {
                    left = true;
                }
            }
        }
        return left;
    }
}
