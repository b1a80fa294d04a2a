package io.curia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentCommandsTest {

    private static final String MEMBERS = """
        [{"Name":"c","Addr":"127.0.0.1","Port":8311,"Tags":{"role":"node","vsn":"2","dc":"dc1","build":"1.10.11:abc","segment":""},"Status":1},
         {"Name":"b","Addr":"::1","Port":8301,"Tags":{"role":"consul","vsn":"2","dc":"dc1","build":"1.10.11:abc"},"Status":4},
         {"Name":"a-long","Addr":"127.0.0.1","Port":8301,"Tags":{"role":"consul","vsn":"2","dc":"dc1","build":"1.10.11:abc"},"Status":1}]""";

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
    void listsMembersBySegmentAndName() {
        reply("GET /v1/agent/members", MEMBERS);
        assertThat(cli.run("members")).isZero();
        assertThat(cli.out()).isEqualTo("""
            Node    Address         Status  Type    Build    Protocol  DC   Segment
            a-long  127.0.0.1:8301  alive   server  1.10.11  2         dc1  <all>
            b       [::1]:8301      failed  server  1.10.11  2         dc1  <all>
            c       127.0.0.1:8311  alive   client  1.10.11  2         dc1  <default>
            """);
        assertThat(agent.last().target()).isEqualTo("/v1/agent/members?segment=_all");
    }

    @Test
    void filtersMembersByStatus() {
        reply("GET /v1/agent/members", MEMBERS);
        assertThat(cli.run("members", "-status=fail", "-detailed")).isZero();
        assertThat(cli.out()).isEqualTo("""
            Node  Address     Status  Tags
            b     [::1]:8301  failed  build=1.10.11:abc,dc=dc1,role=consul,segment=<all>,vsn=2
            """);
        assertThat(cli.run("members", "-status=left")).isEqualTo(2);
        assertThat(cli.out() + cli.err()).isEmpty();
        assertThat(cli.run("members", "-status=[")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Failed to compile status regexp: error parsing regexp: missing closing ]: `[`\n");
    }

    @Test
    void quotesTheAgentsErrors() {
        replies.put("GET /v1/agent/members", FakeAgent.Reply.text(500, "two\nlines"));
        assertThat(cli.run("members")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error retrieving members: Unexpected response code: 500 (two\nlines)\n");
        assertThat(cli.run("leave", "-http-addr=127.0.0.1:1")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error leaving: Put \"http://127.0.0.1:1/v1/agent/leave\": dial tcp 127.0.0.1:1: "
            + "connect: connection refused\n");
    }

    @Test
    void sendsTheTokenOfFlagOrEnvironment() {
        cli.with("CONSUL_HTTP_TOKEN", "from-env").with("CONSUL_HTTP_AUTH", "me:secret").run("reload");
        assertThat(agent.last().headers()).containsEntry("X-Consul-Token", "from-env").containsEntry("Authorization", "Basic bWU6c2VjcmV0");
        cli.run("reload", "-token", "from-flag");
        assertThat(agent.last().headers()).containsEntry("X-Consul-Token", "from-flag");
    }

    @Test
    void joinsWhatCanBeJoined() {
        replies.put("PUT /v1/agent/join/bad", FakeAgent.Reply.text(500, "no"));
        assertThat(cli.run("join", "-wan", "good", "bad")).isZero();
        assertThat(cli.out()).isEqualTo("Successfully joined cluster by contacting 1 nodes.\n");
        assertThat(cli.err()).isEqualTo("Error joining address 'bad': Unexpected response code: 500 (no)\n");
        assertThat(agent.last().target()).isEqualTo("/v1/agent/join/bad?wan=1");
        assertThat(cli.run("join", "bad")).isEqualTo(1);
        assertThat(cli.err()).endsWith("Failed to join any nodes.\n");
        assertThat(cli.run("join")).isEqualTo(1);
        assertThat(cli.err()).startsWith("At least one address to join must be specified.\n\nUsage: consul join");
    }

    @Test
    void refusesExtraArgumentsOfLeave() {
        assertThat(cli.run("leave", "extra")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Error found unexpected args: [extra]\n");
        assertThat(cli.out()).startsWith("Usage: consul leave");
    }

    @Test
    void switchesAndShowsMaintenance() {
        assertThat(cli.run("maint", "-enable", "-service=web", "-reason=a b")).isZero();
        assertThat(cli.out()).isEqualTo("Service maintenance is now enabled for \"web\"\n");
        assertThat(agent.last().target()).isEqualTo("/v1/agent/service/maintenance/web?enable=true&reason=a+b");
        reply("GET /v1/agent/self", "{\"Config\":{\"NodeName\":\"n1\"}}");
        reply("GET /v1/agent/checks", "{\"_node_maintenance\":{\"CheckID\":\"_node_maintenance\",\"Notes\":\"x\"},"
            + "\"s\":{\"CheckID\":\"_service_maintenance:web\",\"Notes\":\"y\"},\"other\":{\"CheckID\":\"other\"}}");
        assertThat(cli.run("maint")).isZero();
        assertThat(cli.out()).isEqualTo("Node:\n  Name:   n1\n  Reason: x\n\nService:\n  ID:     web\n  Reason: y\n\n");
    }

    @Test
    void showsVersionFromTheBuild() {
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out()).matches("Consul v1\\.10\\.11\nRevision curia-\\d[^\n]*\nProtocol 2 spoken by default, understands 2 to 3 "
            + "\\(agent will automatically use protocol >2 when speaking to compatible agents\\)\n\n");
        assertThat(cli.run("version", "-format=json")).isZero();
        assertThat(cli.out()).startsWith("{\n   \"Version\": \"1.10.11\",\n   \"Revision\": \"curia-").contains("\"Prerelease\": \"\",\n   \"RPC\": {\n      \"Default\": 2,");
    }

    @Test
    void listsBundlesWithTheirProblems() {
        reply("GET /v1/agent/bundles", "[{\"ID\":12,\"Name\":\"io.curia.dns\",\"Version\":\"0.1.0\",\"State\":\"active\",\"Components\":["
            + "{\"Name\":\"Dns\",\"State\":\"unsatisfied\",\"Unsatisfied\":[\"reference dispatcher: no service\"],\"Failure\":\"\"}],"
            + "\"Problem\":\"no dispatcher\"}]");
        assertThat(cli.run("bundles")).isZero();
        assertThat(cli.out()).isEqualTo("ID  Name          Version  State   Problem\n12  io.curia.dns  0.1.0    active  no dispatcher\n");
        assertThat(cli.run("bundles", "-detailed")).isZero();
        assertThat(cli.out()).contains("      Dns (unsatisfied)\n         reference dispatcher: no service\n");
        assertThat(cli.run("bundles", "-format=json")).isZero();
        assertThat(cli.out()).startsWith("[\n    {\n        \"ID\": 12,");
    }

    @Test
    void estimatesRoundTrips() {
        reply("GET /v1/coordinate/nodes", "[{\"Node\":\"a\",\"Segment\":\"\",\"Coord\":{\"Vec\":[0.1,0],\"Height\":0.00001,\"Adjustment\":0}},"
            + "{\"Node\":\"b\",\"Segment\":\"\",\"Coord\":{\"Vec\":[0.5,0],\"Height\":0.00001,\"Adjustment\":0}}]");
        assertThat(cli.run("rtt", "a", "b")).isZero();
        assertThat(cli.out()).isEqualTo("Estimated a <-> b rtt: 400.020 ms (using LAN coordinates)\n");
        assertThat(cli.run("rtt", "a", "none")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Could not find a coordinate for node \"none\"\n");
    }

    @Test
    void registersServicesFromFlagsAndFiles() {
        assertThat(cli.run("services", "register", "-name=web", "-port=80", "-tag=x", "-tag=y", "-meta=k=v",
            "-tagged-address=lan=10.0.0.1:81")).isZero();
        assertThat(cli.out()).isEqualTo("Registered service: web\n");
        assertThat(agent.last().text()).isEqualTo("{\"Name\":\"web\",\"Tags\":[\"x\",\"y\"],\"Port\":80,\"Meta\":{\"k\":\"v\"},"
            + "\"TaggedAddresses\":{\"lan\":{\"Address\":\"10.0.0.1\",\"Port\":81}}}");
        cli.files(new FixedFiles(null, List.of(Map.of("name", "hcl1", "enable_tag_override", true, "meta", Map.of("a_b", "c")))));
        assertThat(cli.run("services", "register", "x.hcl")).isZero();
        assertThat(agent.last().text()).contains("\"EnableTagOverride\":true").contains("\"a_b\":\"c\"");
        assertThat(cli.run("services", "deregister", "x.hcl")).isZero();
        assertThat(agent.last().path()).isEqualTo("/v1/agent/service/deregister/hcl1");
    }

    @Test
    void validatesConfiguration() {
        assertThat(cli.files(new FixedFiles("data_dir cannot be empty", List.of())).run("validate", "x.json")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Config validation failed: data_dir cannot be empty\n");
        assertThat(cli.files(new FixedFiles(null, List.of())).run("validate", "x.json")).isZero();
        assertThat(cli.out()).isEqualTo("Configuration is valid!\n");
        assertThat(cli.err()).isEqualTo("careful\n");
        assertThat(cli.run("validate", "-quiet", "x.json")).isZero();
        assertThat(cli.out() + cli.err()).isEmpty();
        assertThat(cli.run("validate")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Must specify at least one config file or directory\n");
    }

    @Test
    void handsAgentToTheLauncher() {
        String[][] seen = new String[1][];
        assertThat(cli.launcher(args -> {
            seen[0] = args;
            return 7;
        }).run("agent", "-dev", "-h")).isEqualTo(7);
        assertThat(seen[0]).containsExactly("-dev", "-h");
    }

    private record FixedFiles(String error, List<Map<String, Object>> found) implements ConfigFiles {
        @Override
        public String validate(List<String> paths, String format) {
            return error;
        }

        @Override
        public String validate(List<String> paths, String format, List<String> warnings) {
            warnings.add("careful");
            return error;
        }

        @Override
        public List<Map<String, Object>> services(String path) {
            return found;
        }
    }
}
