package io.curia.core.agent.persist;

import io.curia.api.agent.Codec;
import io.curia.api.op.CuriaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Definitions as JSON files in the data directory: {@code services/}, {@code checks/} and {@code checks/state/}, each
 * named by the SHA-256 of its id. A file that cannot be read is set aside as {@code .corrupt} and missed by nobody else.
 */
public final class FileDefinitionStore implements DefinitionStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileDefinitionStore.class);
    private static final int NAME_LENGTH = 64;
    private final Path services;
    private final Path checks;
    private final Path states;
    private final Codec codec;

    public FileDefinitionStore(Path dataDir, Codec codec) {
        this.services = dataDir.resolve("services");
        this.checks = dataDir.resolve("checks");
        this.states = checks.resolve("state");
        this.codec = codec;
    }

    @Override
    public void save(StoredService service) {
        write(services, service.service().id(), service, "service");
    }

    @Override
    public void save(StoredCheck check) {
        write(checks, check.check().checkID(), check, "check");
    }

    private void write(Path folder, String id, Object value, String what) {
        try {
            AtomicFiles.write(folder.resolve(name(id)), codec.json(value, false), true);
        } catch (IOException e) {
            throw new CuriaException(CuriaException.Kind.FAILED, "failed persisting " + what + " \"" + id + "\": "
                    + e.getMessage(), e);
        }
    }

    @Override
    public void save(StoredState state) {
        try {
            // The status is of use for its time to live only: not worth waiting for the disk.
            AtomicFiles.write(states.resolve(name(state.checkID())), codec.json(state, false), false);
        } catch (IOException e) {
            LOG.error("Failed to keep the state of check {}: {}", state.checkID(), e.getMessage());
        }
    }

    @Override
    public void removeService(String id) {
        remove(services.resolve(name(id)));
    }

    @Override
    public void removeCheck(String id) {
        remove(checks.resolve(name(id)));
        remove(states.resolve(name(id)));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.error("Failed to remove {}: {}", file, e.getMessage());
        }
    }

    @Override
    public List<StoredService> services() {
        return all(services, StoredService.class);
    }

    @Override
    public List<StoredCheck> checks() {
        return all(checks, StoredCheck.class);
    }

    @Override
    public StoredState state(String checkID) {
        return read(states.resolve(name(checkID)), StoredState.class);
    }

    private <T> List<T> all(Path folder, Class<T> type) {
        List<T> result = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return result;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (file.getFileName().toString().length() == NAME_LENGTH && Files.isRegularFile(file)) {
                    T value = read(file, type);
                    if (value != null) {
                        result.add(value);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.error("Failed to read {}: {}", folder, e.getMessage());
        }
        return result;
    }

    private <T> T read(Path file, Type type) {
        try {
            return codec.<T>parse(Files.readAllBytes(file), type, false);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.error("Failed to read {}: {}", file, e.getMessage());
            return null;
        } catch (CuriaException e) {
            setAside(file, e.getMessage());
            return null;
        }
    }

    private static void setAside(Path file, String problem) {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        LOG.error("{} is corrupt ({}); it is set aside as {}", file, problem, aside.getFileName());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("Failed to set {} aside: {}", file, e.getMessage());
        }
    }

    static String name(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            StringBuilder name = new StringBuilder(NAME_LENGTH);
            for (byte b : digest) {
                name.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
            }
            return name.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
