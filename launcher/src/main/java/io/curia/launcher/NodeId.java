package io.curia.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;

/** The id of an agent that is given none: a random one, kept in the data directory. */
final class NodeId {
    private static final String FILE = "node-id";

    private NodeId() {
    }

    /** The id of the data directory, which may be null for an agent that keeps nothing. */
    static String of(Path dataDir) throws IOException {
        if (dataDir == null) {
            return UUID.randomUUID().toString();
        }
        Path file = dataDir.resolve(FILE);
        if (Files.exists(file)) {
            String id = Files.readString(file).strip().toLowerCase(Locale.ROOT);
            try {
                return UUID.fromString(id).toString();
            } catch (IllegalArgumentException e) {
                throw new IOException("Failed to setup node ID: " + file + " does not hold a UUID", e);
            }
        }
        String id = UUID.randomUUID().toString();
        Files.createDirectories(dataDir);
        // whole or not at all: a damaged id would keep the agent from starting
        Path written = Files.writeString(dataDir.resolve(FILE + ".new"), id);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return id;
    }
}
