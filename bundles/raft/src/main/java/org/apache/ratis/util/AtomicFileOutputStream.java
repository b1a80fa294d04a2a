package org.apache.ratis.util;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name whole and synced, its folder too, or not at all. In the bundle it takes the place of Ratis'
 * class of the same name, which does not sync the folder, and moves the file into place also when it could not be written: on a full
 * disk the term and the vote, the configuration and checksums of snapshots were replaced by empty files, and the log could not be
 * opened any more. A failed write is final here: the old file stays. Used by one thread.
 */
public final class AtomicFileOutputStream extends OutputStream {
    private static final String TMP_EXTENSION = ".tmp";

    private final File target;
    private final File temporary;
    private final FileOutputStream out;
    private boolean failed;
    private boolean closed;

    /** @param target what is to be there after {@link #close} */
    public AtomicFileOutputStream(File target) throws IOException {
        this.target = target.getAbsoluteFile();
        this.temporary = getTemporaryFile(this.target);
        this.out = new FileOutputStream(temporary);
    }

    /** Where the content is until it is whole; a crash may leave it behind. */
    public static File getTemporaryFile(File target) {
        return new File(target.getParentFile(), target.getName() + TMP_EXTENSION);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    /** After a failed write, which has told so already, the target is left as it is. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            if (!failed) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            if (failed) {
                Files.deleteIfExists(temporary.toPath());
            }
        }
        if (!failed) {
            Files.move(temporary.toPath(), target.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        }
    }

    /** Else a power failure could bring the old file back: a vote that was given would be given again. */
    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(target.getParentFile().toPath(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
