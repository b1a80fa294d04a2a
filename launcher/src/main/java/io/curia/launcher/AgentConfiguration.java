package io.curia.launcher;

import io.curia.launcher.logging.LogSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** From the arguments of {@code agent} to the settings of the process: the one place that knows how configuration is read. */
final class AgentConfiguration {
    private static final String RELEASE = "1.10.11";
    private static final Set<String> SWITCHES = Set.of("dev", "server", "bootstrap", "log-json", "ui");

    private AgentConfiguration() {
    }

    /** A configuration that is not valid; the message is the text for the operator. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static AgentSettings load(String[] args) throws InvalidException {
        Map<String, String> flags = flags(args);
        boolean dev = flags.containsKey("dev");
        boolean server = dev || flags.containsKey("server");
        String dataDir = flags.get("data-dir");
        if (!dev && dataDir == null) {
            throw new InvalidException("data_dir cannot be empty");
        }
        String bind = flags.getOrDefault("bind", dev ? "127.0.0.1" : "0.0.0.0");
        LogSettings log = new LogSettings(flags.getOrDefault("log-level", dev ? "DEBUG" : "INFO"),
            flags.containsKey("log-json"), flags.containsKey("log-file") ? Path.of(flags.get("log-file")) : null, 0, 86_400, 0);
        AgentSettings.Facts facts = new AgentSettings.Facts(RELEASE, UUID.randomUUID().toString(),
            flags.getOrDefault("node", hostName()), flags.getOrDefault("datacenter", "dc1"), flags.containsKey("bootstrap"),
            List.of(flags.getOrDefault("client", "127.0.0.1")), port(flags, "http-port", 8500), -1, dev ? 8502 : -1,
            port(flags, "dns-port", 8600), flags.getOrDefault("advertise", bind), port(flags, "serf-lan-port", 8301),
            port(flags, "serf-wan-port", 8302), false, false, false, false);
        return new AgentSettings(dev, server, dev ? null : Path.of(dataDir), log,
            flags.containsKey("pid-file") ? Path.of(flags.get("pid-file")) : null, !server, server, facts, Map.of(), List.of());
    }

    private static Map<String, String> flags(String[] args) throws InvalidException {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("-")) {
                throw new InvalidException("Unexpected extra arguments: [" + args[i] + "]");
            }
            String name = args[i].substring(args[i].startsWith("--") ? 2 : 1);
            int equals = name.indexOf('=');
            if (equals >= 0) {
                flags.put(name.substring(0, equals), name.substring(equals + 1));
            } else if (SWITCHES.contains(name) || i + 1 == args.length) {
                flags.put(name, "true");
            } else {
                flags.put(name, args[++i]);
            }
        }
        return flags;
    }

    private static int port(Map<String, String> flags, String name, int otherwise) throws InvalidException {
        try {
            return Integer.parseInt(flags.getOrDefault(name, String.valueOf(otherwise)));
        } catch (NumberFormatException e) {
            throw new InvalidException("invalid value \"" + flags.get(name) + "\" for flag -" + name + ": parse error");
        }
    }

    private static String hostName() throws InvalidException {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new InvalidException("node_name cannot be empty");
        }
    }
}
