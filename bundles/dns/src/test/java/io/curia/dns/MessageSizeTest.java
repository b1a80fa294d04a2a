package io.curia.dns;

import static io.curia.dns.DnsFixture.additional;
import static io.curia.dns.DnsFixture.answers;
import static io.curia.dns.DnsFixture.head;
import static io.curia.dns.DnsFixture.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;

/** How answers are cut, limited, ordered and compressed. */
class MessageSizeTest {
    private DnsFixture dns;

    @BeforeEach
    void start() {
        dns = fixture("enable_truncate", true);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private static DnsFixture fixture(Object... settings) {
        DnsFixture dns = new DnsFixture(settings);
        for (int i = 10; i < 50; i++) {
            dns.directory.node("t" + i, "10.1.0." + i, Map.of());
            dns.directory.service("t" + i, "long", i, "");
        }
        return dns;
    }

    @ParameterizedTest
    @CsvSource({"A, -1, 3, 0, true", "SRV, -1, 3, 3, true", "ANY, -1, 3, 0, true", "A, 100, 3, 0, true", "A, 512, 3, 0, true",
            "A, 600, 34, 0, true", "SRV, 1400, 24, 24, true", "SRV, 65000, 40, 41, false", "A, 4096, 40, 1, false"})
    void cutsToWhatTheClientTakes(String type, int edns, int answers, int additional, boolean truncated) {
        for (int i = 0; i < 3; i++) {
            byte[] packet = dns.udp(DnsFixture.query("long.service.consul", type, edns).toWire());
            Message reply = DnsFixture.parse(packet);
            assertThat(answers(reply)).hasSize(answers);
            assertThat(additional(reply)).hasSize(additional);
            assertThat(truncated(reply)).isEqualTo(truncated);
            assertThat(packet.length).isLessThanOrEqualTo(Math.max(512, edns));
        }
    }

    @Test
    void sendsEverythingOverTcp() {
        for (int i = 0; i < 2; i++) {
            assertThat(answers(dns.tcp("long.service.consul", "A"))).hasSize(40);
            Message services = dns.tcp("long.service.consul", "SRV");
            assertThat(answers(services)).hasSize(40);
            assertThat(additional(services)).hasSize(40);
            assertThat(truncated(services)).isFalse();
        }
    }

    @Test
    void keepsTheAddressesOfTheTargetsThatStay() {
        for (int i = 0; i < 10; i++) {
            Message reply = dns.ask("long.service.consul", "SRV", 1400);
            List<String> targets = answers(reply).stream().map(text -> text.substring(text.lastIndexOf(' ') + 1)).sorted().toList();
            assertThat(additional(reply).stream().map(text -> text.substring(0, text.indexOf(' '))).sorted().toList())
                    .isEqualTo(targets);
        }
    }

    @Test
    void setsNoFlagUnlessConfigured() {
        try (DnsFixture plain = fixture()) {
            assertThat(truncated(plain.ask("long.service.consul", "A"))).isFalse();
        }
    }

    @Test
    void limitsAnswersAsConfigured() {
        try (DnsFixture limited = fixture("udp_answer_limit", 5, "a_record_limit", 4)) {
            assertThat(answers(limited.ask("long.service.consul", "SRV"))).hasSize(5);
            assertThat(answers(limited.ask("long.service.consul", "A"))).hasSize(4);
            assertThat(answers(limited.tcp("long.service.consul", "A"))).hasSize(4);
            assertThat(answers(limited.tcp("long.service.consul", "SRV"))).hasSize(40);
        }
        try (DnsFixture unlimited = fixture("udp_answer_limit", 0)) {
            assertThat(answers(unlimited.ask("long.service.consul", "A"))).hasSize(8);
        }
    }

    @Test
    void variesTheSubset() {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            seen.add(answers(dns.ask("long.service.consul", "A")));
        }
        assertThat(seen).hasSizeGreaterThan(8);
    }

    @Test
    void repeatsTheCaseOfEachQuestion() {
        for (String name : List.of("long.service.consul", "LONG.service.consul", "long.SERVICE.consul", "LonG.SeRvIcE.cOnSuL")) {
            Message reply = dns.ask(name, "SRV");
            assertThat(reply.getQuestion().getName()).hasToString(name + '.');
            assertThat(answers(reply)).allSatisfy(text -> assertThat(text).startsWith(name + ". ").endsWith(".node.dc1.consul."));
            assertThat(additional(reply)).allSatisfy(text -> assertThat(text).contains(".node.dc1.consul. 0 A 10.1.0."));
        }
    }

    @Test
    void writesNamesInFullWhenAsked() {
        try (DnsFixture full = fixture("disable_compression", true)) {
            for (String name : List.of("long.service.consul", "LONG.service.consul", "long.SERVICE.consul")) {
                byte[] packet = full.udp(DnsFixture.query(name, "A", 4096).toWire());
                Message reply = DnsFixture.parse(packet);
                assertThat(answers(reply)).hasSize(40).allSatisfy(text -> assertThat(text).startsWith(name));
                assertThat(packet.length).isEqualTo(12 + 25 + 40 * (21 + 14) + 11);
            }
        }
    }

    @Test
    void leavesMetadataOutThatDoesNotFit() {
        dns.directory.node("big", "10.0.0.1", Map.of("a", "x".repeat(300), "b", "y".repeat(300)));
        byte[] packet = dns.udp(DnsFixture.query("big.node.consul", "A", -1).toWire());
        assertThat(packet.length).isLessThanOrEqualTo(512);
        assertThat(answers(DnsFixture.parse(packet))).hasSize(1);
        assertThat(additional(dns.tcp("big.node.consul", "A"))).hasSize(2);
        assertThat(head(dns.ask("big.node.consul", "TXT"))).contains("tc");
        assertThat(answers(dns.tcp("big.node.consul", "TXT"))).hasSize(2);
    }

    @Test
    void bearsManyInstances() {
        for (int i = 0; i < 3000; i++) {
            dns.directory.service("t10", "huge", i, "10." + i / 250 + ".7." + i % 250);
        }
        assertThat(answers(dns.tcp("huge.service.consul", "A"))).hasSize(3000);
        assertThat(answers(dns.tcp("huge.service.consul", "SRV"))).hasSizeBetween(500, 1024);
        assertThat(answers(dns.ask("huge.service.consul", "A", 65535))).hasSizeGreaterThan(2000);
    }
}
