package io.curia.faults;

import io.curia.testkit.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the cluster: a process, started as often as need be. Used by one thread, but for what is said otherwise. */
final class Server implements AutoCloseable {
    private static final int END_SECONDS = 30;
    private static final int HTTP_PORT = 8500;
    private static final String CONFIG = "{\"performance\": {\"raft_multiplier\": 1}, \"raft_snapshot_threshold\": 2000, "
            + "\"raft_snapshot_interval\": \"5s\", \"raft_trailing_logs\": 1000, "
            + "\"autopilot\": {\"server_stabilization_time\": \"2s\"}}";

    private final int number;
    private final Net net;
    private final Path folder;
    private final List<String> command;
    /** Null if it cannot be set. */
    private final WallClock clock;
    private Process process;
    private volatile int starts;

    Server(int number, Net net, Path home, Path work, int servers) throws IOException {
        this.number = number;
        this.net = net;
        this.folder = Files.createDirectories(work.resolve(name()));
        Files.createDirectories(data());
        Path config = Files.writeString(folder.resolve("config.json"), CONFIG);
        clock = WallClock.isPossible() ? new WallClock(folder) : null;
        command = new ArrayList<>(net.on(number));
        command.addAll(List.of(home.resolve("bin/consul").toString(), "agent", "-server", "-bootstrap-expect=" + servers,
                "-node=" + name(), "-bind=" + net.address(number), "-client=" + net.clientAddress(number),
                "-data-dir=" + data(), "-config-file=" + config, "-retry-interval=1s", "-dns-port=-1", "-grpc-port=-1"));
        for (int i = 0; i < servers; i++) {
            if (i != number) {
                command.add("-retry-join=" + net.address(i));
            }
        }
    }

    /** Any thread. */
    String name() {
        return "n" + (number + 1);
    }

    /** Its name and how often it was started: a process. Any thread. */
    String incarnation() {
        return name() + "#" + starts;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Any thread. */
    String url() {
        return "http://" + net.clientAddress(number) + ":" + HTTP_PORT;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    void start() throws IOException {
        starts++;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("CURIA_ARCHIVES", "never");
        builder.environment().put("CURIA_HEAP", "384m");
        builder.environment().put("CURIA_PLUGINS", Files.createDirectories(folder.resolve("plugins")).toString());
        builder.environment().put("CURIA_BUNDLES", Files.createDirectories(folder.resolve("bundles")).toString());
        if (clock != null) {
            builder.environment().putAll(clock.environment());
        }
        process = builder.start();
    }

    void signal(String name) throws IOException, InterruptedException {
        Shell.run("kill -" + name + " " + process.pid());
    }

    /** Its wall clock jumps, and is wrong by so much from now on. */
    void setClock(Duration wrong) throws IOException {
        clock.set(wrong);
    }

    /** At once, as by a power cut of the process. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        WallClock.forget(process.pid());
    }

    /** As an operator would; killed if it does not end. Returns whether it ended by itself. */
    boolean terminate() throws IOException, InterruptedException {
        signal("TERM");
        boolean ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            kill();
        }
        return ended;
    }

    /** The threads of the process go to its log. */
    void dump() throws IOException, InterruptedException {
        if (isAlive()) {
            signal("QUIT");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
