package io.curia.gossip;

import io.curia.gossip.serf.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;

/** The file of a snapshot. Reading blocks; writing is done elsewhere, in order. */
final class SnapshotFile implements Snapshot.Storage {
    private static final long LARGEST = 64L << 20;
    private final Path path;
    private final Executor files;
    private final Logger log;

    /** @param files runs one task at a time */
    SnapshotFile(Path path, Executor files, Logger log) {
        this.path = path;
        this.files = files;
        this.log = log;
    }

    /** What it says; nothing when it is not there, or cannot be read, which is no reason not to start. */
    Snapshot.Content read(boolean rejoinAfterLeave) {
        if (!Files.exists(path)) {
            return Snapshot.Content.NONE;
        }
        try {
            if (size() > LARGEST) {
                throw new IOException("it is too large");
            }
            // bytes that are no text must not keep the rest from being read
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return Snapshot.Content.parse(List.of(text.split("\n")), rejoinAfterLeave);
        } catch (IOException e) {
            log.warn("Failed to read the snapshot {}: {}", path, e.toString());
            return Snapshot.Content.NONE;
        }
    }

    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    @Override
    public void append(String text) {
        run(() -> {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    @Override
    public void replace(String text) {
        run(() -> {
            Files.createDirectories(path.getParent());
            Path next = path.resolveSibling(path.getFileName() + ".compact");
            Files.writeString(next, text);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    private interface Write {
        void run() throws IOException;
    }

    private void run(Write write) {
        try {
            files.execute(() -> {
                try {
                    write.run();
                } catch (IOException e) {
                    log.error("Failed to update the snapshot {}: {}", path, e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            log.error("Failed to update the snapshot {}: the disk is too slow", path);
        }
    }
}
