package io.curia.checks.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpCheckTypeTest {
    private final TestContext context = new TestContext();
    private final TcpCheckType type = new TcpCheckType();

    @AfterEach
    void end() {
        type.deactivate();
        context.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("checks-tcp"));
    }

    private ProbeResult probe(String address) throws Exception {
        try (Probe probe = open(address, Duration.ofSeconds(5), Map.of())) {
            return probe.run().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private Probe open(String address, Duration timeout, Map<String, Object> more) {
        Map<String, Object> fields = new java.util.HashMap<>(more);
        fields.put("TCP", address);
        assertThat(type.claims(TestContext.spec(timeout, fields))).isTrue();
        return type.open(TestContext.spec(timeout, fields), context);
    }

    private static ServerSocket listen(int backlog) throws Exception {
        return new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void shouldFollowTheListener() throws Exception {
        String address;
        try (ServerSocket server = listen(10)) {
            address = "127.0.0.1:" + server.getLocalPort();
            assertThat(probe(address)).isEqualTo(ProbeResult.passing("TCP connect " + address + ": Success"));
            assertThat(probe("localhost:" + server.getLocalPort()).output()).endsWith(": Success");
        }
        assertThat(probe(address))
                .isEqualTo(ProbeResult.critical("dial tcp " + address + ": connect: connection refused"));
        assertThat(probe("nonsense"))
                .isEqualTo(ProbeResult.critical("dial tcp: address nonsense: missing port in address"));
    }

    @Test
    void shouldTimeOutAndBeCancelled() throws Exception {
        try (ServerSocket server = listen(10)) {
            // accepts, but never shakes hands
            String address = "127.0.0.1:" + server.getLocalPort();
            Probe slow = open(address, Duration.ofMillis(80), Map.of("TCPUseTLS", true));
            assertThat(slow.run().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(ProbeResult.critical("dial tcp " + address + ": i/o timeout"));
            try (Socket peer = server.accept()) {
                // the end comes; whether a hello came before it depends on the machine's speed
                peer.getInputStream().readAllBytes();
            }
            Probe cancelled = open(address, Duration.ofSeconds(30), Map.of("TCPUseTLS", true));
            CompletableFuture<ProbeResult> result = cancelled.run().toCompletableFuture();
            try (Socket peer = server.accept()) {
                assertThat(peer.getInputStream().read()).as("first byte of the hello").isEqualTo(0x16);
                cancelled.cancel();
                assertThat(result).isCompletedExceptionally();
                // the peer sees the end of the connection after what it had been sent
                assertThat(peer.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldProbeManyOnOneThread() throws Exception {
        try (ServerSocket server = listen(1000)) {
            String address = "127.0.0.1:" + server.getLocalPort();
            List<CompletableFuture<ProbeResult>> results = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                results.add(open(address, Duration.ofSeconds(10), Map.of()).run().toCompletableFuture());
            }
            await().until(() -> results.stream().allMatch(CompletableFuture::isDone));
            assertThat(results).allMatch(result -> result.join().output().endsWith("Success"));
            assertThat(Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("checks-tcp"))).hasSize(1);
        }
    }
}
