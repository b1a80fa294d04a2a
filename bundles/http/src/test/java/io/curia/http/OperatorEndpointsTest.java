package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.AutopilotHealth;
import io.curia.api.model.KeyringResponse;
import io.curia.api.op.CuriaException;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.OperatorOperations;
import io.curia.http.TestServer.Got;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorEndpointsTest {
    private final TestServer server = server();

    private static TestServer server() {
        try {
            return new TestServer();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static AutopilotHealth health(boolean healthy) {
        return new AutopilotHealth(healthy, 0, List.of(new AutopilotHealth.ServerHealth("i1", "a", "127.0.0.1:8300",
                healthy ? "alive" : "failed", "1.10.11", true, 0, 3, 4, healthy, true, "2026-01-02T03:04:05Z")));
    }

    @Test
    void healthIsARefusalWhenAServerIsNotHealthy() throws Exception {
        server.fakes.value(OperatorOperations.SERVER_HEALTH, health(true));
        Got good = server.get("/v1/operator/autopilot/health");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.body()).contains("\"Healthy\":true", "\"ID\":\"i1\"", "\"Version\":\"1.10.11\"", "\"Leader\":true");
        server.fakes.value(OperatorOperations.SERVER_HEALTH, health(false));
        Got bad = server.get("/v1/operator/autopilot/health");
        assertThat(bad.status()).isEqualTo(429);
        assertThat(bad.body()).contains("\"Healthy\":false", "\"SerfStatus\":\"failed\"");
        Got state = server.get("/v1/operator/autopilot/state");
        assertThat(state.status()).isEqualTo(200);
        assertThat(state.body()).contains("\"Leader\":\"i1\"", "\"Voters\":[\"i1\"]", "\"Status\":\"leader\"");
    }

    @Test
    void theAutopilotConfigurationIsStoredAsGivenOrRefused() throws Exception {
        Got stored = server.put("/v1/operator/autopilot/configuration?cas=7",
                "{\"CleanupDeadServers\": true, \"MaxTrailingLogs\": 3}");
        assertThat(stored.body()).startsWith("true");
        assertThat(server.fakes.last().request()).isEqualTo(new OperatorOperations.SetAutopilotRequest(
                new AutopilotConfiguration(true, 0, 3, 0, 0, "", false, "", 0, 0), 7));
        Got refused = server.put("/v1/operator/autopilot/configuration?cas=x", "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo(
                "Bad request: Error parsing cas value: strconv.ParseUint: parsing \"x\": invalid syntax");
    }

    @Test
    void aPeerIsRemovedByOneOfItsNames() throws Exception {
        assertThat(server.send("DELETE", "/v1/operator/raft/peer", null).status()).isEqualTo(400);
        assertThat(server.send("DELETE", "/v1/operator/raft/peer?id=a&address=b", null).status()).isEqualTo(400);
        server.fakes.fails(OperatorOperations.REMOVE_PEER,
                CuriaException.failed("id \"a\" was not found in the Raft configuration"));
        Got unknown = server.send("DELETE", "/v1/operator/raft/peer?id=a", null);
        assertThat(unknown.status()).isEqualTo(500);
        assertThat(unknown.body()).isEqualTo("id \"a\" was not found in the Raft configuration");
    }

    @Test
    void everyMemberSaysThatThereIsNoKeyring() throws Exception {
        server.fakes.value(InternalOperations.KEYRING, new InternalOperations.KeyringReport(List.of(new KeyringResponse(false,
                "dc1", "", Map.of("a", "Keyring is empty (encryption not enabled)"), null, null, 1,
                "1/1 nodes reported failure"))));
        assertThat(server.get("/v1/operator/keyring?local-only=true").body()).isEqualTo("2 errors occurred:\n"
                + "\t* dc1 (LAN) error: 1/1 nodes reported failure\n\t* a: Keyring is empty (encryption not enabled)\n\n");
        assertThat(server.put("/v1/operator/keyring", "{\"Key\": \"short\"}").body())
                .contains("\t* WAN error: illegal base64 data at input byte 4\n");
        assertThat(server.get("/v1/operator/keyring?relay-factor=6").status()).isEqualTo(400);
    }

    @Test
    void keysAreListedAsTheMembersSay() throws Exception {
        server.fakes.value(InternalOperations.KEYRING, new InternalOperations.KeyringReport(List.of(new KeyringResponse(true,
                "dc1", "", Map.of(), Map.of("k", 2), Map.of("k", 2), 2, ""))));
        Got listed = server.get("/v1/operator/keyring?relay-factor=2");
        assertThat(listed.body()).contains("\"WAN\":true", "\"Keys\":{\"k\":2}", "\"NumNodes\":2").doesNotContain("Messages");
        assertThat(server.fakes.last().request()).isEqualTo(
                new InternalOperations.KeyringRequest(KeyOperation.LIST, "", 2, false, false));
        assertThat(server.send("DELETE", "/v1/operator/keyring", "{\"Key\": \"ZWWnvYnqS9aDB3EeBA6d6g==\"}").status())
                .isEqualTo(200);
        assertThat(server.fakes.last().request()).isEqualTo(
                new InternalOperations.KeyringRequest(KeyOperation.REMOVE, "ZWWnvYnqS9aDB3EeBA6d6g==", 0, false, false));
    }
}
