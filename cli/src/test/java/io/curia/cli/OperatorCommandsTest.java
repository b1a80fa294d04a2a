package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorCommandsTest {

    private final Map<String, FakeAgent.Reply> replies = new HashMap<>();
    private FakeAgent agent;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(request -> replies.getOrDefault(request.method() + " " + request.path(), FakeAgent.Reply.text(200, "")));
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
    void listsPeers() {
        reply("GET /v1/operator/raft/configuration", "{\"Servers\":[{\"ID\":\"i\",\"Node\":\"a\",\"Address\":\"1.2.3.4:8300\",\"Leader\":true,"
            + "\"ProtocolVersion\":\"3\",\"Voter\":true}],\"Index\":1}");
        assertThat(cli.run("operator", "raft", "list-peers", "-stale=true")).isZero();
        assertThat(cli.out()).isEqualTo("Node  ID  Address       State   Voter  RaftProtocol\na     i   1.2.3.4:8300  leader  true   3\n");
        assertThat(agent.last().target()).isEqualTo("/v1/operator/raft/configuration?stale=");
        assertThat(cli.run("operator", "raft", "remove-peer", "-id=x", "-address=y")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error removing peer: cannot give both an address and id\n");
        assertThat(cli.run("operator", "raft", "remove-peer", "-address=127.0.0.1:1")).isZero();
        assertThat(agent.last().target()).isEqualTo("/v1/operator/raft/peer?address=127.0.0.1%3A1");
        assertThat(cli.out()).isEqualTo("Removed peer with address \"127.0.0.1:1\"\n");
    }

    @Test
    void givesTheOtherServersUpOnlyWhenThatIsConfirmed() {
        int before = agent.requests().size();
        assertThat(cli.input("yes\n").run("operator", "raft", "recover")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Nothing was changed\n");
        assertThat(agent.requests()).hasSize(before);
        reply("PUT /v1/operator/raft/recover", "");
        assertThat(cli.input("recover\n").run("operator", "raft", "recover")).isZero();
        assertThat(agent.last().target()).isEqualTo("/v1/operator/raft/recover");
        assertThat(cli.run("operator", "raft", "recover", "-confirm")).isZero();
    }

    @Test
    void anotherServerIsAskedToLead() {
        reply("POST /v1/operator/raft/transfer-leader", "{\"Success\":true}");
        assertThat(cli.run("operator", "raft", "transfer-leader", "-id=x")).isZero();
        assertThat(agent.last().target()).isEqualTo("/v1/operator/raft/transfer-leader?id=x");
        assertThat(cli.out()).isEqualTo("Success\n");
    }

    @Test
    void changesOnlyWhatIsGivenOfAutopilot() {
        reply("GET /v1/operator/autopilot/configuration", "{\"CleanupDeadServers\":true,\"LastContactThreshold\":\"200ms\",\"MaxTrailingLogs\":250,"
            + "\"MinQuorum\":0,\"ServerStabilizationTime\":\"10s\",\"RedundancyZoneTag\":\"\",\"DisableUpgradeMigration\":false,"
            + "\"UpgradeVersionTag\":\"\",\"CreateIndex\":4,\"ModifyIndex\":9}");
        assertThat(cli.run("operator", "autopilot", "get-config")).isZero();
        assertThat(cli.out()).isEqualTo("CleanupDeadServers = true\nLastContactThreshold = 200ms\nMaxTrailingLogs = 250\nMinQuorum = 0\n"
            + "ServerStabilizationTime = 10s\nRedundancyZoneTag = \"\"\nDisableUpgradeMigration = false\nUpgradeVersionTag = \"\"\n");
        reply("PUT /v1/operator/autopilot/configuration", "true");
        assertThat(cli.run("operator", "autopilot", "set-config", "-cleanup-dead-servers=false",
            "-server-stabilization-time=90s")).isZero();
        assertThat(agent.last().target()).isEqualTo("/v1/operator/autopilot/configuration?cas=9");
        assertThat(agent.last().text()).contains("\"CleanupDeadServers\":false", "\"LastContactThreshold\":\"200ms\"",
            "\"ServerStabilizationTime\":\"1m30s\"", "\"MaxTrailingLogs\":250");
        reply("PUT /v1/operator/autopilot/configuration", "false");
        assertThat(cli.run("operator", "autopilot", "set-config", "-max-trailing-logs=1")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Configuration could not be atomically updated, please try again\n");
    }

    @Test
    void showsTheServersHealth() {
        reply("GET /v1/operator/autopilot/state", "{\"Healthy\":true,\"FailureTolerance\":1,\"OptimisticFailureTolerance\":0,\"Leader\":\"l\","
            + "\"Voters\":[\"l\"],\"Servers\":{\"l\":{\"ID\":\"l\",\"Name\":\"a\",\"Healthy\":true,\"Meta\":{\"k\":\"v\"}}}}");
        assertThat(cli.run("operator", "autopilot", "state")).isZero();
        assertThat(cli.out()).startsWith("Healthy:                      true\nFailure Tolerance:            1\n")
            .contains("Voters:\n   l\nServers:\n   l\n      Name:         a\n").contains("      Meta\n         \"k\": \"v\"\n");
    }

    @Test
    void managesTheKeyring() {
        reply("GET /v1/operator/keyring", "[{\"WAN\":true,\"Datacenter\":\"dc1\",\"Keys\":{\"K=\":1},\"NumNodes\":1},"
            + "{\"WAN\":false,\"Datacenter\":\"dc1\",\"Segment\":\"\",\"Keys\":{\"K=\":2},\"NumNodes\":3}]");
        assertThat(cli.run("keyring", "-list")).isZero();
        assertThat(cli.out()).isEqualTo("==> Gathering installed encryption keys...\n\nWAN:\n  K= [1/1]\n\ndc1 (LAN):\n  K= [2/3]\n");
        assertThat(cli.run("keyring", "-install=K=")).isZero();
        assertThat(cli.out()).isEqualTo("==> Installing new gossip encryption key...\n");
        assertThat(agent.last().method() + agent.last().text()).isEqualTo("POST{\"Key\":\"K=\"}");
        assertThat(cli.run("keyring", "-list", "-install=x")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Only a single action is allowed\n");
        assertThat(cli.run("keyring", "-list", "-relay-factor=9")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error parsing relay factor: Relay factor must be in range: [0, 5]\n");
        assertThat(cli.run("keyring")).isEqualTo(1);
    }

    @Test
    void listsTheCatalog() {
        reply("GET /v1/catalog/services", "{\"web\":[\"b\",\"a\"],\"consul\":[]}");
        assertThat(cli.run("catalog", "services")).isZero();
        assertThat(cli.out()).isEqualTo("consul\nweb\n");
        assertThat(cli.run("catalog", "services", "-tags")).isZero();
        assertThat(cli.out()).isEqualTo("consul      \nweb         a,b\n");
        reply("GET /v1/catalog/nodes", "[{\"ID\":\"10000000-aaaa\",\"Node\":\"a\",\"Address\":\"127.0.0.1\",\"Datacenter\":\"dc1\","
            + "\"TaggedAddresses\":{\"wan\":\"w\",\"lan\":\"l\"},\"Meta\":{\"k\":\"v\"}}]");
        assertThat(cli.run("catalog", "nodes", "-node-meta=x=y", "-near=_agent")).isZero();
        assertThat(cli.out()).isEqualTo("Node  ID        Address    DC\na     10000000  127.0.0.1  dc1\n");
        assertThat(agent.last().target()).isEqualTo("/v1/catalog/nodes?near=_agent&node-meta=x%3Ay");
        assertThat(cli.run("catalog", "nodes", "-detailed")).isZero();
        assertThat(cli.out()).endsWith("a     10000000-aaaa  127.0.0.1  dc1  lan=l, wan=w     k=v\n");
        reply("GET /v1/catalog/nodes", "[]");
        assertThat(cli.run("catalog", "nodes")).isZero();
        assertThat(cli.err()).isEqualTo("No nodes match the given query - try expanding your search.\n");
    }

    @Test
    void firesEventsAndShowsFigures() {
        reply("PUT /v1/event/fire/deploy", "{\"ID\":\"e-1\"}");
        assertThat(cli.run("event", "-name=deploy", "-service=web", "v2")).isZero();
        assertThat(cli.out()).isEqualTo("Event ID: e-1\n");
        assertThat(agent.last().target() + " " + agent.last().text()).isEqualTo("/v1/event/fire/deploy?service=web v2");
        assertThat(cli.run("event", "-node=[")).isEqualTo(1);
        assertThat(cli.err()).startsWith("Event name must be specified\n\nUsage: consul event");
        reply("GET /v1/agent/self", "{\"Stats\":{\"b\":{\"y\":\"2\",\"x\":\"1\"},\"a\":{}}}");
        assertThat(cli.run("info")).isZero();
        assertThat(cli.out()).isEqualTo("a:\nb:\n\tx = 1\n\ty = 2\n");
    }

    @Test
    void survivesAnswersOfTheWrongKind() {
        for (String answer : new String[] {"{}", "[1]", "\"x\"", "nonsense", "[{\"Tags\":1,\"Status\":\"x\"}]"}) {
            reply("GET /v1/agent/members", answer);
            int code = cli.run("members");
            assertThat(cli.err()).as(answer).doesNotContain("\tat ").doesNotContain("cannot go on");
            assertThat(code).as(answer).isIn(0, 1, 2);
        }
    }
}
