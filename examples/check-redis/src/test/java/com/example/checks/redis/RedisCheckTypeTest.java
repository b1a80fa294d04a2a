package com.example.checks.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RedisCheckTypeTest {
    private final RedisCheckType type = new RedisCheckType();

    @AfterEach
    void end() {
        type.deactivate();
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("check-redis")));
    }

    private Probe open(String server, Duration timeout) throws InvalidCheckException {
        CheckSpec spec = new CheckSpec("r", "r", "", Duration.ofSeconds(10), timeout, 4096, Map.of("redis", server));
        assertTrue(type.claims(spec));
        return type.open(spec, new Context());
    }

    private ProbeResult answered(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<ProbeResult> result =
                    open("127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(500)).run().toCompletableFuture();
            try (Socket peer = server.accept()) {
                assertEquals("PING\r\n", new String(peer.getInputStream().readNBytes(6), StandardCharsets.US_ASCII));
                peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return result.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldJudgeTheAnswer() throws Exception {
        assertTrue(answered("+PONG\r\n").output().endsWith(": PONG"));
        assertEquals("warning", answered("-LOADING dataset\r\n").status().text());
        assertEquals("critical", answered("HTTP/1.1 400\r\n").status().text());
        assertTrue(answered("").output().endsWith(": no answer in 500 ms"));
    }

    @Test
    void shouldTellRefusalAndRefuseNonsense() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        ProbeResult result = open("127.0.0.1:" + port, Duration.ofSeconds(5)).run().toCompletableFuture().get();
        assertTrue(result.output().endsWith("connect: connection refused"), result.output());
        assertThrows(InvalidCheckException.class, () -> open("nonsense", Duration.ZERO));
    }

    @Test
    void shouldLeaveNothingWhenClosed() throws IOException, InvalidCheckException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Probe probe = open("127.0.0.1:" + server.getLocalPort(), Duration.ofSeconds(20));
            CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
            try (Socket peer = server.accept()) {
                probe.close();
                assertTrue(result.isDone());
                assertTrue(peer.getInputStream().readAllBytes().length <= 6);
            }
        }
    }

    private static final class Context implements CheckContext {
        @Override
        public ScheduledExecutorService timers() {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public Executor blocking() {
            return Runnable::run;
        }

        @Override
        public String lastOutput() {
            return "";
        }

        @Override
        public void trigger() { }

        @Override
        public String nodeName() {
            return "test";
        }
    }
}
