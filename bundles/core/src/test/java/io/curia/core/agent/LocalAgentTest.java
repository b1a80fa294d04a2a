package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalAgentTest {
    private final Bench bench = new Bench();
    private final LocalAgent agent = bench.agent;

    private ServiceDefinition definition(String json) {
        return bench.parser.service(Bench.bytes(json));
    }

    private CheckDefinition checkDefinition(String json) {
        return bench.parser.check(Bench.bytes(json));
    }

    @Test
    void anIdFallsBackToTheNameAndPartsNotGivenAreEmpty() {
        bench.service("{\"Name\": \"tiny\"}");
        AgentService service = agent.services().get("tiny");
        assertThat(service.tags()).isEmpty();
        assertThat(service.meta()).isEmpty();
        assertThat(service.weights()).isEqualTo(new Weights(1, 1));
        assertThat(service.proxy()).isNull();
        assertThat(service.connect()).isNull();
        assertThat(service.datacenter()).isEqualTo("dc1");
        assertThat(service.contentHash()).isEmpty();
    }

    @Test
    void anAddressThatIsANumberIsTaggedWithItsFamily() {
        bench.service("{\"Name\": \"four\", \"Address\": \"10.1.1.1\", \"Port\": 80}");
        bench.service("{\"Name\": \"six\", \"Address\": \"2001:db8::1\", \"Port\": 80}");
        bench.service("{\"Name\": \"name\", \"Address\": \"host.example\", \"Port\": 80}");
        ServiceAddress four = new ServiceAddress("10.1.1.1", 80);
        assertThat(agent.services().get("four").taggedAddresses())
                .isEqualTo(Map.of("lan_ipv4", four, "wan_ipv4", four));
        assertThat(agent.services().get("six").taggedAddresses()).containsOnlyKeys("lan_ipv6", "wan_ipv6");
        assertThat(agent.services().get("name").taggedAddresses()).isNull();
    }

    @Test
    void checksOfAServiceAreNumberedUnlessThereIsOne() {
        bench.service("{\"ID\": \"api-1\", \"Name\": \"api\", \"Checks\": [{\"TTL\": \"60s\"}, {\"TTL\": \"60s\", "
                + "\"Name\": \"second\", \"Status\": \"passing\", \"Notes\": \"a note\"}, {\"CheckID\": \"third\", "
                + "\"TTL\": \"60s\", \"Status\": \"warning\"}]}");
        assertThat(agent.checks()).containsOnlyKeys("service:api-1:1", "service:api-1:2", "third");
        HealthCheck first = agent.checks().get("service:api-1:1");
        assertThat(first.name()).isEqualTo("Service 'api' check");
        assertThat(first.status()).isEqualTo("critical");
        assertThat(first.type()).isEqualTo("ttl");
        assertThat(first.interval()).isEmpty();
        assertThat(first.serviceName()).isEqualTo("api");
        assertThat(agent.checks().get("service:api-1:2").notes()).isEqualTo("a note");
        bench.service("{\"ID\": \"api-1\", \"Name\": \"api\", \"Check\": {\"TTL\": \"60s\"}}");
        assertThat(agent.checks()).hasSize(4).containsKey("service:api-1");
        agent.register(definition("{\"ID\": \"api-1\", \"Name\": \"api\", \"Check\": {\"TTL\": \"60s\", \"CheckID\": "
                + "\"only\"}}"), true, "");
        assertThat(agent.checks()).containsOnlyKeys("only");
        agent.deregisterService("api-1");
        assertThat(agent.checks()).isEmpty();
    }

    @Test
    void standAloneChecksShowTheirTimes() {
        bench.check("{\"Name\": \"h\", \"HTTP\": \"http://x\", \"Interval\": \"1s\", \"Timeout\": \"1500ms\"}");
        HealthCheck check = agent.checks().get("h");
        assertThat(check.interval()).isEqualTo("1s");
        assertThat(check.timeout()).isEqualTo("1.5s");
        assertThat(check.type()).isEqualTo("http");
    }

    @Test
    void statusAndOutputOutliveARegistrationOfTheSameId() {
        bench.check("{\"ID\": \"c\", \"Name\": \"c\", \"TTL\": \"60s\", \"Status\": \"passing\"}");
        agent.updateTtl("c", "warning", "hm");
        bench.check("{\"ID\": \"c\", \"Name\": \"other\", \"TTL\": \"60s\", \"Status\": \"passing\"}");
        assertThat(bench.status("c")).isEqualTo("warning");
        assertThat(bench.output("c")).isEqualTo("hm");
        assertThat(agent.checks().get("c").name()).isEqualTo("other");
    }

    @Test
    void aServicesChecksShowItsPresentTags() {
        bench.service("{\"Name\": \"web\", \"Tags\": [\"a\"], \"Check\": {\"TTL\": \"60s\"}}");
        bench.service("{\"Name\": \"web\", \"Tags\": [\"b\"]}");
        assertThat(agent.checks().get("service:web").serviceTags()).containsExactly("b");
    }

    @Test
    void reportsExpireAndReportsAreCutToTheLimit() {
        bench.check("{\"ID\": \"c\", \"Name\": \"c\", \"TTL\": \"10s\", \"OutputMaxSize\": 4}");
        agent.updateTtl("c", "passing", "123456");
        assertThat(bench.output("c")).isEqualTo("1234 ... (captured 4 of 6 bytes)");
        bench.time.advance(9_000);
        agent.updateTtl("c", "passing", "ok");
        bench.time.advance(9_000);
        assertThat(bench.status("c")).isEqualTo("passing");
        bench.time.advance(1_000);
        assertThat(bench.status("c")).isEqualTo("critical");
        assertThat(bench.output("c")).isEqualTo("TTL expired");
        bench.time.advance(100_000);
        agent.updateTtl("c", "passing", "");
        assertThat(bench.status("c")).isEqualTo("passing");
        assertThatThrownBy(() -> agent.updateTtl("none", "passing", ""))
                .hasMessage("CheckID \"none\" does not have associated TTL");
    }

    @Test
    void maintenanceIsACheckAndItsReasonStays() {
        bench.service("{\"Name\": \"m\"}");
        agent.serviceMaintenance("m", true, "upgrade", "t");
        agent.serviceMaintenance("m", true, "again", "t");
        HealthCheck check = agent.checks().get("_service_maintenance:m");
        assertThat(check.notes()).isEqualTo("upgrade");
        assertThat(check.name()).isEqualTo("Service Maintenance Mode");
        assertThat(check.type()).isEqualTo("maintenance");
        assertThat(check.status()).isEqualTo("critical");
        agent.serviceMaintenance("m", false, "", "");
        agent.nodeMaintenance(true, "", "");
        assertThat(agent.checks()).containsOnlyKeys("_node_maintenance");
        assertThat(agent.checks().get("_node_maintenance").notes()).isEqualTo("Maintenance mode is enabled for this "
                + "node, but no reason was provided. This is a default message.");
        assertThatThrownBy(() -> agent.serviceMaintenance("none", true, "", ""))
                .isInstanceOfSatisfying(CuriaException.class, e -> assertThat(e.kind().status()).isEqualTo(404))
                .hasMessage("No service registered with ID \"none\"");
    }

    @Test
    void deregistrationNeedsAnIdButNotAnEntry() {
        agent.deregisterService("none");
        agent.deregisterCheck("none");
        assertThatThrownBy(() -> agent.deregisterService("")).hasMessage("ServiceID missing");
        assertThatThrownBy(() -> agent.deregisterCheck("")).hasMessage("CheckID missing");
    }

    @Test
    void aSidecarComesAndGoesWithItsService() {
        bench.service("{\"Name\": \"web\", \"Port\": 80, \"Connect\": {\"SidecarService\": {}}}");
        bench.service("{\"Name\": \"api\", \"Port\": 81, \"Connect\": {\"SidecarService\": {}}}");
        AgentService sidecar = agent.services().get("web-sidecar-proxy");
        assertThat(sidecar.kind()).isEqualTo("connect-proxy");
        assertThat(sidecar.port()).isEqualTo(21000);
        assertThat(sidecar.proxy().destinationServiceID()).isEqualTo("web");
        assertThat(sidecar.proxy().localServiceAddress()).isEqualTo("127.0.0.1");
        assertThat(sidecar.proxy().localServicePort()).isEqualTo(80);
        assertThat(agent.services().get("api-sidecar-proxy").port()).isEqualTo(21001);
        assertThat(agent.checks().get("service:web-sidecar-proxy:1").type()).isEqualTo("tcp");
        assertThat(agent.checks().get("service:web-sidecar-proxy:2").type()).isEqualTo("alias");
        bench.service("{\"Name\": \"web\", \"Port\": 80, \"Connect\": {\"SidecarService\": {}}}");
        assertThat(agent.services().get("web-sidecar-proxy").port()).isEqualTo(21000);
        agent.deregisterService("web");
        assertThat(agent.services()).containsOnlyKeys("api", "api-sidecar-proxy");
    }

    @Test
    void aWaitEndsWhenTheContentChangesAndOnlyThen() {
        bench.service("{\"Name\": \"web\", \"Port\": 1}");
        String hash = agent.service("web").contentHash();
        assertThat(hash).hasSize(16);
        assertThat(agent.awaitService("web", "other", 1000)).isCompleted();
        CompletableFuture<AgentService> wait = agent.awaitService("web", hash, 60_000);
        CompletableFuture<AgentService> timeout = agent.awaitService("web", hash, 1_000);
        bench.service("{\"Name\": \"web\", \"Port\": 1}");
        bench.service("{\"Name\": \"else\"}");
        assertThat(wait).isNotDone();
        bench.time.advance(1_000);
        assertThat(timeout.join().contentHash()).isEqualTo(hash);
        bench.service("{\"Name\": \"web\", \"Port\": 2}");
        assertThat(wait.join().port()).isEqualTo(2);
        assertThat(wait.join().contentHash()).isNotEqualTo(hash);
        assertThat(agent.awaitService("none", "", 1000).join()).isNull();
    }

    @Test
    void listenersHearOfChangesOnly() {
        List<String> heard = new ArrayList<>();
        agent.onChange(() -> heard.add("change"));
        bench.check("{\"ID\": \"c\", \"Name\": \"c\", \"TTL\": \"60s\"}");
        int registered = heard.size();
        agent.updateTtl("c", "passing", "x");
        assertThat(heard).hasSize(registered + 1);
        agent.updateTtl("c", "passing", "x");
        assertThat(heard).hasSize(registered + 1);
    }

    @Test
    void aServiceThatIsCriticalForTooLongIsRemoved() {
        bench.service("{\"Name\": \"web\", \"Check\": {\"TTL\": \"24h\", \"DeregisterCriticalServiceAfter\": \"1s\"}}");
        bench.service("{\"Name\": \"fine\", \"Check\": {\"TTL\": \"24h\", \"DeregisterCriticalServiceAfter\": \"1s\"}}");
        agent.updateTtl("service:fine", "passing", "");
        bench.time.advance(59_000);
        agent.reap();
        assertThat(agent.services()).containsOnlyKeys("fine", "web");
        bench.time.advance(2_000);
        agent.reap();
        assertThat(agent.services()).containsOnlyKeys("fine");
    }

    @Test
    void aReloadReplacesWhatTheConfigurationDefinedAndKeepsStatus() {
        bench.service("{\"Name\": \"api\"}");
        ServiceDefinition web = definition("{\"Name\": \"web\", \"Port\": 1, \"Check\": {\"TTL\": \"60s\"}}");
        CheckDefinition mem = checkDefinition("{\"ID\": \"mem\", \"Name\": \"memory\", \"TTL\": \"60s\"}");
        assertThat(agent.configure(List.of(web), List.of(mem))).isEmpty();
        assertThat(agent.checks().get("mem").type()).isEmpty();
        agent.updateTtl("service:web", "passing", "up");
        agent.configure(List.of(definition("{\"Name\": \"web\", \"Port\": 2, \"Check\": {\"TTL\": \"60s\"}}")), List.of());
        assertThat(agent.services().get("web").port()).isEqualTo(2);
        assertThat(bench.status("service:web")).isEqualTo("passing");
        assertThat(agent.checks()).containsOnlyKeys("service:web");
        agent.configure(List.of(definition("{\"Name\": \"web\", \"Port\": 2}")), List.of());
        assertThat(agent.checks()).isEmpty();
        agent.deregisterService("web");
        agent.configure(List.of(definition("{\"Name\": \"web\", \"Port\": 2}")), List.of());
        assertThat(agent.services()).containsOnlyKeys("api", "web");
        agent.configure(List.of(), List.of());
        assertThat(agent.services()).containsOnlyKeys("api");
    }

    @Test
    void aRefusedDefinitionOfTheConfigurationDoesNotHoldUpTheOthers() {
        assertThat(agent.configure(List.of(definition("{\"Name\": \"good\"}")),
                List.of(checkDefinition("{\"Name\": \"c\"}")))).containsExactly(
                "Failed to register check 'c': Invalid check: TTL must be > 0 for TTL checks");
        assertThat(agent.services()).containsOnlyKeys("good");
    }

    @Test
    void configuredSidecarsGoWhenTheyAreNoLongerAskedFor() {
        agent.configure(List.of(definition("{\"Name\": \"web\", \"Port\": 80, \"Connect\": {\"SidecarService\": {}}}")),
                List.of());
        assertThat(agent.services()).containsOnlyKeys("web", "web-sidecar-proxy");
        agent.configure(List.of(definition("{\"Name\": \"web\", \"Port\": 80}")), List.of());
        assertThat(agent.services()).containsOnlyKeys("web");
        assertThat(agent.checks()).isEmpty();
    }

    @Test
    void countsWhatItRuns() {
        bench.service("{\"Name\": \"web\", \"Checks\": [{\"TTL\": \"1s\"}, {\"TCP\": \"h:1\", \"Interval\": \"1s\"}]}");
        assertThat(agent.stats()).containsEntry("checks", "2").containsEntry("services", "1")
                .containsEntry("check_ttls", "1").containsEntry("check_monitors", "1");
    }
}
