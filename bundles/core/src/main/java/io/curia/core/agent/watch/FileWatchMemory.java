package io.curia.core.agent.watch;

import io.curia.api.agent.Codec;
import io.curia.api.op.CuriaException;
import io.curia.core.agent.persist.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries in the data directory, a file for each definition. One that cannot be read counts as none. */
public final class FileWatchMemory implements WatchMemory {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatchMemory.class);
    private final Path folder;
    private final Codec codec;

    public FileWatchMemory(Path dataDir, Codec codec) {
        this.folder = dataDir.resolve("watches");
        this.codec = codec;
    }

    private Path file(String definition) {
        return folder.resolve(Digest.of(definition.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Delivered last(String definition) {
        try {
            return codec.<Delivered>parse(Files.readAllBytes(file(definition)), Delivered.class, false);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | CuriaException e) {
            LOG.error("What a watch has delivered cannot be read: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public void delivered(String definition, Delivered what) {
        try {
            AtomicFiles.write(file(definition), codec.json(what, false), false);
        } catch (IOException e) {
            LOG.error("What a watch has delivered cannot be kept: {}", e.getMessage());
        }
    }

    @Override
    public void forget(String definition) {
        try {
            Files.deleteIfExists(file(definition));
        } catch (IOException e) {
            LOG.error("What a watch has delivered cannot be forgotten: {}", e.getMessage());
        }
    }
}
