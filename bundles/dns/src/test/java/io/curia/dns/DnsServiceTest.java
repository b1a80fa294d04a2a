package io.curia.dns;

import static io.curia.dns.DnsFixture.additional;
import static io.curia.dns.DnsFixture.answers;
import static io.curia.dns.DnsFixture.authority;
import static io.curia.dns.DnsFixture.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.PreparedQuery;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;

/** The zone as clients see it, over sockets. */
class DnsServiceTest {
    private static final String OK = "NOERROR qr aa rd";
    private static final String SOA = "consul. 0 SOA ns.consul. hostmaster.consul. 3600 600 86400 0";

    private DnsFixture dns;
    private FakeDirectory directory;

    @BeforeEach
    void start() {
        dns = new DnsFixture();
        directory = dns.directory;
        directory.node("a", "127.0.0.1", Map.of("consul-network-segment", ""));
        directory.service("a", "consul", 8300, "");
        directory.node("s1", "10.0.0.1", null);
        directory.node("s2", "10.0.0.2", null);
        directory.service("s1", "web", 80, "", "rails", "v1");
        directory.service("s2", "web", 81, "192.168.7.7", "v2");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private void noName(String name, String type) {
        Message answer = dns.ask(name, type);
        assertThat(head(answer)).as(name).isEqualTo("NXDOMAIN qr aa rd");
        assertThat(authority(answer)).containsExactly(SOA);
        assertThat(answers(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.node.consul      | A    | a.node.consul. 0 A 127.0.0.1     | a.node.consul. 0 TXT "consul-network-segment="
            a.node.dc1.consul  | A    | a.node.dc1.consul. 0 A 127.0.0.1 | a.node.dc1.consul. 0 TXT "consul-network-segment="
            A.NODE.CONSUL      | A    | A.NODE.CONSUL. 0 A 127.0.0.1     | A.NODE.CONSUL. 0 TXT "consul-network-segment="
            a.node.consul      | AAAA |                                  | a.node.consul. 0 TXT "consul-network-segment="
            a.node.consul      | TXT  | a.node.consul. 0 TXT "consul-network-segment=" |
            a.node.consul      | SRV  |                                  |
            a.node.consul      | MX   |                                  |
            s1.node.consul     | A    | s1.node.consul. 0 A 10.0.0.1     |
            s1.node.dc1.dc.consul | A | s1.node.dc1.dc.consul. 0 A 10.0.0.1 |
            """)
    void answersForNodes(String name, String type, String answer, String extra) {
        for (int i = 0; i < 2; i++) {
            Message reply = dns.ask(name, type);
            assertThat(head(reply)).isEqualTo(OK);
            assertThat(answers(reply)).isEqualTo(answer == null ? List.of() : List.of(answer));
            assertThat(authority(reply)).isEmpty();
            assertThat(additional(reply)).isEqualTo(extra == null ? List.of() : List.of(extra));
        }
    }

    @Test
    void answersAnyWithAddressAndMetadata() {
        directory.node("meta", "10.0.0.8", Map.of("k", "v", "RFC1035-txt", "plain text"));
        assertThat(answers(dns.ask("meta.node.consul", "ANY"))).containsExactly("meta.node.consul. 0 A 10.0.0.8",
                "meta.node.consul. 0 TXT \"k=v\"", "meta.node.consul. 0 TXT \"plain text\"");
        assertThat(additional(dns.ask("meta.node.consul", "A"))).hasSize(2);
    }

    @Test
    void keepsAddressFamiliesApart() {
        directory.node("six", "fd00::7", null);
        assertThat(answers(dns.ask("six.node.consul", "AAAA"))).containsExactly("six.node.consul. 0 AAAA fd00:0:0:0:0:0:0:7");
        Message other = dns.ask("six.node.consul", "A");
        assertThat(head(other)).isEqualTo(OK);
        assertThat(answers(other)).isEmpty();
        assertThat(authority(other)).isEmpty();
        directory.node("both", "10.0.0.5", null, Map.of("lan_ipv4", "10.0.0.5", "lan_ipv6", "fd00::5"));
        assertThat(answers(dns.ask("both.node.consul", "AAAA"))).containsExactly("both.node.consul. 0 AAAA fd00:0:0:0:0:0:0:5");
    }

    @Test
    void allowsDotsInNodeNames() {
        directory.node("dotted.name.x", "10.0.0.9", null);
        assertThat(answers(dns.ask("dotted.name.x.node.consul", "A"))).containsExactly("dotted.name.x.node.consul. 0 A 10.0.0.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.service.consul", "web.service.dc1.consul", "WEB.Service.Consul", "_web._tcp.service.consul",
            "_WEB._TCP.SERVICE.CONSUL"})
    void answersForServices(String name) {
        Message addresses = dns.ask(name, "A");
        assertThat(head(addresses)).isEqualTo(OK);
        assertThat(answers(addresses)).containsExactly(name + ". 0 A 10.0.0.1", name + ". 0 A 192.168.7.7");
        assertThat(additional(addresses)).isEmpty();
        Message services = dns.ask(name, "SRV");
        assertThat(answers(services)).containsExactly(name + ". 0 SRV 1 1 80 s1.node.dc1.consul.",
                name + ". 0 SRV 1 1 81 c0a80707.addr.dc1.consul.");
        assertThat(additional(services)).containsExactly("c0a80707.addr.dc1.consul. 0 A 192.168.7.7",
                "s1.node.dc1.consul. 0 A 10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"rails.web.service.consul, 10.0.0.1", "V2.web.service.consul, 192.168.7.7",
            "_web._rails.service.consul, 10.0.0.1", "_web._v1.service.dc1.consul, 10.0.0.1"})
    void filtersByTag(String name, String address) {
        assertThat(answers(dns.ask(name, "A"))).containsExactly(name + ". 0 A " + address);
    }

    @Test
    void knowsServiceNamesWithoutTheLabelForSrvAlone() {
        assertThat(answers(dns.ask("_web._tcp.consul", "SRV"))).hasSize(2);
        assertThat(answers(dns.ask("_web._v2.dc1.consul", "SRV"))).hasSize(1);
        noName("_web._tcp.consul", "A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.node.consul", "a.node.dc9.consul", "none.web.service.consul", "_web._none.service.consul",
            "web.service.dc9.consul", "none.service.consul", "service.consul", "a.b.web.service.consul", "consul", "ns.consul",
            "x.y.z.consul", "web.bogus.consul", "zz000001.addr.consul", "addr.consul", "node.consul", "web.service.a.b.consul",
            "none.connect.consul", "db.ingress.consul", "none.query.consul", "web.virtual.consul", "web.service.p.peer.consul"})
    void deniesNamesThatAreNotThere(String name) {
        noName(name, "A");
    }

    @Test
    void saysWhatItHasNot() {
        for (String type : List.of("AAAA", "MX")) {
            Message answer = dns.ask("web.service.consul", type);
            assertThat(head(answer)).isEqualTo(OK);
            assertThat(answers(answer)).isEmpty();
            assertThat(authority(answer)).containsExactly(SOA);
        }
        assertThat(answers(dns.ask("web.service.consul", "TXT"))).hasSize(2);
    }

    @Test
    void leavesUnhealthyInstancesOut() {
        directory.service("s1", "hs", 1, "", Weights.DEFAULT, null, HealthCheck.CRITICAL);
        noName("hs.service.consul", "SRV");
        directory.service("s2", "hs", 2, "", new Weights(5, 2), null, HealthCheck.WARNING);
        directory.service("a", "hs", 3, "", new Weights(5, 2), null, HealthCheck.PASSING);
        assertThat(answers(dns.ask("hs.service.consul", "SRV"))).containsExactly(
                "hs.service.consul. 0 SRV 1 2 2 s2.node.dc1.consul.", "hs.service.consul. 0 SRV 1 5 3 a.node.dc1.consul.");
        try (DnsFixture strict = new DnsFixture("only_passing", true)) {
            strict.directory.node("s2", "10.0.0.2", null);
            strict.directory.service("s2", "hs", 2, "", Weights.DEFAULT, null, HealthCheck.WARNING);
            assertThat(head(strict.ask("hs.service.consul", "A"))).startsWith("NXDOMAIN");
        }
    }

    @Test
    void answersEachAddressOnceAndEachPort() {
        directory.service("s1", "dup", 1, "");
        directory.service("s1", "dup", 2, "");
        assertThat(answers(dns.ask("dup.service.consul", "A"))).containsExactly("dup.service.consul. 0 A 10.0.0.1");
        assertThat(answers(dns.ask("dup.service.consul", "SRV"))).containsExactly(
                "dup.service.consul. 0 SRV 1 1 1 s1.node.dc1.consul.", "dup.service.consul. 0 SRV 1 1 2 s1.node.dc1.consul.");
    }

    @Test
    void knowsProxiesGatewaysAndVirtualAddresses() {
        directory.service("s1", "db-proxy", 2, "");
        directory.service("s2", "db-ingress", 3, "");
        directory.service("s2", "db", 3, "", Weights.DEFAULT, Map.of("virtual", new ServiceAddress("240.0.0.1", 0)),
                HealthCheck.PASSING);
        assertThat(answers(dns.ask("db.connect.consul", "SRV"))).containsExactly("db.connect.consul. 0 SRV 1 1 2 s1.node.dc1.consul.");
        assertThat(answers(dns.ask("db.ingress.consul", "A"))).containsExactly("db.ingress.consul. 0 A 10.0.0.2");
        assertThat(answers(dns.ask("db.virtual.consul", "A"))).containsExactly("db.virtual.consul. 0 A 240.0.0.1");
    }

    @Test
    void spellsAddresses() {
        assertThat(answers(dns.ask("7f000001.addr.consul", "A"))).containsExactly("7f000001.addr.consul. 0 A 127.0.0.1");
        assertThat(answers(dns.ask("0A000001.ADDR.dc1.consul", "AAAA"))).containsExactly("0a000001.addr.dc1.consul. 0 A 10.0.0.1");
        assertThat(answers(dns.ask("fd000000000000000000000000000001.addr.consul", "AAAA")))
                .containsExactly("fd000000000000000000000000000001.addr.consul. 0 AAAA fd00:0:0:0:0:0:0:1");
        Message odd = dns.ask("7f0001.addr.consul", "A");
        assertThat(head(odd)).isEqualTo(OK);
        assertThat(authority(odd)).isEmpty();
    }

    @Test
    void describesTheZone() {
        Message soa = dns.ask("consul", "SOA");
        assertThat(answers(soa)).containsExactly(SOA);
        assertThat(authority(soa)).containsExactly("consul. 0 NS a.node.dc1.consul.");
        assertThat(additional(soa)).containsExactly("a.node.dc1.consul. 0 A 127.0.0.1");
        assertThat(answers(dns.ask("any.thing.consul", "SOA"))).containsExactly(SOA);
        assertThat(answers(dns.tcp("consul", "NS"))).containsExactly("consul. 0 NS a.node.dc1.consul.");
        assertThat(head(dns.tcp("consul", "AXFR"))).isEqualTo("NOTIMP qr aa rd");
    }

    @Test
    void findsNamesOfAddresses() {
        directory.node("ptr", "10.9.8.7", null);
        directory.service("ptr", "ps", 1, "10.9.8.6");
        directory.node("six", "fd00::7", null);
        assertThat(answers(dns.ask("7.8.9.10.in-addr.arpa", "PTR"))).containsExactly("7.8.9.10.in-addr.arpa. 0 PTR ptr.node.dc1.consul.");
        assertThat(answers(dns.ask("6.8.9.10.in-addr.arpa", "PTR"))).containsExactly("6.8.9.10.in-addr.arpa. 0 PTR ps.service.dc1.consul.");
        assertThat(answers(dns.ask("7.8.9.10.in-addr.arpa", "A"))).hasSize(1);
        assertThat(answers(dns.ask("7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa", "PTR"))).hasSize(1);
        assertThat(head(dns.ask("9.9.9.9.in-addr.arpa", "PTR"))).isEqualTo("SERVFAIL qr rd ra");
        assertThat(head(dns.ask("nonsense.arpa", "PTR"))).isEqualTo("SERVFAIL qr rd ra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "consul.org", "xconsul"})
    void refusesOtherZones(String name) {
        assertThat(head(dns.ask(name, "A", 4096))).isEqualTo("REFUSED qr rd");
    }

    @Test
    void runsPreparedQueries() throws Exception {
        directory.queries.put("near.web", new QueryOperations.Execution("web",
                directory.instances.subList(1, 3), new PreparedQuery.Dns("1m30s"), "dc1", 0));
        ClientSubnetOption subnet = new ClientSubnetOption(24, InetAddress.getByName("198.18.0.0"));
        Message answer = dns.ask("Near.Web.query.consul", "A", 4096, subnet);
        assertThat(answers(answer)).containsExactly("Near.Web.query.consul. 90 A 10.0.0.1", "Near.Web.query.consul. 90 A 192.168.7.7");
        assertThat(((ClientSubnetOption) answer.getOPT().getOptions().get(0)).getScopePrefixLength()).isEqualTo(24);
        assertThat(directory.lastExecute.sourceAddress()).isEqualTo("198.18.0.0");
        dns.ask("near.web.query.consul", "A");
        assertThat(directory.lastExecute.sourceAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void echoesTheSubnetWithScopeZero() throws Exception {
        ClientSubnetOption subnet = new ClientSubnetOption(24, InetAddress.getByName("198.18.0.0"));
        ClientSubnetOption echoed = (ClientSubnetOption) dns.ask("web.service.consul", "A", 4096, subnet).getOPT().getOptions().get(0);
        assertThat(echoed.getScopePrefixLength()).isZero();
        assertThat(echoed.getSourcePrefixLength()).isEqualTo(24);
    }

    @Test
    void acceptsSubnetsWithMoreBytesThanNeeded() {
        byte[] content = {0, 1, 24, 0, (byte) 198, 18, 0, 77};
        Message query = DnsFixture.query("web.service.consul", "A", 4096, new GenericEDNSOption(8, content));
        ClientSubnetOption echoed = (ClientSubnetOption) dns.udp(query).getOPT().getOptions().get(0);
        assertThat(echoed.getAddress().getHostAddress()).isEqualTo("198.18.0.0");
        content[2] = 33;
        assertThat(head(dns.udp(DnsFixture.query("web.service.consul", "A", 4096, new GenericEDNSOption(8, content)))))
                .startsWith("FORMERR");
    }

    @Test
    void followsAliasesInsideTheZone() {
        directory.node("alias", "s1.node.consul", null);
        directory.node("far", "host.example.org", null);
        assertThat(answers(dns.ask("alias.node.consul", "A"))).containsExactly("alias.node.consul. 0 CNAME s1.node.consul.",
                "s1.node.consul. 0 A 10.0.0.1");
        assertThat(answers(dns.ask("far.node.consul", "A"))).containsExactly("far.node.consul. 0 CNAME host.example.org.");
        directory.service("alias", "chained", 80, "");
        assertThat(answers(dns.ask("chained.service.consul", "A"))).containsExactly("chained.service.consul. 0 CNAME s1.node.consul.",
                "s1.node.consul. 0 A 10.0.0.1");
        Message services = dns.ask("chained.service.consul", "SRV");
        assertThat(answers(services)).containsExactly("chained.service.consul. 0 SRV 1 1 80 s1.node.consul.");
        assertThat(additional(services)).containsExactly("s1.node.consul. 0 A 10.0.0.1");
        directory.service("s1", "loop", 80, "loop.service.consul");
        assertThat(answers(dns.ask("loop.service.consul", "A"))).containsExactly("loop.service.consul. 0 A 10.0.0.1");
    }

    @Test
    void endsLoopsOfAliases() {
        directory.node("x", "y.node.consul", null);
        directory.node("y", "x.node.consul", null);
        assertThat(answers(dns.ask("x.node.consul", "A"))).first().asString().isEqualTo("x.node.consul. 0 CNAME y.node.consul.");
    }

    @Test
    void failsWithoutALeader() {
        directory.failure = new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        assertThat(head(dns.ask("web.service.consul", "A"))).isEqualTo("SERVFAIL qr aa rd");
        directory.failure = null;
        assertThat(head(dns.ask("web.service.consul", "A"))).isEqualTo(OK);
    }

    @Test
    void hidesWhatIsDenied() {
        directory.failure = new CuriaException(CuriaException.Kind.DENIED, "Permission denied");
        noName("web.service.consul", "A");
    }

    @Test
    void answersReadsThatTakeTime() {
        directory.asynchronous = true;
        assertThat(answers(dns.ask("web.service.consul", "A"))).hasSize(2);
        assertThat(answers(dns.tcp("web.service.consul", "SRV"))).hasSize(2);
    }

    @Test
    void repeatsTheRecursionFlag() {
        Message query = DnsFixture.query("s1.node.consul", "A", -1);
        query.getHeader().unsetFlag(Flags.RD);
        for (int i = 0; i < 2; i++) {
            assertThat(head(dns.udp(query))).isEqualTo("NOERROR qr aa");
            assertThat(head(dns.ask("s1.node.consul", "A"))).isEqualTo(OK);
        }
    }

    @Test
    void answersManyQueriesOfOneConnection() {
        List<Message> queries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            queries.add(DnsFixture.query(i % 2 == 0 ? "web.service.consul" : "none" + i + ".node.consul", "A", -1));
        }
        List<Message> replies = dns.tcp(queries);
        assertThat(replies.stream().map(reply -> reply.getHeader().getID()).sorted().toList())
                .isEqualTo(queries.stream().map(query -> query.getHeader().getID()).sorted().toList());
        assertThat(replies.stream().filter(reply -> answers(reply).size() == 2)).hasSize(150);
    }
}
