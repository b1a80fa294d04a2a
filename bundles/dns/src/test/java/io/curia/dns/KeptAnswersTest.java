package io.curia.dns;

import static io.curia.dns.DnsFixture.answers;
import static io.curia.dns.DnsFixture.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.op.Answer;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;

/** When encoded answers are given again, and when not. */
class KeptAnswersTest {
    private static DnsFixture fixture(Object... settings) {
        DnsFixture dns = new DnsFixture(settings);
        dns.directory.node("n", "10.0.0.1", Map.of());
        dns.directory.service("n", "web", 80, "");
        return dns;
    }

    private static int readsOf(DnsFixture dns, Runnable asking) {
        int before = dns.directory.reads.get();
        asking.run();
        return dns.directory.reads.get() - before;
    }

    @Test
    void asksOnceWhileTheStoreStandsStill() {
        try (DnsFixture dns = fixture()) {
            int reads = readsOf(dns, () -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(answers(dns.ask("web.service.consul", "A"))).hasSize(1);
                }
            });
            assertThat(reads).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void showsAChangeAtOnce() {
        try (DnsFixture dns = fixture()) {
            for (int i = 2; i < 30; i++) {
                dns.directory.node("n" + i, "10.0.0." + i, Map.of());
                dns.directory.service("n" + i, "web", 80, "");
                assertThat(answers(dns.tcp("web.service.consul", "A"))).hasSize(i);
                assertThat(answers(dns.ask("web.service.consul", "A", 4096))).hasSize(i);
            }
        }
    }

    @Test
    void keepsTheAnswerWhenSomethingElseChanged() {
        try (DnsFixture dns = fixture()) {
            dns.ask("web.service.consul", "A");
            dns.directory.unrelatedWrite();
            int reads = readsOf(dns, () -> {
                dns.ask("web.service.consul", "A");
                dns.ask("web.service.consul", "A");
            });
            assertThat(reads).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void asksAgainForAnotherToken() {
        try (DnsFixture dns = fixture()) {
            dns.ask("web.service.consul", "A");
            dns.token = "secret";
            dns.ask("web.service.consul", "A");
            assertThat(dns.directory.lastOptions.token()).isEqualTo("secret");
        }
    }

    @Test
    void neverKeepsAnswersOfOtherDatacentersUnlessAllowed() {
        try (DnsFixture dns = fixture()) {
            assertThat(readsOf(dns, () -> {
                dns.ask("web.service.dc2.consul", "A");
                dns.ask("web.service.dc2.consul", "A");
            })).isEqualTo(2);
        }
        try (DnsFixture dns = fixture("use_cache", true, "cache_max_age_ms", 60_000L)) {
            assertThat(readsOf(dns, () -> {
                dns.ask("web.service.dc2.consul", "A");
                dns.ask("web.service.dc2.consul", "A");
            })).isEqualTo(1);
        }
    }

    @Test
    void keepsNothingWhenTheLeaderMustAnswer() {
        try (DnsFixture dns = fixture("allow_stale", false)) {
            assertThat(readsOf(dns, () -> {
                dns.ask("web.service.consul", "A");
                dns.ask("web.service.consul", "A");
            })).isEqualTo(2);
        }
    }

    @Test
    void keepsNoAnswerForASubnetAndNoFailure() throws Exception {
        try (DnsFixture dns = fixture()) {
            ClientSubnetOption subnet = new ClientSubnetOption(24, InetAddress.getByName("198.18.0.0"));
            dns.ask("web.service.consul", "A", 4096, subnet);
            assertThat(dns.ask("web.service.consul", "A", 4096).getOPT().getOptions()).isEmpty();
            assertThat(dns.ask("web.service.consul", "A").getOPT()).isNull();
            assertThat(dns.ask("web.service.consul", "A", 1232).getOPT().getPayloadSize()).isEqualTo(1232);
        }
    }

    @Test
    void staysWithinItsBounds() {
        Dispatcher still = new Dispatcher() {
            @Override
            public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
                throw new AssertionError("not asked");
            }

            @Override
            public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
                throw new AssertionError("not asked");
            }

            @Override
            public long storeIndex() {
                return 1;
            }
        };
        AnswerCache cache = new AnswerCache();
        Reads reads = new Reads(still, Runnable::run, TestSettings.with(), "", "dc1");
        QuestionScan question = new QuestionScan(7);
        for (int i = 0; i < 60_000; i++) {
            byte[] packet = DnsFixture.query("n" + i + ".node.consul", "A", -1).toWire();
            assertThat(question.scan(packet, packet.length, false)).isTrue();
            CachedAnswer entry = new CachedAnswer(question, reads, new byte[3000], false, Long.MAX_VALUE, random -> packet);
            cache.put(question, entry, 0);
            assertThat(cache.find(question)).isSameAs(entry);
            assertThat(cache.bytes()).isBetween(0L, (long) AnswerCache.MAX_BYTES);
        }
    }

    @Test
    void sweepsWhatHasEnded() {
        AnswerCache cache = new AnswerCache();
        try (DnsFixture dns = fixture()) {
            Reads reads = new Reads(dns.directory, Runnable::run, TestSettings.with(), "", "dc1");
            QuestionScan question = new QuestionScan(7);
            for (int i = 0; i < 2000; i++) {
                byte[] packet = DnsFixture.query("n" + i + ".node.consul", "A", -1).toWire();
                question.scan(packet, packet.length, false);
                cache.put(question, new CachedAnswer(question, reads, packet, false, i + 10, random -> packet), i);
            }
            assertThat(cache.bytes()).isLessThan(1000L * 450);
        }
    }

    @Test
    void endsEntriesInTime() {
        try (DnsFixture dns = fixture()) {
            Reads reads = new Reads(dns.directory, Runnable::run, TestSettings.with(), "t", "dc1");
            CheckServiceNode found = reads.read(HealthOperations.SERVICE_NODES, new HealthOperations.ServiceRequest("web",
                    HealthOperations.Endpoint.SERVICE, List.of(), false, Map.of(), ""), "").join().get(0);
            assertThat(found.node().node()).isEqualTo("n");
            CachedAnswer entry = new CachedAnswer(new QuestionScan(0), reads, new byte[12], true, 100, random -> new byte[12]);
            assertThat(entry.holds(dns.directory, "t", 99)).isTrue();
            assertThat(entry.holds(dns.directory, "t", 100)).isFalse();
            assertThat(entry.holds(dns.directory, "u", 99)).isFalse();
            dns.directory.unrelatedWrite();
            assertThat(entry.holds(dns.directory, "t", 99)).isTrue();
            dns.directory.changed();
            assertThat(entry.holds(dns.directory, "t", 99)).isFalse();
            assertThat(entry.pick(new Random(1))).hasSize(12);
            assertThat(head(dns.ask("web.service.consul", "A"))).startsWith("NOERROR");
        }
    }
}
