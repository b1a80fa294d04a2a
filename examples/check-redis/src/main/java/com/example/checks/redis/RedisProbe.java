package com.example.checks.redis;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.net.Connection;
import io.curia.api.net.EventLoop;
import io.curia.api.net.Exchange;
import io.curia.api.net.HostPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One check. Each run is a connection of its own: PING, one line back, done. */
final class RedisProbe implements Probe {
    private static final int MAX_LINE = 512;

    private final EventLoop loop;
    private final HostPort server;
    private final Duration timeout;
    private final Executor resolver;
    private volatile Ping current;

    RedisProbe(EventLoop loop, HostPort server, Duration timeout, Executor resolver) {
        this.loop = loop;
        this.server = server;
        this.timeout = timeout;
        this.resolver = resolver;
    }

    @Override
    public CompletionStage<ProbeResult> run() {
        Ping ping = new Ping();
        current = ping;
        return ping.start(server, null, resolver);
    }

    @Override
    public void cancel() {
        Ping ping = current;
        if (ping != null) {
            ping.close();
        }
    }

    @Override
    public void close() {
        cancel();
    }

    private final class Ping extends Exchange<ProbeResult> {
        private final StringBuilder line = new StringBuilder();

        private Ping() {
            super(loop, timeout);
        }

        @Override
        public void connected(Connection connection) throws IOException {
            connection.send(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void received(Connection connection, ByteBuffer data) {
            line.append(StandardCharsets.UTF_8.decode(data));
            int end = line.indexOf("\r\n");
            if (end >= 0 || line.length() > MAX_LINE) {
                complete(judge(line.substring(0, end >= 0 ? end : MAX_LINE)));
            }
        }

        private ProbeResult judge(String answer) {
            if (answer.equals("+PONG")) {
                return ProbeResult.passing("Redis " + server + ": PONG");
            }
            // up, but for example still loading its data or asking for a password
            return answer.startsWith("-") ? ProbeResult.warning("Redis " + server + ": " + answer.substring(1))
                    : ProbeResult.critical("Redis " + server + ": unexpected answer: " + answer);
        }

        @Override
        protected ProbeResult broken(IOException cause) {
            return ProbeResult.critical("Redis " + server + ": " + cause.getMessage());
        }

        @Override
        protected ProbeResult timedOut() {
            return ProbeResult.critical("Redis " + server + ": no answer in " + timeout.toMillis() + " ms");
        }
    }
}
