package io.curia.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off an entry that a crash left half-written at the end of the open segment. It was not acknowledged, as that needs
 * a sync; but as the file was filled with zeros before, Ratis would see a wrong checksum there and not an early end.
 *
 * <p>Only what cannot be anything else is cut: behind the bad entry there are zeros to the end of the file. Every other
 * damage is left for Ratis to find and refuse.
 *
 * <p>The format: a header of eight bytes, then entries: length as a varint, content, CRC-32C of both (big endian).
 */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);
    private static final int HEADER = 8;
    private static final int CHECKSUM = 4;
    private static final int VARINT_BITS = 35;

    private TornTail() { }

    /** @param directory with a folder for each group, and the segments in {@code current} below */
    static void repair(Path directory) throws IOException {
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path group : groups) {
                if (Files.isDirectory(group.resolve("current"))) {
                    repairIn(group.resolve("current"));
                }
            }
        }
    }

    private static void repairIn(Path segments) throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(segments, "log_inprogress_*")) {
            for (Path segment : open) {
                repairSegment(segment);
            }
        }
    }

    private static void repairSegment(Path segment) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(segment));
        if (content.limit() <= HEADER) {
            return;
        }
        content.position(HEADER);
        int written = endOfData(content);
        int good = HEADER;
        while (skipEntry(content)) {
            good = content.position();
        }
        content.position(good);
        long length = good < written ? length(content) : -1;
        boolean torn = good < written && (length < 0 || good + length >= written);
        if (torn) {
            LOG.warn("dropped {} bytes of an unfinished write at the end of {}", written - good, segment);
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.truncate(good);
                channel.force(true);
            }
        }
    }

    /** Behind the last byte that is not zero. */
    private static int endOfData(ByteBuffer content) {
        int end = content.limit();
        while (end > HEADER && content.get(end - 1) == 0) {
            end--;
        }
        return end;
    }

    /** Moves behind the entry at the position, if that is whole. */
    private static boolean skipEntry(ByteBuffer content) {
        int start = content.position();
        long length = length(content);
        if (length <= CHECKSUM + 1 || start + length > content.limit()) {
            return false;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(content.array(), start, (int) length - CHECKSUM);
        if (content.getInt(start + (int) length - CHECKSUM) != (int) checksum.getValue()) {
            return false;
        }
        content.position(start + (int) length);
        return true;
    }

    /** Of the whole entry at the position, which is not moved; negative when the length itself is cut short. */
    private static long length(ByteBuffer content) {
        long value = 0;
        int at = content.position();
        for (int shift = 0; shift < VARINT_BITS && at < content.limit(); shift += 7) {
            byte next = content.get(at++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return at - content.position() + value + CHECKSUM;
            }
        }
        return -1;
    }
}
