package io.curia.itests;

import io.curia.testkit.FreePorts;
import io.curia.testkit.WallClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An agent as a process of its own, on free ports of the loopback interface; ended by its process id. */
final class AgentProcess implements AutoCloseable {
    private static final String[] PORTS = {"http", "dns", "server", "serf-lan", "serf-wan"};
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final Map<String, Integer> ports;
    private final HttpClient client = HttpClient.newHttpClient();

    private AgentProcess(Process process, Path output, Map<String, Integer> ports) {
        this.process = process;
        this.output = output;
        this.ports = ports;
    }

    /** Starts the distribution at {@code home}; its output goes to a file in {@code work}. */
    static AgentProcess start(Path home, Path work, String... arguments) throws IOException {
        return start(home, work, freePorts(), arguments);
    }

    /** The same on ports that another agent had. */
    static AgentProcess start(Path home, Path work, Map<String, Integer> ports, String... arguments) throws IOException {
        return start(home, work, ports, Map.of(), arguments);
    }

    /** The same with more in its environment. */
    static AgentProcess start(Path home, Path work, Map<String, Integer> ports, Map<String, String> environment,
            String... arguments) throws IOException {
        return start(List.of(), home, work, ports, environment, arguments);
    }

    /** As a shell without job control does it with {@code &}: interrupts are to be ignored. */
    static AgentProcess startInBackground(Path home, Path work, String... arguments) throws IOException {
        return start(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"), home, work, freePorts(), Map.of(), arguments);
    }

    private static AgentProcess start(List<String> starter, Path home, Path work, Map<String, Integer> ports,
            Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(home.resolve("bin/consul").toString(), "agent"));
        command.addAll(List.of(arguments));
        ports.forEach((name, port) -> command.add("-" + name + "-port=" + port));
        command.add("-grpc-port=-1");
        Path output = work.resolve("agent.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CURIA_ARCHIVES", "never");
        builder.environment().put("CURIA_PLUGINS", Files.createDirectories(work.resolve("plugins")).toString());
        builder.environment().put("CURIA_BUNDLES", Files.createDirectories(work.resolve("bundles")).toString());
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), output, ports);
    }

    /** Ports for one agent. */
    static Map<String, Integer> freePorts() throws IOException {
        return FreePorts.named(PORTS);
    }

    AgentProcess awaitReady() {
        Awaitility.await("ready; the log so far:\n" + log()).atMost(PATIENCE)
            .until(() -> log().contains("agent: Consul agent running!") || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("the agent ended:\n" + log());
        }
        return this;
    }

    String log() {
        try {
            // by bytes: what an agent quotes from damaged files need not be UTF-8
            return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "(none: " + e.getMessage() + ")";
        }
    }

    int port(String name) {
        return ports.get(name);
    }

    /** Sends the signal, for example {@code INT}, as a shell would. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** The exit code; waits at most the seconds. */
    int exitCode(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the agent does not end:\n" + log());
        }
        return process.exitValue();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return client.send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("http") + path)).timeout(Duration.ofSeconds(10));
    }

    /** What it has used of the processors so far. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Ends it without a chance to do anything. */
    void kill() throws InterruptedException {
        close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        WallClock.forget(process.pid());
    }
}
