package io.curia.consensus.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One server at a time has a directory. Ratis locks too, but tries for seconds and says so many times. */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    public static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process; the answer is the same
            channel.close();
            throw new IOException("another server is using it", e);
        }
        channel.close();
        throw new IOException("another server is using it");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
