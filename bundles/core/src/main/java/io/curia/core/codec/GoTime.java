package io.curia.core.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Points in time as agents written in Go put them into msgpack: a version byte, seconds since the first of January of the year
 * 1, nanoseconds, and minutes east of Greenwich (-1 for UTC).
 */
public final class GoTime {
    private static final byte VERSION = 1;
    private static final int LENGTH = 15;
    private static final short UTC = -1;
    private static final long YEAR_ONE = -62_135_596_800L;

    private GoTime() { }

    /** The bytes of a time of RFC 3339; of the empty text, Go's zero time. */
    public static byte[] bytes(String text) {
        Instant time = text == null || text.isEmpty() ? Instant.ofEpochSecond(YEAR_ONE) : OffsetDateTime.parse(text).toInstant();
        return ByteBuffer.allocate(LENGTH).put(VERSION).putLong(time.getEpochSecond() - YEAR_ONE).putInt(time.getNano())
                .putShort(UTC).array();
    }

    /**
     * The time as a text of RFC 3339, in UTC; empty for the zero time.
     *
     * @throws IOException when it is no such time
     */
    public static String text(byte[] bytes) throws IOException {
        if (bytes == null || bytes.length == 0) {
            return "";
        }
        if (bytes.length < LENGTH) {
            throw new IOException("a time of " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        long seconds = in.getLong();
        int nanos = in.getInt();
        try {
            return seconds == 0 && nanos == 0 ? "" : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    Instant.ofEpochSecond(Math.addExact(seconds, YEAR_ONE), nanos).atOffset(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("a time that cannot be: " + seconds + " s", e);
        }
    }
}
