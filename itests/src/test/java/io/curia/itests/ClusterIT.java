package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walkthroughs of a cluster, with the commands that a user types. */
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path work;

    private final Map<String, AgentProcess> agents = new HashMap<>();
    private final Map<String, Map<String, Integer>> ports = new HashMap<>();

    /** Of the consensus, by its name in the configuration. */
    String engine() {
        return "ratis";
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (AgentProcess agent : agents.values()) {
            agent.close();
        }
    }

    @Test
    void threeServersWithAClientSurviveTheLossOfOneAndTakeItInAgain() throws Exception {
        threeServers();
        start("web", "-retry-join=127.0.0.1:" + port("s1", "serf-lan"), "-retry-interval=1s");
        eventually("web", "/v1/status/leader", "127.0.0.1:");
        awaitOutput("s1", "alive   client", "members");
        eventually("s2", "/v1/health/node/web", "serfHealth");

        assertThat(consul("web", "kv", "put", "app/greeting", "hello")).contains("Success");
        assertThat(consul("s2", "kv", "get", "app/greeting")).isEqualTo("hello\n");
        assertThat(agents.get("web").put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 80}").statusCode())
                .isEqualTo(200);
        eventually("s3", "/v1/health/service/shop?passing", "\"shop\"");

        String leader = leader();
        String other = leader.equals("s1") ? "s2" : "s1";
        try (HealthFollower follower = new HealthFollower(port(other, "server"), "shop", 0)) {
            Awaitility.await().atMost(PATIENCE).until(() -> follower.events().size() == 2);
            agents.get(leader).kill();
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> consul("web", "kv", "put", "app/greeting", "again")
                    .contains("Success"));
            assertThat(agents.get("web").put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 81}").statusCode())
                    .isEqualTo(200);
            Awaitility.await("a subscription outlives the leader").atMost(PATIENCE)
                    .until(() -> follower.events().size() > 2 && follower.end().isEmpty());
        }
        eventually(other, "/v1/health/node/" + leader, "Agent not live or unreachable");
        start(leader, server());
        eventually(leader, "/v1/kv/app/greeting?raw&consistent", "again");
        eventually(other, "/v1/health/node/" + leader, "Agent alive and reachable");
        eventually(other, "/v1/health/service/shop?passing", "\"shop\"");
        Awaitility.await().atMost(PATIENCE).until(() -> !consul(other, "operator", "raft", "list-peers").contains("false"));
    }

    @Test
    void whoLeavesIsGoneFromCatalogAndConsensus() throws Exception {
        threeServers();
        start("web", "-retry-join=127.0.0.1:" + port("s1", "serf-lan"));
        eventually("s1", "/v1/health/node/web", "serfHealth");
        assertThat(consul("web", "leave")).contains("Graceful leave complete");
        assertThat(agents.get("web").exitCode(30)).isZero();
        awaitOutput("s1", "left", "members");
        Awaitility.await().atMost(PATIENCE).until(() -> !body("s1", "/v1/catalog/nodes").contains("\"web\""));

        String leader = leader();
        String other = leader.equals("s1") ? "s2" : "s1";
        assertThat(consul(leader, "leave")).contains("Graceful leave complete");
        assertThat(agents.get(leader).exitCode(40)).isZero();
        assertThat(consul(other, "kv", "put", "after", "1")).contains("Success");
        Awaitility.await().atMost(PATIENCE)
                .until(() -> consul(other, "operator", "raft", "list-peers").lines().count() == 3);
    }

    @Test
    void aServerThatJoinsLaterLearnsFirstAndVotesThen() throws Exception {
        start("s1", "-server", "-bootstrap");
        eventually("s1", "/v1/status/leader", "127.0.0.1:");
        consul("s1", "kv", "put", "k", "v");
        start("r1", "-server", "-read-replica", "-retry-join=127.0.0.1:" + port("s1", "serf-lan"));
        eventually("r1", "/v1/kv/k?raw&stale", "v");
        start("s2", "-server");
        assertThat(consul("s2", "join", "127.0.0.1:" + port("s1", "serf-lan"))).contains("Successfully joined cluster");
        eventually("s1", "/v1/operator/raft/configuration", "\"Node\":\"s2\"");
        eventually("s2", "/v1/kv/k?raw", "v");
        awaitOutput("s1", "follower  true", "operator", "raft", "list-peers");
        assertThat(consul("s1", "operator", "raft", "list-peers")).as("who is only read from has no vote")
                .containsPattern("r1 .* follower +false").containsPattern("s2 .* follower +true");
        assertThat(consul("s1", "operator", "autopilot", "state")).contains("read-replica");
        assertThat(body("r1", "/v1/kv/k?raw&consistent")).isEqualTo("v");
        assertThat(consul("s1", "operator", "raft", "transfer-leader")).contains("Success");
        Awaitility.await().atMost(PATIENCE).until(() -> leader().equals("s2"));
        assertThat(consul("s1", "kv", "put", "k", "w")).contains("Success");
    }

    @Test
    void theSurvivorOfALostMajorityBecomesTheClusterWhenItIsTold() throws Exception {
        threeServers();
        consul("s1", "kv", "put", "k", "v");
        eventually("s3", "/v1/kv/k?raw&stale", "v");
        agents.get("s1").kill();
        agents.get("s2").kill();
        Awaitility.await().atMost(PATIENCE).until(() -> body("s3", "/v1/status/leader").equals("\"\""));
        assertThat(consul("s3", "operator", "raft", "recover", "-confirm")).contains("whole cluster");
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> consul("s3", "kv", "put", "k", "w").contains("Success"));
        assertThat(body("s3", "/v1/operator/raft/configuration")).doesNotContain("\"Node\":\"s1\"");
    }

    @Test
    void twoDatacentersAnswerForEachOther() throws Exception {
        start("s1", "-server", "-bootstrap");
        start("r1", "-server", "-bootstrap", "-datacenter=dc2");
        assertThat(consul("s1", "join", "-wan", "127.0.0.1:" + port("r1", "serf-wan"))).contains("Successfully joined cluster");
        eventually("s1", "/v1/catalog/datacenters", "dc2");
        eventually("s1", "/v1/catalog/nodes?dc=dc2", "\"r1\"");
        assertThat(consul("s1", "members", "-wan")).contains("s1.dc1", "r1.dc2");
        assertThat(consul("s1", "kv", "put", "-datacenter=dc2", "far", "x")).contains("Success");
        assertThat(body("r1", "/v1/kv/far?raw")).isEqualTo("x");
        assertThat(agents.get("s1").get("/v1/kv/far").statusCode()).isEqualTo(404);
        assertThat(body("s1", "/v1/kv/far?dc=dc3")).contains("No path to datacenter");
        Path archive = work.resolve("dc2.snap");
        assertThat(consul("s1", "snapshot", "save", "-datacenter=dc2", archive.toString())).contains("Saved and verified snapshot");
        agents.get("r1").kill();
        Awaitility.await().atMost(PATIENCE).until(() -> body("s1", "/v1/kv/far?dc=dc2&stale")
                .contains("Remote DC has no server currently reachable"));
    }

    @Test
    void anAgentOfAnotherDatacenterIsRefusedAndDisturbsNobody() throws Exception {
        start("s1", "-server", "-bootstrap");
        start("stray", "-datacenter=dc2");
        String refused = consul("stray", "join", "127.0.0.1:" + port("s1", "serf-lan"));
        assertThat(refused).contains("part of wrong datacenter");
        assertThat(consul("s1", "members")).doesNotContain("stray");
    }

    private void threeServers() throws Exception {
        for (String name : List.of("s1", "s2", "s3")) {
            ports.put(name, AgentProcess.freePorts());
        }
        for (String name : List.of("s1", "s2", "s3")) {
            launch(name, server());
        }
        for (String name : List.of("s1", "s2", "s3")) {
            eventually(name, "/v1/status/leader", "127.0.0.1:");
            eventually(name, "/v1/operator/raft/configuration", "\"Leader\":true");
        }
    }

    private String[] server() {
        return new String[] {"-server", "-bootstrap-expect=3", "-retry-join=127.0.0.1:" + port("s1", "serf-lan"),
            "-retry-join=127.0.0.1:" + port("s2", "serf-lan"), "-retry-interval=1s"};
    }

    private void start(String name, String... arguments) throws IOException {
        launch(name, arguments).awaitReady();
    }

    private AgentProcess launch(String name, String... arguments) throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        Path quick = folder.resolve("quick.json");
        Files.writeString(quick, "{\"performance\": {\"raft_multiplier\": 1, \"leave_drain_time\": \"500ms\"}, "
                + "\"consensus\": {\"engine\": \"" + engine() + "\"}}");
        List<String> all = new ArrayList<>(List.of("-node=" + name, "-bind=127.0.0.1", "-client=127.0.0.1",
                "-data-dir=" + folder.resolve("data"), "-config-file=" + quick));
        all.addAll(List.of(arguments));
        ports.computeIfAbsent(name, unknown -> free());
        AgentProcess agent = AgentProcess.start(Distribution.home(), folder, ports.get(name), all.toArray(String[]::new));
        agents.put(name, agent);
        return agent;
    }

    private static Map<String, Integer> free() {
        try {
            return AgentProcess.freePorts();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private int port(String agent, String name) {
        return ports.get(agent).get(name);
    }

    /** The output of a command that asks an agent, and what it says of errors. */
    private String consul(String agent, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Distribution.home().resolve("bin/consul").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CONSUL_HTTP_ADDR", "127.0.0.1:" + port(agent, "http"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private String body(String agent, String path) throws IOException, InterruptedException {
        return agents.get(agent).get(path).body();
    }

    private void eventually(String agent, String path, String text) {
        Awaitility.await(agent + " " + path + " :: " + text).atMost(PATIENCE).ignoreExceptions()
                .until(() -> body(agent, path).contains(text));
    }

    private void awaitOutput(String agent, String text, String... command) {
        Awaitility.await(agent + " " + text).atMost(PATIENCE).until(() -> consul(agent, command).contains(text));
    }

    /** The name of the server that leads, as one that lives sees it. */
    private String leader() {
        String[] found = {null};
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (Map.Entry<String, AgentProcess> agent : agents.entrySet()) {
                if (!agent.getValue().isAlive()) {
                    continue;
                }
                String address = body(agent.getKey(), "/v1/status/leader");
                for (Map.Entry<String, Map<String, Integer>> known : ports.entrySet()) {
                    if (address.equals("\"127.0.0.1:" + known.getValue().get("server") + "\"")
                            && agents.get(known.getKey()).isAlive()) {
                        found[0] = known.getKey();
                        return true;
                    }
                }
            }
            return false;
        });
        return found[0];
    }
}
