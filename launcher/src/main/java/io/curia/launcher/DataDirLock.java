package io.curia.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second agent out of a data directory: it would empty the bundle cache of the first one and take over its
 * definitions. The system lets go of the lock when the process ends, however it ends; the file stays.
 */
final class DataDirLock implements AutoCloseable {
    private static final String FILE = "agent.lock";

    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the directory, which is made if it is not there; null means an agent without one. */
    static DataDirLock take(Path dataDir) throws IOException {
        if (dataDir == null) {
            return new DataDirLock(null);
        }
        Files.createDirectories(dataDir);
        FileChannel channel = FileChannel.open(dataDir.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataDirLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(dataDir);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(dataDir);
    }

    private static IOException inUse(Path dataDir) {
        return new IOException("data_dir \"" + dataDir + "\" is in use by another agent");
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
