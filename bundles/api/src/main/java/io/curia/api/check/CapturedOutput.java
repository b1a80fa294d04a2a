package io.curia.api.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The last bytes of an output of any length, for check types that collect one. Not thread-safe. */
public final class CapturedOutput {
    private static final int FIRST_SIZE = 256;

    private final int limit;
    private byte[] bytes;
    private long total;

    /** Keeps so many bytes, at least one. */
    public CapturedOutput(int limit) {
        this.limit = Math.max(1, limit);
        this.bytes = new byte[Math.min(this.limit, FIRST_SIZE)];
    }

    /** Adds bytes. */
    public void write(byte[] source, int offset, int length) {
        write(ByteBuffer.wrap(source, offset, length));
    }

    /** Adds what remains in the buffer. */
    public void write(ByteBuffer source) {
        int count = source.remaining();
        if (count > limit) {
            total += count - limit;
            source.position(source.position() + count - limit);
            count = limit;
        }
        if (bytes.length < limit && total + count > bytes.length) {
            long wanted = Math.max(total + count, 2L * bytes.length);
            bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(limit, wanted));
        }
        int at = (int) (total % bytes.length);
        int before = Math.min(count, bytes.length - at);
        source.get(bytes, at, before);
        source.get(bytes, 0, count - before);
        total += count;
    }

    /** How many bytes there were in all. */
    public long total() {
        return total;
    }

    /** What is kept, as UTF-8. */
    public String text() {
        if (total <= bytes.length) {
            return new String(bytes, 0, (int) total, StandardCharsets.UTF_8);
        }
        int start = (int) (total % bytes.length);
        byte[] ordered = new byte[bytes.length];
        System.arraycopy(bytes, start, ordered, 0, bytes.length - start);
        System.arraycopy(bytes, 0, ordered, bytes.length - start, start);
        return new String(ordered, StandardCharsets.UTF_8);
    }

    /** What is kept, after a line that says so if it is not everything. */
    public String textWithNote() {
        return total <= limit ? text() : "Captured " + limit + " of " + total + " bytes\n...\n" + text();
    }
}
