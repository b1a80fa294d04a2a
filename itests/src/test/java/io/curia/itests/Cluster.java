package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.testkit.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Agents as processes, each with a name, a folder and ports of its own, and what is asked of them again and again. */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern MEMBER = Pattern.compile("\"Name\":\"([^\"]*)\".*?\"Status\":(\\d)");

    private final Path work;
    private final String engine;
    private final Map<String, String> environment;
    private final Map<String, AgentProcess> agents = new HashMap<>();
    private final Map<String, Map<String, Integer>> ports = new HashMap<>();
    private final Map<String, WallClock> clocks = new HashMap<>();

    /**
     * No agents yet.
     *
     * @param engine of the consensus, by its name in the configuration
     * @param environment of all agents, beside this process's
     */
    Cluster(Path work, String engine, Map<String, String> environment) {
        this.work = work;
        this.engine = engine;
        this.environment = environment;
    }

    AgentProcess agent(String name) {
        return agents.get(name);
    }

    /** Starts an agent and waits until it is ready. */
    void start(String name, String... arguments) throws IOException {
        launch(name, arguments).awaitReady();
    }

    /** The clock that an agent goes by, if this was asked for before it was started. */
    WallClock clock(String name) throws IOException {
        WallClock clock = clocks.get(name);
        if (clock == null) {
            clock = new WallClock(Files.createDirectories(work.resolve(name)));
            clocks.put(name, clock);
        }
        return clock;
    }

    /** Starts an agent, on the ports that it had if it was there before. */
    AgentProcess launch(String name, String... arguments) throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        Path quick = folder.resolve("quick.json");
        Files.writeString(quick, "{\"performance\": {\"raft_multiplier\": 1, \"leave_drain_time\": \"500ms\"}, "
                + "\"consensus\": {\"engine\": \"" + engine + "\"}}");
        List<String> all = new ArrayList<>(List.of("-node=" + name, "-bind=127.0.0.1", "-client=127.0.0.1",
                "-data-dir=" + folder.resolve("data"), "-config-file=" + quick));
        all.addAll(List.of(arguments));
        Map<String, String> its = new HashMap<>(environment);
        if (clocks.containsKey(name)) {
            its.putAll(clocks.get(name).environment());
        }
        AgentProcess agent = AgentProcess.start(Distribution.home(), folder, ports(name), its, all.toArray(String[]::new));
        agents.put(name, agent);
        return agent;
    }

    private Map<String, Integer> ports(String agent) {
        return ports.computeIfAbsent(agent, unknown -> {
            try {
                return AgentProcess.freePorts();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A port of an agent that is there, or will be. */
    int port(String agent, String name) {
        return ports(agent).get(name);
    }

    /** The output of a command that asks an agent, and what it says of errors; it runs in the folder of the work. */
    String consul(String agent, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Distribution.home().resolve("bin/consul").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().put("CONSUL_HTTP_ADDR", "127.0.0.1:" + port(agent, "http"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    String body(String agent, String path) throws IOException, InterruptedException {
        return agents.get(agent).get(path).body();
    }

    void eventually(String agent, String path, String text) {
        Awaitility.await(agent + " " + path + " :: " + text).atMost(PATIENCE).ignoreExceptions()
                .until(() -> body(agent, path).contains(text));
    }

    void awaitOutput(String agent, String text, String... command) {
        Awaitility.await(agent + " " + text).atMost(PATIENCE).until(() -> consul(agent, command).contains(text));
    }

    /** The name of the server that leads, as one that lives sees it. */
    String leader() {
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

    /** There is one line with all of the texts in the agent's log. */
    void says(String agent, String... texts) {
        Awaitility.await(agent + " says " + String.join(", ", texts)).atMost(PATIENCE).untilAsserted(() -> assertThat(
                agent(agent).log().lines().filter(line -> Stream.of(texts).allMatch(line::contains))).hasSize(1));
    }

    /** Name and state of each member that an agent knows; 1 is alive. */
    Set<String> members(String agent) throws IOException, InterruptedException {
        return MEMBER.matcher(body(agent, "/v1/agent/members")).results().map(found -> found.group(1) + " " + found.group(2))
                .collect(Collectors.toSet());
    }

    /** A server and a client see each other and nobody else, and have all the time; they work. */
    void undisturbed(String server, String client) throws IOException, InterruptedException {
        assertThat(agent(client).put("/v1/kv/still", "works").body()).isEqualTo("true");
        assertThat(body(server, "/v1/kv/still?raw")).isEqualTo("works");
        for (String agent : List.of(server, client)) {
            assertThat(members(agent)).as(agent).containsExactlyInAnyOrder(server + " 1", client + " 1");
            assertThat(agent(agent).log()).doesNotContain("\tat ", "Exception", "OutOfMemoryError", "of the gossip loop",
                    "EventMemberFailed: " + server, "EventMemberFailed: " + client);
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (AgentProcess agent : agents.values()) {
            agent.close();
        }
    }
}
