package io.curia.gossip;

import static org.awaitility.Awaitility.await;

import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serf's own agent as a process on 127.0.0.1. It writes the events it gets to a file, and answers the query "who". */
final class SerfAgent implements AutoCloseable {
    private static final String BINARY = binary();
    private final String name;
    private final Process process;
    private final int port = FreePorts.one();
    private final String rpc = "127.0.0.1:" + FreePorts.one();
    private final Path events;
    private final Path log;

    static boolean installed() {
        return BINARY != null;
    }

    private static String binary() {
        for (String directory : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(directory, "serf");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return null;
    }

    SerfAgent(String name, Path directory, String... options) throws IOException {
        this.name = name;
        this.events = directory.resolve(name + ".events");
        this.log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(BINARY, "agent", "-node=" + name, "-bind=127.0.0.1:" + port,
                "-rpc-addr=" + rpc, "-profile=local", "-log-level=debug",
                "-event-handler=user=echo $SERF_USER_EVENT $(cat) >> " + events,
                "-event-handler=query:who=cat > /dev/null; echo -n I am " + name));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> run("members").contains(name));
    }

    String name() {
        return name;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** What a command of its command line prints. */
    String run(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(BINARY));
        line.addAll(List.of(command.split(" ")));
        line.add("-rpc-addr=" + rpc);
        line.addAll(List.of(arguments));
        Process run = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes());
        run.waitFor(20, TimeUnit.SECONDS);
        return output;
    }

    /** The line about a member: name, address, status, tags. */
    String member(String of) throws IOException, InterruptedException {
        return run("members").lines().filter(line -> line.startsWith(of + " ")).findFirst().orElse("");
    }

    List<String> events() throws IOException {
        return Files.exists(events) ? Files.readAllLines(events) : List.of();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
