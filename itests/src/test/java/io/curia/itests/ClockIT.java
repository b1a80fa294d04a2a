package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.curia.testkit.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock of one agent after another jumps, forward and to a time before the agent was started, and nobody notices. Runs
 * where libfaketime is; with {@code curia.faketime.required} it must be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockIT {
    private static final List<Duration> JUMPS = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofHours(-1),
            Duration.ZERO, Duration.ofDays(-1));
    private static final List<String> SERVERS = List.of("s1", "s2", "s3");
    private static final String ALL_WELL = "\"Healthy\":true,\"FailureTolerance\":1";
    private static final long MOST_COMPLAINTS = 10;
    private static final Pattern TERM = Pattern.compile("\"LastTerm\":(\\d+)");
    private static final Pattern COLLECTED = Pattern.compile("\"CollectionTime\":(\\d+)");

    private Cluster cluster;
    /** A configuration with which a slow machine alone makes nobody doubt the leader. */
    private Path patient;
    private String leader;

    /** Of the consensus, by its name in the configuration. */
    String engine() {
        return "ratis";
    }

    @BeforeAll
    void start(@TempDir Path work) throws Exception {
        if (Boolean.getBoolean("curia.faketime.required")) {
            assertThat(WallClock.isPossible()).as("the library libfaketime is installed").isTrue();
        }
        assumeTrue(WallClock.isPossible(), "the library libfaketime is not installed");
        cluster = new Cluster(work, engine(), Map.of());
        patient = Files.writeString(work.resolve("patient.json"), "{\"performance\": {\"raft_multiplier\": 5}}");
        for (String name : SERVERS) {
            cluster.clock(name);
            cluster.launch(name, server());
        }
        cluster.clock("web");
        cluster.launch("web", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"), "-retry-interval=1s");
        for (String name : SERVERS) {
            cluster.eventually(name, "/v1/status/leader", "127.0.0.1:");
            cluster.eventually(name, "/v1/health/node/web", "serfHealth");
            cluster.eventually(name, "/v1/health/node/" + name, "serfHealth");
        }
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
        cluster.awaitOutput("s1", "Estimated s1 <-> s2 rtt:", "rtt", "s1", "s2");
    }

    @BeforeEach
    void allIsWell() {
        cluster.eventually("s1", "/v1/operator/autopilot/health", ALL_WELL);
        leader = cluster.leader();
    }

    private String[] server() {
        return new String[] {"-server", "-bootstrap-expect=3", "-config-file=" + patient, "-retry-interval=1s",
            "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"), "-retry-join=127.0.0.1:" + cluster.port("s2", "serf-lan")};
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theLeadersClockJumps() throws Exception {
        jumps(leader);
    }

    @Test
    void aFollowersClockJumps() throws Exception {
        jumps(follower());
    }

    @Test
    void aClientsClockJumps() throws Exception {
        jumps("web");
    }

    @Test
    void aServerIsStartedWhileItsClockIsWrong() throws Exception {
        String follower = follower();
        for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            cluster.agent(follower).kill();
            cluster.clock(follower).set(wrong);
            cluster.start(follower, server());
            awaitBack(follower);
            works(follower, wrong + " at the start");
        }
        cluster.clock(follower).set(Duration.ZERO);
        assertThat(cluster.leader()).isEqualTo(leader);
    }

    @Test
    void aServerThatWasDownCatchesUpWithALeaderWhoseClockWasSetBack() throws Exception {
        String follower = follower();
        cluster.agent(follower).kill();
        cluster.eventually(leader, "/v1/health/node/" + follower, "Agent not live or unreachable");
        cluster.clock(leader).set(Duration.ofDays(-1));
        assertThat(cluster.agent(leader).put("/v1/kv/meanwhile", "written").body()).isEqualTo("true");
        cluster.start(follower, server());
        cluster.eventually(follower, "/v1/kv/meanwhile?raw&stale", "written");
        awaitBack(follower);
        works(follower, "caught up");
        cluster.clock(leader).set(Duration.ZERO);
        assertThat(cluster.leader()).isEqualTo(leader);
    }

    @Test
    void aLeaderWhoseClockIsSetBackWhileItWaitsForOthersDoesNotAskThemWithoutEnd() throws Exception {
        List<String> followers = SERVERS.stream().filter(name -> !name.equals(leader)).toList();
        String index = cluster.agent(leader).get("/v1/kv/quiet").headers().firstValue("X-Consul-Index").orElseThrow();
        try {
            for (String follower : followers) {
                cluster.agent(follower).signal("STOP");
            }
            // longer than from one heartbeat to the next, and mostly shorter than it takes to elect another
            cluster.body(leader, "/v1/kv/quiet?stale&wait=2s&index=" + index);
            cluster.clock(leader).set(Duration.ofDays(-1));
        } finally {
            for (String follower : followers) {
                cluster.agent(follower).signal("CONT");
            }
        }
        verifyQuiet(leader);
        cluster.clock(leader).set(Duration.ZERO);
    }

    private String follower() {
        return SERVERS.stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
    }

    private void awaitBack(String server) {
        cluster.eventually(server, "/v1/operator/autopilot/health", ALL_WELL);
        cluster.eventually(leader, "/v1/health/node/" + server, "Agent alive and reachable");
    }

    /** The agent's clock jumps, and what must not depend on it does not. */
    private void jumps(String agent) throws Exception {
        Set<String> terms = terms();
        String serfHealth = serfHealth();
        long complaints = complaints();
        try (Lifetimes lifetimes = new Lifetimes(cluster.agent(agent))) {
            for (Duration jump : JUMPS) {
                whileOneWaits(agent, 2, () -> {
                    cluster.clock(agent).set(jump);
                    assertThat(secondsAhead(agent)).as("the clock jumps").isBetween(jump.toSeconds() - 60, jump.toSeconds() + 60);
                    for (String each : List.of(agent, leader, "web")) {
                        works(each, jump + " as " + each + " sees it");
                    }
                });
                lifetimes.verifyKept();
            }
            lifetimes.awaitEnds();
        } finally {
            cluster.clock(agent).set(Duration.ZERO);
        }
        assertThat(cluster.consul(agent, "rtt", "s1", "s2")).containsPattern("Estimated s1 <-> s2 rtt: \\d{1,3}\\.\\d+ ms");
        assertThat(cluster.leader()).isEqualTo(leader);
        assertThat(terms()).as("terms of the consensus").isEqualTo(terms);
        assertThat(serfHealth()).as("the health of nodes, with the indexes of its changes").isEqualTo(serfHealth);
        assertThat(complaints()).as("warnings and errors").isLessThanOrEqualTo(complaints + MOST_COMPLAINTS);
    }

    /** What waits for some seconds does so, whatever happens meanwhile. */
    private void whileOneWaits(String agent, int seconds, Action action) throws Exception {
        String index = cluster.agent(agent).get("/v1/kv/quiet").headers().firstValue("X-Consul-Index").orElseThrow();
        String path = "/v1/kv/quiet?wait=" + seconds + "s&index=" + index;
        FutureTask<Integer> query = new FutureTask<>(() -> cluster.agent(agent).get(path).statusCode());
        long asked = System.nanoTime();
        Thread waiting = new Thread(query, "blocking-query");
        waiting.start();
        action.run();
        waiting.join();
        // an hour later the client has given up
        assertThat(query.get()).isEqualTo(404);
        assertThat(System.nanoTime() - asked).as("a wait of " + seconds + " s")
                .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** An agent of whom little is asked does little. */
    private void verifyQuiet(String agent) throws Exception {
        Duration before = cluster.agent(agent).cpuTime();
        long begun = System.nanoTime();
        whileOneWaits(agent, 6, () -> { });
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(cluster.agent(agent).cpuTime().minus(before)).as("processor time in " + elapsed)
                .isLessThan(elapsed.dividedBy(4));
    }

    private interface Action {
        void run() throws Exception;
    }

    private void works(String agent, String text) throws Exception {
        AgentProcess asked = cluster.agent(agent);
        assertThat(asked.put("/v1/kv/written", text).body()).isEqualTo("true");
        assertThat(asked.get("/v1/kv/written?raw&consistent").body()).isEqualTo(text);
        assertThat(asked.get("/v1/kv/written?raw").body()).isEqualTo(text);
        assertThat(asked.get("/v1/kv/written?raw&stale").statusCode()).isEqualTo(200);
        assertThat(cluster.members(agent)).as(agent).containsExactlyInAnyOrder("s1 1", "s2 1", "s3 1", "web 1");
        cluster.eventually(agent, "/v1/operator/autopilot/health", ALL_WELL);
        try (DnsLoad load = new DnsLoad(asked)) {
            Awaitility.await("DNS of " + agent).atMost(Cluster.PATIENCE).until(() -> load.answered() > 0);
            // a packet may be lost
            assertThat(load.end()).noneMatch(failure -> failure.contains("code"));
        }
    }

    private long secondsAhead(String agent) throws IOException, InterruptedException {
        Matcher collected = COLLECTED.matcher(cluster.body(agent, "/v1/agent/host"));
        assertThat(collected.find()).isTrue();
        return TimeUnit.NANOSECONDS.toSeconds(Long.parseLong(collected.group(1))) - System.currentTimeMillis() / 1000;
    }

    private Set<String> terms() throws IOException, InterruptedException {
        return TERM.matcher(cluster.body(leader, "/v1/operator/autopilot/health")).results().map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private String serfHealth() throws IOException, InterruptedException {
        return cluster.body(leader, "/v1/health/state/any?filter=CheckID==serfHealth");
    }

    private long complaints() {
        return Stream.of("s1", "s2", "s3", "web").flatMap(name -> cluster.agent(name).log().lines())
                .filter(line -> line.contains("[WARN]") || line.contains("[ERROR]")).count();
    }
}
