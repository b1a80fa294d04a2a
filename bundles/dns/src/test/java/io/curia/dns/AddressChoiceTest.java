package io.curia.dns;

import static io.curia.dns.DnsFixture.additional;
import static io.curia.dns.DnsFixture.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;

/** Which of several addresses is answered, here and for other datacenters. */
class AddressChoiceTest {
    private static DnsFixture fixture(boolean translate) {
        DnsFixture dns = new DnsFixture("translate_wan_addrs", translate);
        dns.directory.node("n", "10.0.0.1", null, Map.of("wan", "198.18.0.1", "lan_ipv6", "fd00::1", "wan_ipv6", "fd01::1"));
        dns.directory.service("n", "plain", 80, "");
        dns.directory.service("n", "own", 80, "10.0.0.2", Weights.DEFAULT, Map.of("wan", new ServiceAddress("198.18.0.2", 8080),
                "lan_ipv6", new ServiceAddress("fd00::2", 80)), HealthCheck.PASSING);
        return dns;
    }

    @Test
    void answersWithTheFamilyAskedFor() {
        try (DnsFixture dns = fixture(true)) {
            assertThat(answers(dns.ask("n.node.consul", "A"))).containsExactly("n.node.consul. 0 A 10.0.0.1");
            assertThat(answers(dns.ask("n.node.consul", "AAAA"))).containsExactly("n.node.consul. 0 AAAA fd00:0:0:0:0:0:0:1");
            assertThat(answers(dns.ask("own.service.consul", "A"))).containsExactly("own.service.consul. 0 A 10.0.0.2");
            assertThat(answers(dns.ask("own.service.consul", "AAAA"))).containsExactly("own.service.consul. 0 AAAA fd00:0:0:0:0:0:0:2");
        }
    }

    @Test
    void translatesForOtherDatacentersAlone() {
        try (DnsFixture dns = fixture(true)) {
            assertThat(answers(dns.ask("n.node.dc1.consul", "A"))).containsExactly("n.node.dc1.consul. 0 A 10.0.0.1");
            assertThat(answers(dns.ask("n.node.dc2.consul", "A"))).containsExactly("n.node.dc2.consul. 0 A 198.18.0.1");
            assertThat(answers(dns.ask("n.node.dc2.consul", "AAAA"))).containsExactly("n.node.dc2.consul. 0 AAAA fd01:0:0:0:0:0:0:1");
            assertThat(answers(dns.ask("own.service.dc2.consul", "A"))).containsExactly("own.service.dc2.consul. 0 A 198.18.0.2");
        }
        try (DnsFixture dns = fixture(false)) {
            assertThat(answers(dns.ask("n.node.dc2.consul", "A"))).containsExactly("n.node.dc2.consul. 0 A 10.0.0.1");
        }
    }

    @Test
    void namesTranslatedAddressesByTheirDigits() {
        try (DnsFixture dns = fixture(true)) {
            Message plain = dns.ask("plain.service.dc2.consul", "SRV");
            assertThat(answers(plain)).containsExactly("plain.service.dc2.consul. 0 SRV 1 1 80 c6120001.addr.dc1.consul.");
            assertThat(additional(plain)).containsExactly("c6120001.addr.dc1.consul. 0 A 198.18.0.1");
            assertThat(answers(dns.ask("own.service.dc2.consul", "SRV")))
                    .containsExactly("own.service.dc2.consul. 0 SRV 1 1 8080 c6120002.addr.dc1.consul.");
            assertThat(answers(dns.ask("plain.service.consul", "SRV")))
                    .containsExactly("plain.service.consul. 0 SRV 1 1 80 n.node.dc1.consul.");
        }
    }
}
