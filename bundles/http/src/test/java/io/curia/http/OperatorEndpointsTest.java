package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.Member;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.CuriaException;
import io.curia.api.op.OperatorOperations;
import io.curia.http.TestServer.Got;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    private static Member member(int status) {
        return new Member("a", "127.0.0.1", 8301, Map.of("role", "consul", "port", "8300", "id", "i1", "build", "1.10.11:x"),
                status, 1, 5, 2, 2, 5, 4);
    }

    @Test
    void healthIsARefusalWhenAServerIsNotHealthy() throws Exception {
        server.fakes.control.results.put("members", List.of(member(Member.ALIVE)));
        Got good = server.get("/v1/operator/autopilot/health");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.body()).contains("\"Healthy\":true", "\"ID\":\"i1\"", "\"Version\":\"1.10.11\"", "\"Leader\":true");
        server.fakes.control.results.put("members", List.of(member(Member.FAILED)));
        Got bad = server.get("/v1/operator/autopilot/health");
        assertThat(bad.status()).isEqualTo(429);
        assertThat(bad.body()).contains("\"Healthy\":false", "\"SerfStatus\":\"failed\"");
        assertThat(server.get("/v1/operator/autopilot/state").status()).isEqualTo(200);
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
        server.fakes.control.results.put("removePeer", CompletableFuture.failedFuture(
                CuriaException.failed("id \"a\" was not found in the Raft configuration")));
        Got unknown = server.send("DELETE", "/v1/operator/raft/peer?id=a", null);
        assertThat(unknown.status()).isEqualTo(500);
        assertThat(unknown.body()).isEqualTo("id \"a\" was not found in the Raft configuration");
    }

    @Test
    void everyMemberSaysThatThereIsNoKeyring() throws Exception {
        server.fakes.control.results.put("members", List.of(member(Member.ALIVE)));
        assertThat(server.get("/v1/operator/keyring?local-only=true").body()).isEqualTo("2 errors occurred:\n"
                + "\t* dc1 (LAN) error: 1/1 nodes reported failure\n\t* a: Keyring is empty (encryption not enabled)\n\n");
        assertThat(server.put("/v1/operator/keyring", "{\"Key\": \"short\"}").body())
                .contains("\t* WAN error: illegal base64 data at input byte 4\n");
        assertThat(server.get("/v1/operator/keyring?relay-factor=6").status()).isEqualTo(400);
    }
}
