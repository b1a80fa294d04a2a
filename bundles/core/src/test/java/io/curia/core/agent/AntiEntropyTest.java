package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AntiEntropyTest {
    private final Bench bench = new Bench();
    private final FakeCatalog catalog = new FakeCatalog();
    private final AntiEntropy engine = new AntiEntropy(() -> bench.node, bench.state, catalog, bench.codec, bench.time,
            new Random(1), () -> new AntiEntropy.Tokens("agent-token", "default-token"), () -> 1,
            AntiEntropy.Timing.DEFAULT);

    static NodeService service(String id, List<String> tags, boolean override) {
        return new NodeService("", id, id, tags, "", null, null, 0, "", Weights.DEFAULT, override, Proxy.NONE,
                ServiceConnect.NONE, 5, 6);
    }

    static HealthCheck check(String id, String service) {
        return new HealthCheck("a", id, id, "passing", "", "", service, "", List.of(), "", "", "", 0, CheckInfo.NONE, 3, 4);
    }

    @Test
    void firstRoundRegistersTheNodeAndWhatIsThere() {
        bench.service("{\"Name\": \"web\", \"Checks\": [{\"TTL\": \"1h\"}, {\"TTL\": \"1h\"}]}");
        bench.check("{\"Name\": \"mem\", \"TTL\": \"1h\"}");
        engine.start();
        bench.time.settle();
        assertThat(catalog.node.id()).isEqualTo(bench.node.id());
        // the node's metadata comes last, so that whoever sees it sees all the rest
        assertThat(catalog.log).hasSize(3);
        assertThat(catalog.log.get(0)).startsWith("node service web").contains("service:web:1", "service:web:2");
        assertThat(catalog.log.get(1)).isEqualTo("[mem]");
        assertThat(catalog.log.get(2)).isEqualTo("node []");
        assertThat(catalog.tokens).containsExactly("default-token", "default-token", "agent-token");
    }

    @Test
    void aNodeThatLeavesIsNotBroughtBack() {
        engine.start();
        bench.time.settle();
        catalog.log.clear();
        engine.leave();
        bench.service("{\"Name\": \"web\"}");
        engine.nodeChanged();
        engine.resyncWithin(1_000);
        bench.time.advance(300_000);
        assertThat(catalog.log).isEmpty();
    }

    @Test
    void aRoundEndsWhenTheNodeLeaves() {
        bench.service("{\"Name\": \"web\"}");
        catalog.beforeWrite = engine::leave;
        engine.start();
        bench.time.settle();
        assertThat(catalog.log).as("what was under way, and nothing after it").hasSize(1);
    }

    @Test
    void anAgentWithoutServicesRegistersItsNode() {
        engine.start();
        bench.time.settle();
        assertThat(catalog.log).containsExactly("node []");
        assertThat(catalog.tokens).containsExactly("agent-token");
    }

    @Test
    void localChangesFollowAtOnceAndOnlyThem() {
        engine.start();
        bench.time.settle();
        catalog.log.clear();
        bench.service("{\"Name\": \"web\"}");
        bench.time.settle();
        assertThat(catalog.log).containsExactly("service web []");
        bench.agent.deregisterService("web");
        bench.time.settle();
        assertThat(catalog.log).containsExactly("service web []", "-service web");
        assertThat(bench.state.serviceEntries()).isEmpty();
    }

    @Test
    void aFullRoundRemovesStraysButSparesTheLeadersEntries() {
        engine.start();
        bench.time.settle();
        catalog.services.put("stray", service("stray", List.of(), false));
        catalog.services.put("consul", service("consul", List.of(), false));
        catalog.checks.put("serfHealth", check("serfHealth", ""));
        catalog.checks.put("old", check("old", ""));
        bench.time.advance(120_000);
        assertThat(catalog.services).containsOnlyKeys("consul");
        assertThat(catalog.checks).containsOnlyKeys("serfHealth");
        assertThat(bench.agent.services()).isEmpty();
    }

    @Test
    void aFullRoundRestoresWhatTheCatalogLost() {
        bench.service("{\"Name\": \"web\", \"Check\": {\"TTL\": \"1h\"}}");
        engine.start();
        bench.time.settle();
        catalog.services.clear();
        catalog.checks.clear();
        bench.time.advance(120_000);
        assertThat(catalog.services).containsOnlyKeys("web");
        assertThat(catalog.checks).containsOnlyKeys("service:web");
    }

    @Test
    void nothingIsPushedWhenNothingDiffers() {
        bench.service("{\"Name\": \"web\", \"Check\": {\"TTL\": \"1h\"}}");
        engine.start();
        bench.time.settle();
        catalog.log.clear();
        bench.time.advance(600_000);
        assertThat(catalog.reads).isGreaterThan(8);
        assertThat(catalog.log).isEmpty();
    }

    @Test
    void aServiceThatComesInTheMiddleOfARoundHoldsUpNothing() {
        engine.start();
        bench.time.settle();
        bench.service("{\"Name\": \"one\", \"Check\": {\"TTL\": \"60s\"}}");
        catalog.beforeWrite = () -> bench.service("{\"Name\": \"two\", \"Check\": {\"TTL\": \"60s\"}}");
        bench.time.settle();
        assertThat(catalog.services).containsOnlyKeys("one", "two");
        assertThat(catalog.checks).containsOnlyKeys("service:one", "service:two");
    }

    @Test
    void aNodeThatChangesDuringAPushIsPushedAgain() {
        engine.start();
        bench.time.settle();
        bench.service("{\"Name\": \"web\"}");
        catalog.beforeWrite = engine::nodeChanged;
        catalog.log.clear();
        bench.time.settle();
        assertThat(catalog.log).containsExactly("service web []", "node []");
    }

    @Test
    void metadataOfAKnownNodeComesAfterItsServices() {
        catalog.node = new Node(bench.node.id(), "a", "127.0.0.1", "dc1", null, null, 1, 1);
        bench.service("{\"Name\": \"web\"}");
        bench.service("{\"Name\": \"db\", \"Check\": {\"TTL\": \"60s\"}}");
        bench.check("{\"Name\": \"mem\", \"TTL\": \"60s\"}");
        engine.start();
        bench.time.settle();
        assertThat(catalog.log).last().isEqualTo("node []");
        assertThat(catalog.log).hasSize(4).filteredOn(entry -> entry.startsWith("node")).hasSize(1);
        assertThat(catalog.node.meta()).isEqualTo(bench.node.meta());
    }

    @Test
    void tagsOfTheCatalogAreAdoptedWhereAllowed() {
        bench.service("{\"Name\": \"ov\", \"Tags\": [\"orig\"], \"EnableTagOverride\": true}");
        bench.service("{\"Name\": \"own\", \"Tags\": [\"orig\"]}");
        engine.start();
        bench.time.settle();
        catalog.services.computeIfPresent("ov", (id, s) -> s.withTags(List.of("changed")));
        catalog.services.computeIfPresent("own", (id, s) -> s.withTags(List.of("changed")));
        bench.time.advance(120_000);
        assertThat(bench.agent.services().get("ov").tags()).containsExactly("changed");
        assertThat(catalog.services.get("ov").tags()).containsExactly("changed");
        assertThat(catalog.services.get("own").tags()).containsExactly("orig");
    }

    @Test
    void retriesSoonAtTheBeginningAndSlowlyLater() {
        catalog.failure = new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        engine.start();
        bench.time.advance(500);
        catalog.failure = null;
        bench.time.advance(260);
        assertThat(catalog.node).isNotNull();
        catalog.failure = new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        bench.service("{\"Name\": \"web\"}");
        bench.time.settle();
        catalog.failure = null;
        bench.time.advance(14_900);
        assertThat(catalog.services).isEmpty();
        bench.time.advance(15_200);
        assertThat(catalog.services).containsOnlyKeys("web");
    }

    @Test
    void aRefusalByAccessControlIsNotRepeatedUntilTheNextRound() {
        engine.start();
        bench.time.settle();
        catalog.refusal = new CuriaException(CuriaException.Kind.DENIED, "Permission denied");
        bench.service("{\"Name\": \"web\"}");
        bench.time.settle();
        catalog.refusal = null;
        bench.time.advance(10_000);
        assertThat(catalog.services).isEmpty();
        bench.time.advance(120_000);
        assertThat(catalog.services).containsOnlyKeys("web");
    }

    @Test
    void outputAloneIsHeldBackAndStatusIsNot() {
        bench.check("{\"ID\": \"c\", \"Name\": \"c\", \"TTL\": \"24h\"}");
        engine.start();
        bench.time.settle();
        bench.agent.updateTtl("c", "passing", "first");
        bench.time.settle();
        assertThat(catalog.checks.get("c").output()).isEqualTo("first");
        bench.agent.updateTtl("c", "passing", "second");
        bench.time.advance(140_000);
        assertThat(catalog.checks.get("c").output()).isEqualTo("first");
        assertThat(bench.output("c")).isEqualTo("second");
        bench.time.advance(320_000);
        assertThat(catalog.checks.get("c").output()).isEqualTo("second");
        bench.agent.updateTtl("c", "warning", "third");
        bench.time.settle();
        assertThat(catalog.checks.get("c").output()).isEqualTo("third");
    }

    @Test
    void whatIsGoneByTheTimeItsPushWouldBeSentIsNotSent() {
        engine.start();
        bench.time.settle();
        catalog.log.clear();
        bench.service("{\"Name\": \"one\"}");
        bench.service("{\"Name\": \"two\"}");
        catalog.beforeWrite = () -> {
            bench.agent.deregisterService("one");
            bench.agent.deregisterService("two");
        };
        bench.time.settle();
        assertThat(catalog.log).filteredOn(entry -> entry.startsWith("service")).as("the one under way").hasSize(1);
        assertThat(catalog.services).isEmpty();
    }

    @Test
    void aServiceThatTheCatalogRefusesHoldsUpNothingElse() {
        catalog.wrong = "bad";
        bench.service("{\"Name\": \"bad\"}");
        bench.service("{\"Name\": \"good\"}");
        bench.check("{\"Name\": \"mem\", \"TTL\": \"60s\"}");
        engine.start();
        bench.time.settle();
        assertThat(catalog.services).containsOnlyKeys("good");
        assertThat(catalog.checks).containsOnlyKeys("mem");
        assertThat(catalog.node.meta()).isEqualTo(bench.node.meta());
        catalog.wrong = "";
        bench.time.advance(60_000);
        assertThat(catalog.services).containsOnlyKeys("bad", "good");
    }

    @Test
    void whatChangesWhileAServiceIsRefusedIsPushedAtOnce() {
        catalog.wrong = "bad";
        bench.service("{\"Name\": \"bad\"}");
        engine.start();
        bench.time.advance(20_000);
        catalog.log.clear();
        bench.service("{\"Name\": \"web\"}");
        bench.time.settle();
        assertThat(catalog.services).containsOnlyKeys("web");
        assertThat(catalog.log).as("the other one waits").noneMatch(entry -> entry.contains("bad"));
        for (int i = 0; i < 8; i++) {
            bench.service("{\"Name\": \"web\", \"Port\": " + (i + 1) + "}");
            bench.service("{\"Name\": \"bad\", \"Port\": " + (i + 1) + "}");
            bench.time.advance(4_000);
            assertThat(catalog.services.get("web").port()).isEqualTo(i + 1);
        }
        catalog.wrong = "";
        bench.time.advance(30_000);
        assertThat(catalog.services).containsOnlyKeys("bad", "web");
    }

    @Test
    void anOutputThatChangesDuringAPushIsHeldBackToo() {
        bench.check("{\"ID\": \"c\", \"Name\": \"c\", \"TTL\": \"24h\"}");
        engine.start();
        bench.time.settle();
        catalog.beforeWrite = () -> bench.agent.updateTtl("c", "passing", "later");
        bench.agent.updateTtl("c", "passing", "first");
        bench.time.settle();
        bench.service("{\"Name\": \"web\"}");
        bench.time.advance(140_000);
        assertThat(catalog.checks.get("c").output()).isEqualTo("first");
        bench.time.advance(320_000);
        assertThat(catalog.checks.get("c").output()).isEqualTo("later");
    }
}
