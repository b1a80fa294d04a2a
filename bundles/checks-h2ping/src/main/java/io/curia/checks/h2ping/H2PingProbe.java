package io.curia.checks.h2ping;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Connects, sends a ping and waits for it to come back. */
final class H2PingProbe implements Probe {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PING = 0x63757269612d6832L;

    private final EventLoop loop;
    private final String address;
    private final TlsSettings tls;
    private final Duration timeout;
    private final Executor resolver;
    private volatile Attempt current;

    H2PingProbe(EventLoop loop, String address, TlsSettings tls, Duration timeout, Executor resolver) {
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
            return CompletableFuture.completedFuture(notDialled("dial tcp: " + e.getMessage()));
        }
        Attempt attempt = new Attempt();
        current = attempt;
        return attempt.start(target, tls, resolver);
    }

    private ProbeResult notDialled(String reason) {
        return ProbeResult.critical("Failed to dial to " + address + ": " + reason);
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

    private final class Attempt extends Exchange<ProbeResult> implements FrameReader.Consumer {
        private final FrameReader reader = new FrameReader(this);
        private Connection connection;

        private Attempt() {
            super(loop, timeout);
        }

        @Override
        public void connected(Connection made) throws IOException {
            if (tls != null && !made.protocol().equals("h2")) {
                throw new NetworkException("http2: unexpected ALPN protocol \"" + made.protocol() + "\"; want \"h2\"");
            }
            connection = made;
            ByteBuffer out = ByteBuffer.allocate(PREFACE.length + 2 * FrameReader.HEAD + Long.BYTES).put(PREFACE);
            FrameReader.head(out, 0, FrameReader.SETTINGS, 0, 0);
            FrameReader.head(out, Long.BYTES, FrameReader.PING, 0, 0);
            made.send(out.putLong(PING).flip());
        }

        @Override
        public void received(Connection from, ByteBuffer data) throws IOException {
            reader.read(data);
        }

        @Override
        public void frame(byte type, int flags, int stream, ByteBuffer payload) throws IOException {
            if (isDone()) {
                return;
            }
            boolean ack = (flags & FrameReader.ACK) != 0;
            if (type == FrameReader.PING && ack) {
                if (payload.remaining() == Long.BYTES && payload.getLong(payload.position()) == PING) {
                    complete(ProbeResult.passing("HTTP2 ping was successful"));
                }
            } else if (type == FrameReader.GOAWAY) {
                throw new NetworkException("http2: server sent GOAWAY and closed the connection");
            } else if ((type == FrameReader.SETTINGS || type == FrameReader.PING) && !ack) {
                ByteBuffer answer = type == FrameReader.PING ? payload : ByteBuffer.allocate(0);
                connection.send(FrameReader.frame(type, FrameReader.ACK, 0, answer));
            }
        }

        @Override
        protected ProbeResult broken(IOException cause) {
            return connection == null ? notDialled(cause.getMessage())
                    : ProbeResult.critical("HTTP2 ping failed: " + cause.getMessage());
        }

        @Override
        protected ProbeResult timedOut() {
            return connection == null ? notDialled("dial tcp " + address + ": i/o timeout")
                    : ProbeResult.critical("HTTP2 ping failed: context deadline exceeded");
        }
    }
}
