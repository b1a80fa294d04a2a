package io.curia.checks.tcp;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.Connection;
import io.curia.api.net.EventLoop;
import io.curia.api.net.Exchange;
import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import io.curia.api.net.TlsSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Connects and hangs up. */
final class TcpProbe implements Probe {
    private final EventLoop loop;
    private final String address;
    private final TlsSettings tls;
    private final Duration timeout;
    private final Executor resolver;
    private volatile Attempt current;

    TcpProbe(EventLoop loop, String address, TlsSettings tls, Duration timeout, Executor resolver) {
        this.loop = loop;
        this.address = address;
        this.tls = tls;
        this.timeout = timeout;
        this.resolver = resolver;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        HostPort target;
        try {
            target = HostPort.parse(address);
        } catch (NetworkException e) {
            return CompletableFuture.completedFuture(ProbeResult.critical("dial tcp: " + e.getMessage()));
        }
        Attempt attempt = new Attempt();
        current = attempt;
        return attempt.start(target, tls, resolver);
    }

    @Override
    public void cancel() {
        Attempt attempt = current;
        if (attempt != null) {
            attempt.close();
        }
    }

    @Override
    public void close() {
        cancel();
    }

    private final class Attempt extends Exchange<ProbeResult> {
        private Attempt() {
            super(loop, timeout);
        }

        @Override
        public void connected(Connection connection) {
            complete(ProbeResult.passing("TCP connect " + address + ": Success"));
        }

        @Override
        public void received(Connection connection, ByteBuffer data) { }

        @Override
        protected ProbeResult broken(IOException cause) {
            return ProbeResult.critical(cause.getMessage());
        }

        @Override
        protected ProbeResult timedOut() {
            return ProbeResult.critical("dial tcp " + address + ": i/o timeout");
        }
    }
}
