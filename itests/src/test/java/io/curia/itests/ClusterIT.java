package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walkthroughs of a cluster, with the commands that a user types. */
class ClusterIT {
    private static final Duration PATIENCE = Cluster.PATIENCE;

    @TempDir
    private Path work;

    private Cluster cluster;

    /** Of the consensus, by its name in the configuration. */
    String engine() {
        return "ratis";
    }

    @BeforeEach
    void prepare() {
        cluster = new Cluster(work, engine(), Map.of());
    }

    @AfterEach
    void stop() throws InterruptedException {
        cluster.close();
    }

    @Test
    void threeServersWithAClientSurviveTheLossOfOneAndTakeItInAgain() throws Exception {
        threeServers();
        cluster.start("web", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"), "-retry-interval=1s");
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
        cluster.awaitOutput("s1", "alive   client", "members");
        cluster.eventually("s2", "/v1/health/node/web", "serfHealth");

        assertThat(cluster.consul("web", "kv", "put", "app/greeting", "hello")).contains("Success");
        assertThat(cluster.consul("s2", "kv", "get", "app/greeting")).isEqualTo("hello\n");
        assertThat(cluster.agent("web").put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 80}").statusCode())
                .isEqualTo(200);
        cluster.eventually("s3", "/v1/health/service/shop?passing", "\"shop\"");

        String leader = cluster.leader();
        String other = leader.equals("s1") ? "s2" : "s1";
        try (HealthFollower follower = new HealthFollower(cluster.port(other, "server"), "shop", 0)) {
            Awaitility.await().atMost(PATIENCE).until(() -> follower.events().size() == 2);
            cluster.agent(leader).kill();
            Awaitility.await().atMost(PATIENCE).ignoreExceptions()
                    .until(() -> cluster.consul("web", "kv", "put", "app/greeting", "again").contains("Success"));
            assertThat(cluster.agent("web").put("/v1/agent/service/register", "{\"Name\": \"shop\", \"Port\": 81}").statusCode())
                    .isEqualTo(200);
            Awaitility.await("a subscription outlives the leader").atMost(PATIENCE)
                    .until(() -> follower.events().size() > 2 && follower.end().isEmpty());
        }
        cluster.eventually(other, "/v1/health/node/" + leader, "Agent not live or unreachable");
        cluster.start(leader, server());
        cluster.eventually(leader, "/v1/kv/app/greeting?raw&consistent", "again");
        cluster.eventually(other, "/v1/health/node/" + leader, "Agent alive and reachable");
        cluster.eventually(other, "/v1/health/service/shop?passing", "\"shop\"");
        Awaitility.await().atMost(PATIENCE)
                .until(() -> !cluster.consul(other, "operator", "raft", "list-peers").contains("false"));
    }

    @Test
    void whoLeavesIsGoneFromCatalogAndConsensus() throws Exception {
        threeServers();
        cluster.start("web", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"));
        cluster.eventually("s1", "/v1/health/node/web", "serfHealth");
        assertThat(cluster.consul("web", "leave")).contains("Graceful leave complete");
        assertThat(cluster.agent("web").exitCode(30)).isZero();
        cluster.awaitOutput("s1", "left", "members");
        Awaitility.await("the leader takes it out, and it does not come back").atMost(Duration.ofSeconds(20))
                .until(() -> !cluster.body("s1", "/v1/catalog/nodes").contains("\"web\""));

        String leader = cluster.leader();
        String other = leader.equals("s1") ? "s2" : "s1";
        assertThat(cluster.consul(leader, "leave")).contains("Graceful leave complete");
        assertThat(cluster.agent(leader).exitCode(40)).isZero();
        assertThat(cluster.consul(other, "kv", "put", "after", "1")).contains("Success");
        Awaitility.await().atMost(PATIENCE)
                .until(() -> cluster.consul(other, "operator", "raft", "list-peers").lines().count() == 3);
    }

    @Test
    void aServerThatJoinsLaterLearnsFirstAndVotesThen() throws Exception {
        cluster.start("s1", "-server", "-bootstrap");
        cluster.eventually("s1", "/v1/status/leader", "127.0.0.1:");
        cluster.consul("s1", "kv", "put", "k", "v");
        cluster.start("r1", "-server", "-read-replica", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"));
        cluster.eventually("r1", "/v1/kv/k?raw&stale", "v");
        cluster.start("s2", "-server");
        assertThat(cluster.consul("s2", "join", "127.0.0.1:" + cluster.port("s1", "serf-lan")))
                .contains("Successfully joined cluster");
        cluster.eventually("s1", "/v1/operator/raft/configuration", "\"Node\":\"s2\"");
        cluster.eventually("s2", "/v1/kv/k?raw", "v");
        cluster.awaitOutput("s1", "follower  true", "operator", "raft", "list-peers");
        assertThat(cluster.consul("s1", "operator", "raft", "list-peers")).as("who is only read from has no vote")
                .containsPattern("r1 .* follower +false").containsPattern("s2 .* follower +true");
        assertThat(cluster.consul("s1", "operator", "autopilot", "state")).contains("read-replica");
        assertThat(cluster.body("r1", "/v1/kv/k?raw&consistent")).isEqualTo("v");
        assertThat(cluster.consul("s1", "operator", "raft", "transfer-leader")).contains("Success");
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.leader().equals("s2"));
        assertThat(cluster.consul("s1", "kv", "put", "k", "w")).contains("Success");
    }

    @Test
    void theSurvivorOfALostMajorityBecomesTheClusterWhenItIsTold() throws Exception {
        threeServers();
        cluster.consul("s1", "kv", "put", "k", "v");
        cluster.eventually("s3", "/v1/kv/k?raw&stale", "v");
        cluster.agent("s1").kill();
        cluster.agent("s2").kill();
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.body("s3", "/v1/status/leader").equals("\"\""));
        assertThat(cluster.consul("s3", "operator", "raft", "recover", "-confirm")).contains("whole cluster");
        Awaitility.await().atMost(PATIENCE).ignoreExceptions()
                .until(() -> cluster.consul("s3", "kv", "put", "k", "w").contains("Success"));
        assertThat(cluster.body("s3", "/v1/operator/raft/configuration")).doesNotContain("\"Node\":\"s1\"");
    }

    @Test
    void twoDatacentersAnswerForEachOther() throws Exception {
        cluster.start("s1", "-server", "-bootstrap");
        cluster.start("r1", "-server", "-bootstrap", "-datacenter=dc2");
        assertThat(cluster.consul("s1", "join", "-wan", "127.0.0.1:" + cluster.port("r1", "serf-wan")))
                .contains("Successfully joined cluster");
        cluster.eventually("s1", "/v1/catalog/datacenters", "dc2");
        cluster.eventually("s1", "/v1/catalog/nodes?dc=dc2", "\"r1\"");
        assertThat(cluster.consul("s1", "members", "-wan")).contains("s1.dc1", "r1.dc2");
        assertThat(cluster.consul("s1", "kv", "put", "-datacenter=dc2", "far", "x")).contains("Success");
        assertThat(cluster.body("r1", "/v1/kv/far?raw")).isEqualTo("x");
        assertThat(cluster.agent("s1").get("/v1/kv/far").statusCode()).isEqualTo(404);
        assertThat(cluster.body("s1", "/v1/kv/far?dc=dc3")).contains("No path to datacenter");
        Path archive = work.resolve("dc2.snap");
        assertThat(cluster.consul("s1", "snapshot", "save", "-datacenter=dc2", archive.toString()))
                .contains("Saved and verified snapshot");
        cluster.agent("r1").kill();
        Awaitility.await().atMost(PATIENCE).until(() -> cluster.body("s1", "/v1/kv/far?dc=dc2&stale")
                .contains("Remote DC has no server currently reachable"));
    }

    @Test
    void anAgentOfAnotherDatacenterIsRefusedAndDisturbsNobody() throws Exception {
        cluster.start("s1", "-server", "-bootstrap");
        cluster.start("stray", "-datacenter=dc2");
        String refused = cluster.consul("stray", "join", "127.0.0.1:" + cluster.port("s1", "serf-lan"));
        assertThat(refused).contains("part of wrong datacenter");
        assertThat(cluster.consul("s1", "members")).doesNotContain("stray");
    }

    private void threeServers() throws Exception {
        for (String name : List.of("s1", "s2", "s3")) {
            cluster.launch(name, server());
        }
        for (String name : List.of("s1", "s2", "s3")) {
            cluster.eventually(name, "/v1/status/leader", "127.0.0.1:");
            cluster.eventually(name, "/v1/operator/raft/configuration", "\"Leader\":true");
        }
    }

    private String[] server() {
        return new String[] {"-server", "-bootstrap-expect=3", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"),
            "-retry-join=127.0.0.1:" + cluster.port("s2", "serf-lan"), "-retry-interval=1s"};
    }
}
