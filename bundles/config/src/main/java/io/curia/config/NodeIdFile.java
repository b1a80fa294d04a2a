package io.curia.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Supplier;

/** The node's id: the configured one, else the one in the data dir, else a new one; kept in the data dir. */
public final class NodeIdFile {

    private static final String NAME = "node-id";

    private NodeIdFile() {
    }

    /**
     * The id that this agent has, and has again after a restart.
     *
     * @param root a relative data dir starts here
     * @param random makes a new id, a UUID's text
     */
    public static String resolve(AgentConfig config, Path root, Supplier<String> random) throws ConfigException {
        String configured = config.node().id().toLowerCase(Locale.ROOT);
        if (config.node().dataDir().isEmpty()) {
            return configured.isEmpty() ? random.get() : configured;
        }
        Path file = root.resolve(config.node().dataDir()).resolve(NAME);
        try {
            String kept = Files.exists(file) ? Files.readString(file).strip() : "";
            RunRules.nodeId(kept);
            String id = !configured.isEmpty() ? configured : !kept.isEmpty() ? kept : random.get();
            if (!id.equals(kept)) {
                Files.createDirectories(file.getParent());
                // Whole or not at all: half an id would be a node of its own after the next start.
                Path part = file.resolveSibling(NAME + ".tmp");
                Files.write(part, id.getBytes(StandardCharsets.US_ASCII));
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
            return id;
        } catch (IOException e) {
            throw new ConfigException("Failed to set up node ID: " + e);
        }
    }
}
