package io.curia.consensus.support;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory of a log: what has to be right before an engine opens it. A directory belongs to one server of one cluster, and
 * to one engine; the server's id is kept in a file, as the others would wait for ever for its vote if it changed.
 */
public final class DataFolder {
    private static final String ID_FILE = "server-id";

    private DataFolder() { }

    /**
     * Makes the directory and tries whether it can be written.
     *
     * @param folder the one below it that the engine keeps the cluster's log in; another one is another's log
     * @param nodeId of the configuration, "" to take what the directory says
     * @param fallback the id of a new directory when the configuration has none
     * @return the server's id
     */
    public static String prepare(Path directory, String folder, String cluster, String nodeId, String fallback)
            throws EngineStartException {
        try {
            Files.createDirectories(directory);
            Path probe = Files.createTempFile(directory, "probe", ".tmp");
            Files.delete(probe);
        } catch (IOException e) {
            throw new EngineStartException("the raft directory " + directory + " cannot be written: " + describe(e), e);
        }
        try {
            refuseOthers(directory, folder, cluster);
            return serverId(directory.resolve(ID_FILE), nodeId, fallback);
        } catch (EngineStartException e) {
            throw e;
        } catch (IOException e) {
            throw new EngineStartException("the raft directory " + directory + " cannot be used: " + describe(e), e);
        }
    }

    private static void refuseOthers(Path directory, String folder, String cluster) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : children) {
                if (!child.getFileName().toString().equals(folder)) {
                    throw new EngineStartException("the raft directory " + directory
                            + " belongs to another cluster than \"" + cluster + "\" or to another consensus engine (found "
                            + child.getFileName() + ")", null);
                }
            }
        }
    }

    private static String serverId(Path file, String nodeId, String fallback) throws IOException {
        String kept;
        try {
            kept = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            String id = nodeId.isEmpty() ? fallback : nodeId;
            Files.writeString(file, id + "\n", StandardCharsets.UTF_8);
            return id;
        }
        if (kept.isEmpty() || !kept.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new EngineStartException("the raft directory " + file.getParent() + " cannot be used: " + file.getFileName()
                    + " does not hold an id", null);
        }
        if (!nodeId.isEmpty() && !nodeId.equals(kept)) {
            throw new EngineStartException("the raft directory " + file.getParent() + " belongs to node " + kept
                    + ", not to " + nodeId, null);
        }
        return kept;
    }

    /** An I/O error's own words, with its kind where the message is only a path. */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof FileSystemException)
                && !(cause.getCause() instanceof OverlappingFileLockException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
        return cause instanceof FileSystemException || message.isEmpty()
                ? cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message) : message;
    }
}
