package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclCommandsTest {

    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private static final String TOKEN = "{\"AccessorID\":\"" + ID + "\",\"SecretID\":\"s\",\"Description\":\"d\",\"Policies\":[{\"ID\":\"p\",\"Name\":\"p1\"}],"
        + "\"ServiceIdentities\":[{\"ServiceName\":\"web\"}],\"NodeIdentities\":[{\"NodeName\":\"n\",\"Datacenter\":\"dc1\"}],\"Local\":false,"
        + "\"CreateTime\":\"2026-11-21T08:00:00.5Z\",\"Hash\":\"AQI=\",\"CreateIndex\":3,\"ModifyIndex\":4}";
    private static final String POLICY = "{\"ID\":\"" + ID + "\",\"Name\":\"p1\",\"Description\":\"d\",\"Rules\":\"key \\\"\\\" {}\",\"Hash\":\"AQI=\",\"CreateIndex\":3,\"ModifyIndex\":4}";

    private final Map<String, FakeAgent.Reply> replies = new HashMap<>();
    private FakeAgent agent;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(request -> replies.getOrDefault(request.method() + " " + request.path(), FakeAgent.Reply.text(404, "none")));
        cli = Cli.on(agent);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    private void reply(String request, String json) {
        replies.put(request, FakeAgent.Reply.json(json));
    }

    @Test
    void createsATokenAndShowsIt() {
        reply("PUT /v1/acl/token", TOKEN);
        assertThat(cli.run("acl", "token", "create", "-description=d", "-policy-name=p1", "-service-identity=web:dc1,dc2")).isZero();
        assertThat(agent.last().text()).isEqualTo("{\"Description\":\"d\",\"Local\":false,\"Policies\":[{\"Name\":\"p1\"}],"
            + "\"ServiceIdentities\":[{\"ServiceName\":\"web\",\"Datacenters\":[\"dc1\",\"dc2\"]}]}");
        assertThat(cli.out()).isEqualTo("AccessorID:       " + ID + "\nSecretID:         s\nDescription:      d\nLocal:            false\n"
            + "Create Time:      2026-11-21 08:00:00.5 +0000 UTC\nPolicies:\n   p - p1\nService Identities:\n   web (Datacenters: all)\n"
            + "Node Identities:\n   n (Datacenter: dc1)\n\n");
        assertThat(cli.run("acl", "token", "create")).isEqualTo(1);
    }

    @Test
    void findsObjectsByTheBeginningOfTheirIds() {
        reply("GET /v1/acl/tokens", "[" + TOKEN + "]");
        reply("GET /v1/acl/token/" + ID, TOKEN);
        assertThat(cli.run("acl", "token", "read", "-id=1111", "-meta")).isZero();
        assertThat(cli.out()).contains("Hash:             0102\nCreate Index:     3\nModify Index:     4\n");
        assertThat(cli.run("acl", "token", "read", "-id=zz")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error determining token ID: No such token ID with prefix: zz\n");
        assertThat(cli.run("acl", "token", "list")).isZero();
        assertThat(cli.out()).contains("Legacy:           false\n");
    }

    @Test
    void replacesATokensPoliciesUnlessTheyAreMerged() {
        reply("GET /v1/acl/token/" + ID, TOKEN);
        reply("PUT /v1/acl/token/" + ID, TOKEN);
        assertThat(cli.run("acl", "token", "update", "-id=" + ID, "-description=u")).isZero();
        assertThat(agent.last().text()).contains("\"Description\":\"u\"").doesNotContain("Policies");
        assertThat(cli.run("acl", "token", "update", "-id=" + ID, "-merge-policies", "-policy-name=p2", "-policy-name=p1")).isZero();
        assertThat(agent.last().text()).contains("\"Policies\":[{\"ID\":\"p\",\"Name\":\"p1\"},{\"Name\":\"p2\"}]");
    }

    @Test
    void showsPoliciesInTwoForms() {
        reply("GET /v1/acl/policies", "[" + POLICY + "]");
        reply("GET /v1/acl/policy/" + ID, POLICY);
        assertThat(cli.run("acl", "policy", "read", "-name=p1")).isZero();
        assertThat(cli.out()).isEqualTo("ID:           " + ID + "\nName:         p1\nDescription:  d\nDatacenters:  \nRules:\nkey \"\" {}\n");
        assertThat(cli.run("acl", "policy", "list")).isZero();
        assertThat(cli.out()).isEqualTo("p1:\n   ID:           " + ID + "\n   Description:  d\n   Datacenters:  \n\n");
        assertThat(cli.run("acl", "policy", "list", "-format=json")).isZero();
        assertThat(cli.out()).startsWith("[\n    {\n        \"ID\": \"" + ID + "\"");
        assertThat(cli.run("acl", "policy", "create")).isEqualTo(1);
        assertThat(cli.err()).startsWith("Missing require '-name' flag\nUsage: consul acl policy create");
    }

    @Test
    void quotesRefusals() {
        replies.put("PUT /v1/acl/bootstrap", FakeAgent.Reply.text(403, "no longer"));
        assertThat(cli.run("acl", "bootstrap")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Failed ACL bootstrapping: Unexpected response code: 403 (no longer)\n");
        replies.put("PUT /v1/agent/token/default", FakeAgent.Reply.text(200, ""));
        assertThat(cli.run("acl", "set-agent-token", "default", "x")).isZero();
        assertThat(cli.out()).isEqualTo("ACL token \"default\" set successfully\n");
        assertThat(cli.run("acl", "set-agent-token", "bogus", "x")).isEqualTo(1);
    }

    @Test
    void writesTheTokenOfALoginForItsOwnerAlone(@TempDir Path folder) throws IOException {
        reply("POST /v1/acl/login", TOKEN);
        Path bearer = Files.writeString(folder.resolve("jwt"), "credential\n");
        Path sink = folder.resolve("sink");
        assertThat(cli.run("login", "-method=m", "-bearer-token-file=" + bearer, "-token-sink-file=" + sink, "-meta=a=b")).isZero();
        assertThat(sink).hasContent("s");
        assertThat(Files.getPosixFilePermissions(sink)).hasSize(2);
        assertThat(agent.last().text()).isEqualTo("{\"AuthMethod\":\"m\",\"BearerToken\":\"credential\",\"Meta\":{\"a\":\"b\"}}");
        assertThat(cli.run("login")).isEqualTo(1);
    }

    @Test
    void createsChecksAndListsIntentions() {
        reply("POST /v1/connect/intentions", "{\"ID\":\"i\"}");
        assertThat(cli.run("intention", "create", "-deny", "-meta=k=v", "web", "db")).isZero();
        assertThat(cli.out()).isEqualTo("Created: web => db (deny)\n");
        assertThat(agent.last().text()).isEqualTo("{\"SourceName\":\"web\",\"DestinationName\":\"db\",\"SourceType\":\"consul\",\"Action\":\"deny\",\"Meta\":{\"k\":\"v\"}}");
        reply("GET /v1/connect/intentions/check", "{\"Allowed\":false}");
        assertThat(cli.run("intention", "check", "web", "db")).isEqualTo(1);
        assertThat(cli.out()).isEqualTo("Denied\n");
        assertThat(cli.run("intention", "check", "web")).isEqualTo(2);
        reply("GET /v1/connect/intentions/match", "{\"db\":[{\"SourceName\":\"web\",\"DestinationName\":\"db\",\"Action\":\"deny\"}]}");
        assertThat(cli.run("intention", "match", "db")).isZero();
        assertThat(cli.out()).isEqualTo("web => db (deny)\n");
        assertThat(agent.last().target()).isEqualTo("/v1/connect/intentions/match?by=destination&name=db");
        assertThat(cli.run("intention", "get", "web", "db")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Intention not found with source \"web\" and destination \"db\"\n");
    }

    @Test
    void replacesAnIntentionInSilence() {
        reply("GET /v1/connect/intentions/exact", "{\"SourceName\":\"web\",\"DestinationName\":\"db\",\"Action\":\"allow\"}");
        reply("PUT /v1/connect/intentions/exact", "true");
        assertThat(cli.run("intention", "create", "-replace", "-deny", "web", "db")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(agent.last().method()).isEqualTo("PUT");
        assertThat(agent.last().target()).isEqualTo("/v1/connect/intentions/exact?destination=db&source=web");
    }

    @Test
    void writesAndReadsConfigurationEntries(@TempDir Path folder) throws IOException {
        reply("PUT /v1/config", "true");
        Path file = Files.writeString(folder.resolve("e.json"), "{\"Kind\": \"service-defaults\", \"Name\": \"web\"}");
        assertThat(cli.run("config", "write", file.toString())).isZero();
        assertThat(cli.out()).isEqualTo("Config entry written: service-defaults/web\n");
        reply("GET /v1/config/service-defaults/web", "{\"Kind\":\"service-defaults\",\"Name\":\"web\"}");
        assertThat(cli.run("config", "read", "-kind=service-defaults", "-name=web")).isZero();
        assertThat(cli.out()).isEqualTo("{\n    \"Kind\": \"service-defaults\",\n    \"Name\": \"web\"\n}\n");
        assertThat(cli.run("config", "write", Files.writeString(folder.resolve("bad.json"), "{}").toString())).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Failed to decode config entry input: Payload does not contain a kind/Kind key at the top level\n");
    }
}
