package io.curia.checks.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpCheckTypeTest {
    private final TestContext context = new TestContext();
    private final UdpCheckType type = new UdpCheckType();

    @AfterEach
    void end() {
        type.deactivate();
        context.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("checks-udp"));
    }

    private Probe open(String address, Duration timeout) {
        return type.open(TestContext.spec(timeout, Map.of("UDP", address)), context);
    }

    private static ProbeResult get(Probe probe) throws Exception {
        return probe.run().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldPassOnAnAnswerAndOnSilence() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + peer.getLocalPort();
            CompletableFuture<ProbeResult> answered = open(address, Duration.ofSeconds(30)).run().toCompletableFuture();
            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            peer.receive(packet);
            assertThat(packet.getLength()).isZero();
            peer.send(new DatagramPacket(new byte[] {1}, 1, packet.getSocketAddress()));
            assertThat(answered.get(10, TimeUnit.SECONDS))
                    .isEqualTo(ProbeResult.passing("UDP connect " + address + ": Success"));
            assertThat(get(open(address, Duration.ofMillis(50))))
                    .isEqualTo(ProbeResult.passing("UDP connect " + address + ": Success"));
        }
    }

    @Test
    void shouldFailOnARefusal() throws Exception {
        int port;
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            port = peer.getLocalPort();
        }
        assertThat(get(open("127.0.0.1:" + port, Duration.ofSeconds(30))))
                .isEqualTo(ProbeResult.critical("udp 127.0.0.1:" + port + ": read: connection refused"));
        assertThat(get(open("no-such-host.invalid:1", Duration.ofSeconds(5))).output())
                .isEqualTo("dial udp: lookup no-such-host.invalid: no such host");
        assertThat(get(open("x", Duration.ofSeconds(5))).output()).isEqualTo("dial udp: address x: missing port in address");
    }

    @Test
    void shouldEndWhenCancelled() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            Probe probe = open("127.0.0.1:" + peer.getLocalPort(), Duration.ofSeconds(30));
            CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
            probe.close();
            assertThat(result).isCompletedExceptionally();
        }
    }
}
