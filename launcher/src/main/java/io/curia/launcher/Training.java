package io.curia.launcher;

import io.curia.api.platform.Lifecycle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs what starts run, so that the JVM records the classes of it in an archive. */
public final class Training {
    private static final String[] PORTS = {"http", "dns", "server", "serf-lan", "serf-wan"};

    private Training() {
    }

    /** Argument: {@code cli} or {@code agent}. */
    public static void main(String[] args) throws IOException {
        System.exit(args[0].equals("agent") ? agent() : commands());
    }

    /** A dev agent and a durable server, one after the other. */
    private static int agent() throws IOException {
        int code = agent("-dev");
        Path data = Files.createTempDirectory("curia-training-");
        try {
            return code + agent("-server", "-bootstrap-expect=1", "-bind=127.0.0.1", "-data-dir=" + data);
        } finally {
            Directories.delete(data);
        }
    }

    /** An agent on free ports that ends when it is ready and has answered some requests. */
    private static int agent(String... kind) throws IOException {
        List<String> args = new ArrayList<>(List.of(kind));
        args.addAll(List.of("-grpc-port=-1", "-log-level=debug"));
        String http = "";
        for (String port : PORTS) {
            String free = String.valueOf(freePort());
            args.add("-" + port + "-port=" + free);
            http = port.equals("http") ? "127.0.0.1:" + free : http;
        }
        String address = http;
        return new AgentLauncher(lifecycle -> use(lifecycle, address)).agent(args.toArray(String[]::new));
    }

    private static void use(Lifecycle lifecycle, String address) {
        commands(address);
        lifecycle.shutdown(0);
    }

    private static int commands() throws IOException {
        try (CannedAnswers agent = new CannedAnswers()) {
            return commands(agent.address());
        }
    }

    /** The commands that scripts run most. */
    private static int commands(String address) {
        String at = "-http-addr=" + address;
        Main.run(new String[] {"version"});
        Main.run(new String[] {"kv", "put", at, "curia-training", "value"});
        Main.run(new String[] {"kv", "get", at, "curia-training"});
        Main.run(new String[] {"members", at});
        Main.run(new String[] {"catalog", "services", at});
        return 0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
