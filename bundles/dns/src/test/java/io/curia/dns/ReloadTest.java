package io.curia.dns;

import static io.curia.dns.DnsFixture.answers;
import static io.curia.dns.DnsFixture.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** New settings and addresses while the service runs, and its end. */
class ReloadTest {
    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void appliesSettingsWithoutTouchingSockets() throws IOException {
        try (DnsFixture dns = new DnsFixture()) {
            dns.directory.node("n", "10.0.0.1", Map.of());
            assertThat(answers(dns.ask("n.node.consul", "A"))).containsExactly("n.node.consul. 0 A 10.0.0.1");
            dns.service().apply(List.of(dns.address()), TestSettings.with("node_ttl_s", 9L, "domain", "corp.example.", "alt_domain", "consul"));
            assertThat(dns.service().listening()).containsExactly(dns.address());
            assertThat(answers(dns.ask("n.node.consul", "A"))).containsExactly("n.node.consul. 9 A 10.0.0.1");
            assertThat(answers(dns.ask("n.node.corp.example", "A"))).hasSize(1);
        }
    }

    @Test
    void refusesAnAddressInUseAndChangesNothing() throws IOException {
        try (DnsFixture dns = new DnsFixture(); ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int port : new int[] {tcp.getLocalPort(), udp.getLocalPort()}) {
                assertThatThrownBy(() -> dns.service().apply(List.of(loopback(port)), TestSettings.with("domain", "other")))
                        .isInstanceOf(IOException.class).hasMessageContaining("DNS cannot listen on").hasMessageContaining(":" + port)
                        .hasMessageContaining("in use");
            }
            assertThat(dns.service().listening()).containsExactly(dns.address());
            assertThat(head(dns.ask("none.node.consul", "A"))).startsWith("NXDOMAIN");
        }
    }

    @Test
    void movesToAnotherAddress() throws IOException {
        try (DnsFixture dns = new DnsFixture()) {
            dns.ask("n.node.consul", "A");
            int free = FreePorts.one();
            dns.service().apply(List.of(loopback(free)), TestSettings.with());
            assertThat(dns.service().listening()).containsExactly(loopback(free));
            try (DatagramSocket again = new DatagramSocket(dns.address().getPort(), InetAddress.getLoopbackAddress())) {
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    @Test
    void endsItsThreads() {
        List<Thread> before = threads();
        DnsFixture dns = new DnsFixture("recursors", new String[] {"127.0.0.1:1"}, "recursor_timeout_ms", 50L);
        dns.directory.asynchronous = true;
        dns.ask("n.node.consul", "A");
        dns.ask("example.org", "A");
        List<Thread> during = threads();
        during.removeAll(before);
        assertThat(during).extracting(Thread::getName).allMatch(name -> name.startsWith("dns-")).hasSizeGreaterThanOrEqualTo(3);
        dns.close();
        await().untilAsserted(() -> assertThat(during).noneMatch(Thread::isAlive));
    }

    private static List<Thread> threads() {
        List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("dns-"));
        return threads;
    }
}
