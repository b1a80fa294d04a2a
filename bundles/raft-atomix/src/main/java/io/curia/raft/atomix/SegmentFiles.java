package io.curia.raft.atomix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of Atomix' log, looked at before Atomix does: of what it cannot read it deletes all that is behind, and
 * reports success. A file that a power cut left without its head was being begun and holds nothing that was acknowledged;
 * it is deleted. Damage anywhere but at the log's end is refused.
 *
 * <p>A file is 64 bytes about itself (version, id, index of its first entry, ...) and entries: length, CRC-32, content.
 */
final class SegmentFiles {
    static final String PREFIX = "raft";
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final String ENDING = ".log";
    private static final int HEAD_BYTES = 64;
    private static final int ID_AT = Integer.BYTES;
    private static final int INDEX_AT = ID_AT + Long.BYTES;
    private static final int ENTRY_HEAD_BYTES = 2 * Integer.BYTES;
    private static final int BLOCK_BYTES = 1 << 20;

    private SegmentFiles() { }

    /** By their ids, which is the order of what they hold. */
    private static TreeMap<Long, Path> of(Path directory) throws IOException {
        TreeMap<Long, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "-*" + ENDING)) {
            for (Path file : found) {
                String name = file.getFileName().toString();
                files.put(Long.parseLong(name.substring(PREFIX.length() + 1, name.length() - ENDING.length())), file);
            }
        } catch (NumberFormatException e) {
            throw new IOException("a file in " + directory + " is none of the log's: " + e.getMessage(), e);
        }
        return files;
    }

    /** @throws IOException which file is damaged */
    static void check(Path directory) throws IOException {
        long expected = -1;
        TreeMap<Long, Path> files = of(directory);
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            boolean last = file.getKey().equals(files.lastKey());
            try (FileChannel channel = FileChannel.open(file.getValue(), StandardOpenOption.READ)) {
                ByteBuffer head = head(channel);
                long first = head.hasRemaining() || head.getLong(ID_AT) != file.getKey() ? 0 : head.getLong(INDEX_AT);
                if (last && isBlank(head)) {
                    LOG.warn("{} had only been begun, and is deleted", file.getValue());
                    Files.delete(file.getValue());
                } else if (first <= 0 || expected >= 0 && first != expected) {
                    throw new IOException(file.getValue() + " is damaged"
                            + (first <= 0 ? "" : ": it begins at index " + first + " where " + expected + " was due"));
                } else if (!last) {
                    expected = first + countEntries(channel);
                }
            }
        }
    }

    /** What there is of it. */
    private static ByteBuffer head(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
            // a read may be short
        }
        return head;
    }

    /** Whether it was never written as a whole. */
    private static boolean isBlank(ByteBuffer head) {
        return head.hasRemaining() || Arrays.equals(head.array(), new byte[HEAD_BYTES]);
    }

    private static long countEntries(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(ENTRY_HEAD_BYTES);
        ByteBuffer content = ByteBuffer.allocate(AtomixLimits.ENTRY_BYTES);
        long position = HEAD_BYTES;
        for (long count = 0; true; count++) {
            int length = read(channel, head.clear(), position) ? head.getInt(0) : 0;
            if (length <= 0 || length > AtomixLimits.ENTRY_BYTES
                    || !read(channel, content.clear().limit(length), position + ENTRY_HEAD_BYTES)) {
                return count;
            }
            CRC32 sum = new CRC32();
            sum.update(content.array(), 0, length);
            if ((int) sum.getValue() != head.getInt(Integer.BYTES)) {
                return count;
            }
            position += ENTRY_HEAD_BYTES + length;
        }
    }

    private static boolean read(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    /**
     * Gives the newest file the room on the disk that its length promises, by writing what it holds once more: Atomix does not
     * see that a write on a full disk was short. To be called where nobody else writes.
     */
    static void reserveNewest(Path directory) throws IOException {
        Map.Entry<Long, Path> newest = of(directory).lastEntry();
        if (newest == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(newest.getValue(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (long at = 0; at < channel.size(); at += BLOCK_BYTES) {
                block.clear().limit((int) Math.min(BLOCK_BYTES, channel.size() - at));
                read(channel, block, at);
                block.flip();
                for (long to = at; block.hasRemaining();) {
                    to += channel.write(block, to);
                }
            }
        }
    }
}
