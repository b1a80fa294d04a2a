package io.curia.dns;

import static io.curia.dns.DnsFixture.additional;
import static io.curia.dns.DnsFixture.answers;
import static io.curia.dns.DnsFixture.authority;
import static io.curia.dns.DnsFixture.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.op.CuriaException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;

/** Names outside the zone, with a second server as the recursor. */
class RecursionTest {
    private DnsFixture upstream;
    private DnsFixture dns;

    @BeforeEach
    void start() {
        upstream = new DnsFixture("domain", "upstream.");
        upstream.directory.node("r", "127.0.0.9", Map.of("k", "v"));
        dns = downstream(port(upstream));
    }

    @AfterEach
    void stop() {
        dns.close();
        upstream.close();
    }

    private static String port(DnsFixture server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    private static DnsFixture downstream(String... recursors) {
        DnsFixture downstream = new DnsFixture("recursors", recursors, "recursor_timeout_ms", 300L, "service_ttl", new String[] {"*=7"});
        downstream.directory.node("c", "127.0.0.1", null);
        return downstream;
    }

    @Test
    void relaysAnswersAsTheyCome() {
        Message answer = dns.ask("r.node.upstream", "A");
        assertThat(head(answer)).isEqualTo("NOERROR qr aa rd");
        assertThat(answers(answer)).containsExactly("r.node.upstream. 0 A 127.0.0.9");
        assertThat(additional(answer)).containsExactly("r.node.upstream. 0 TXT \"k=v\"");
        Message none = dns.ask("none.node.upstream", "A");
        assertThat(head(none)).isEqualTo("NXDOMAIN qr aa rd");
        assertThat(authority(none)).hasSize(1);
        assertThat(answers(dns.tcp("r.node.upstream", "A"))).hasSize(1);
        assertThat(dns.ask("r.node.upstream", "A", 1232).getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void keepsTheClientsIds() {
        List<Message> queries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            queries.add(DnsFixture.query("r.node.upstream", "A", -1));
        }
        Set<Integer> ids = new HashSet<>();
        dns.tcp(queries).forEach(answer -> ids.add(answer.getHeader().getID()));
        queries.forEach(query -> assertThat(ids).contains(query.getHeader().getID()));
    }

    @Test
    void saysThatRecursionIsAvailable() {
        assertThat(head(dns.ask("c.node.consul", "A"))).isEqualTo("NOERROR qr aa rd ra");
    }

    @Test
    void followsAliasesOutOfTheZone() {
        dns.directory.node("ext", "r.node.upstream", null);
        dns.directory.service("ext", "chained", 80, "");
        Message chained = dns.ask("chained.service.consul", "A");
        assertThat(head(chained)).isEqualTo("NOERROR qr aa rd ra");
        assertThat(answers(chained)).containsExactly("chained.service.consul. 7 CNAME r.node.upstream.", "r.node.upstream. 7 A 127.0.0.9");
        assertThat(additional(chained)).isEmpty();
        assertThat(answers(dns.ask("ext.node.consul", "A"))).containsExactly("ext.node.consul. 0 CNAME r.node.upstream.",
                "r.node.upstream. 0 A 127.0.0.9");
        Message services = dns.ask("chained.service.consul", "SRV");
        assertThat(answers(services)).containsExactly("chained.service.consul. 7 SRV 1 1 80 r.node.upstream.");
        assertThat(additional(services)).containsExactly("r.node.upstream. 7 A 127.0.0.9");
    }

    @Test
    void asksTheNextRecursorAfterSilenceOrFailure() throws IOException {
        upstream.directory.failure = new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DnsFixture good = new DnsFixture("domain", "upstream.");
                DnsFixture patient = downstream("127.0.0.1:" + silent.getLocalPort(), port(upstream), port(good))) {
            good.directory.node("r", "127.0.0.8", null);
            assertThat(answers(patient.ask("r.node.upstream", "A"))).containsExactly("r.node.upstream. 0 A 127.0.0.8");
            assertThat(answers(patient.tcp("r.node.upstream", "A"))).hasSize(1);
        }
    }

    @Test
    void failsWhenNoRecursorAnswers() {
        upstream.close();
        assertThat(head(dns.ask("r.node.upstream", "A"))).isEqualTo("SERVFAIL qr rd ra");
        assertThat(head(dns.tcp("r.node.upstream", "A"))).isEqualTo("SERVFAIL qr rd ra");
        assertThat(head(dns.ask("9.9.9.9.in-addr.arpa", "PTR"))).isEqualTo("SERVFAIL qr rd ra");
    }

    @Test
    void sendsUnknownAddressesUpstream() {
        upstream.directory.node("p", "10.5.5.5", null);
        assertThat(answers(dns.ask("5.5.5.10.in-addr.arpa", "PTR"))).containsExactly("5.5.5.10.in-addr.arpa. 0 PTR p.node.dc1.upstream.");
    }

    @Test
    void asksInTheConfiguredOrder() {
        assertThat(firstAsked("sequential")).hasSize(1);
        assertThat(firstAsked("random")).hasSize(3);
    }

    private static Set<Integer> firstAsked(String strategy) {
        DnsSettings settings = TestSettings.with("recursor_strategy", strategy, "recursors",
                new String[] {"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"});
        Set<Integer> asked = new HashSet<>();
        Upstream recording = (InetSocketAddress server, boolean tcp, byte[] query, long timeout) -> {
            asked.add(server.getPort());
            return CompletableFuture.completedFuture(new byte[12]);
        };
        Recursors recursors = new Recursors(settings, recording, new Random(5));
        for (int i = 0; i < 50; i++) {
            assertThat(recursors.forward(new byte[12], false).join()).hasSize(12);
        }
        return asked;
    }

    @Test
    void boundsWhatIsOutstanding() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                RecursorTransport transport = new RecursorTransport(System::nanoTime, new Random(1))) {
            InetSocketAddress server = new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort());
            byte[] query = DnsFixture.query("x", "A", -1).toWire();
            List<CompletableFuture<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < RecursorTransport.MAX_OUTSTANDING; i++) {
                all.add(transport.exchange(server, false, query, 700));
            }
            assertThat(transport.exchange(server, false, query, 700)).isCompletedExceptionally();
            all.forEach(future -> assertThat(future.handle((answer, failure) -> failure.getMessage()).join()).contains("in time"));
            assertThat(transport.exchange(server, false, query, 700)).isNotCompletedExceptionally();
        }
    }
}
