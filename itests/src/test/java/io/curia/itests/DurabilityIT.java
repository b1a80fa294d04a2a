package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a durable server has acknowledged is there again after it was killed, or ended, and started anew. */
class DurabilityIT {
    private static final int KILLS = Integer.getInteger("curia.faults.kills", 3);
    private static final int WRITERS = 16;
    private static final int KEYS_EACH = 25;
    private static final Pattern ENTRY = Pattern.compile(
        "\"Key\":\"([^\"]+)\",\"Flags\":0,\"Value\":\"([^\"]*)\",\"CreateIndex\":\\d+,\"ModifyIndex\":(\\d+)");

    @TempDir
    private Path work;

    private Map<String, Integer> ports;

    /** Of the consensus, by its name in the configuration. */
    String engine() {
        return "ratis";
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheServerIsKilledWhileItWrites() throws Exception {
        ports = AgentProcess.freePorts();
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer(i));
        }
        Map<String, Long> indexes = new HashMap<>();
        long lastIndex = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            try (AgentProcess agent = server()) {
                HttpResponse<String> all = agent.get("/v1/kv/w/?recurse=true");
                if (kill > 0) {
                    long index = Long.parseLong(all.headers().firstValue("X-Consul-Index").orElseThrow());
                    assertThat(index).as("the index after kill " + kill).isGreaterThanOrEqualTo(lastIndex);
                    verify(kill, all.body(), writers, indexes);
                }
                lastIndex = kill < KILLS ? writeAndKill(agent, writers) : lastIndex;
            }
        }
        assertThat(writers.stream().mapToLong(writer -> writer.count).sum()).isGreaterThan(KILLS * WRITERS);
    }

    @Test
    void servicesChecksAndTheNodeIdAreKeptOverARestart() throws Exception {
        ports = AgentProcess.freePorts();
        String id;
        try (AgentProcess agent = server()) {
            id = nodeId(agent);
            assertThat(agent.put("/v1/agent/service/register", "{\"Name\": \"web\", \"Port\": 80, \"Tags\": [\"kept\"], "
                + "\"Check\": {\"CheckID\": \"web-ttl\", \"TTL\": \"10m\"}}").statusCode()).isEqualTo(200);
            assertThat(agent.put("/v1/agent/check/pass/web-ttl?note=all%20well", "").statusCode()).isEqualTo(200);
            assertThat(agent.put("/v1/agent/check/register", "{\"Name\": \"node-ttl\", \"TTL\": \"10m\"}").statusCode())
                .isEqualTo(200);
            assertThat(agent.put("/v1/agent/check/pass/node-ttl", "").statusCode()).isEqualTo(200);
            agent.signal("TERM");
            agent.exitCode(10);
        }
        try (AgentProcess agent = server()) {
            assertThat(nodeId(agent)).isEqualTo(id);
            assertThat(agent.get("/v1/agent/services").body()).contains("\"web\"", "\"kept\"");
            assertThat(agent.get("/v1/agent/checks").body()).contains("\"web-ttl\"", "\"Output\":\"all well\"", "\"node-ttl\"");
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(agent.get("/v1/health/service/web?passing").body()).contains("\"web-ttl\""));
        }
    }

    private AgentProcess server() throws IOException {
        AgentProcess agent = AgentProcess.start(Distribution.home(), work, ports, "-server", "-bootstrap-expect=1",
            "-bind=127.0.0.1", "-node=n1", "-data-dir=" + work.resolve("data"),
            "-hcl=consensus { engine = \"" + engine() + "\" }").awaitReady();
        Awaitility.await("a leader; the log so far:\n" + agent.log()).atMost(Duration.ofSeconds(30)).until(() ->
            agent.get("/v1/status/leader").body().length() > 2 && agent.get("/v1/kv/none").statusCode() == 404);
        return agent;
    }

    private static String nodeId(AgentProcess agent) throws IOException, InterruptedException {
        Matcher matcher = Pattern.compile("\"NodeID\":\"([0-9a-f-]{36})\"").matcher(agent.get("/v1/agent/self").body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** Returns the highest index that was seen before the kill. */
    private static long writeAndKill(AgentProcess agent, List<Writer> writers) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
            Thread thread = new Thread(() -> writer.run(agent), "writer");
            threads.add(thread);
            thread.start();
        }
        long seen = 0;
        long end = System.nanoTime() + Duration.ofMillis(700 + ThreadLocalRandom.current().nextInt(800)).toNanos();
        while (System.nanoTime() < end) {
            seen = agent.get("/v1/kv/w/0/0").headers().firstValueAsLong("X-Consul-Index").orElseThrow();
        }
        agent.kill();
        for (Thread thread : threads) {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
        return seen;
    }

    private static void verify(int kill, String body, List<Writer> writers, Map<String, Long> indexes) {
        Map<String, String> found = new HashMap<>();
        Matcher matcher = ENTRY.matcher(body.replaceAll("\"LockIndex\":\\d+,", ""));
        while (matcher.find()) {
            found.put(matcher.group(1), new String(Base64.getDecoder().decode(matcher.group(2))));
            long index = Long.parseLong(matcher.group(3));
            Long before = indexes.put(matcher.group(1), index);
            assertThat(index).as("the index of " + matcher.group(1)).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }
        for (Writer writer : writers) {
            writer.acknowledged.forEach((key, value) -> {
                // what was under way may have been written or not
                List<String> allowed = key.equals(writer.pendingKey) ? List.of(value, writer.pendingValue) : List.of(value);
                assertThat(found.get(key)).as("kill " + kill + ": " + key).isIn(allowed);
            });
            if (writer.pendingKey != null && found.containsKey(writer.pendingKey)) {
                writer.acknowledged.put(writer.pendingKey, found.get(writer.pendingKey));
            }
            writer.pendingKey = null;
        }
    }

    /** Writes its own keys in turn; used by one thread at a time. */
    private static final class Writer {
        private final int number;
        private final Map<String, String> acknowledged = new HashMap<>();
        private String pendingKey;
        private String pendingValue;
        private long count;

        Writer(int number) {
            this.number = number;
        }

        void run(AgentProcess agent) {
            try {
                while (true) {
                    pendingKey = "w/" + number + "/" + count % KEYS_EACH;
                    pendingValue = "value-" + number + "-" + count++;
                    HttpResponse<String> answer = agent.put("/v1/kv/" + pendingKey, pendingValue);
                    if (answer.statusCode() != 200 || !answer.body().equals("true")) {
                        return;
                    }
                    acknowledged.put(pendingKey, pendingValue);
                    pendingKey = null;
                }
            } catch (IOException e) {
                // killed: this write is the one whose outcome nobody knows
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
