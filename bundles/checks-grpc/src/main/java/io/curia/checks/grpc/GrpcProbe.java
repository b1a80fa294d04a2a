package io.curia.checks.grpc;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.EventLoop;
import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import io.curia.api.net.TlsSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One check: its call is encoded once and made on a new connection each time. */
final class GrpcProbe implements Probe {
    private final EventLoop loop;
    private final String target;
    private final String address;
    private final TlsSettings tls;
    private final Duration timeout;
    private final Executor resolver;
    private final ByteBuffer request;
    private volatile GrpcExchange current;

    /** @param target host:port, or host:port/service */
    GrpcProbe(EventLoop loop, String target, TlsSettings tls, Duration timeout, Executor resolver) {
        this.loop = loop;
        this.target = target;
        this.tls = tls;
        this.timeout = timeout;
        this.resolver = resolver;
        int slash = target.indexOf('/');
        this.address = slash < 0 ? target : target.substring(0, slash);
        String authority = tls == null || tls.serverName().isEmpty() ? address : tls.serverName();
        this.request = HealthCall.request(tls != null, authority.substring(0, Math.min(authority.length(), 1024)),
                slash < 0 ? "" : target.substring(slash + 1), timeout);
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        HostPort host;
        try {
            host = HostPort.parse(address);
        } catch (NetworkException e) {
            return CompletableFuture.completedFuture(ProbeResult.critical(GrpcStatus.error(GrpcStatus.UNAVAILABLE,
                    "connection error: desc = \"transport: Error while dialing dial tcp: " + e.getMessage() + "\"")));
        }
        GrpcExchange exchange = new GrpcExchange(loop, timeout, target, request);
        current = exchange;
        return exchange.start(host, tls, resolver);
    }

    @Override
    public void cancel() {
        GrpcExchange exchange = current;
        if (exchange != null) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}
