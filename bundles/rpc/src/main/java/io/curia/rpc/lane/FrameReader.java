package io.curia.rpc.lane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts frames out of bytes that come piece by piece. Memory for a frame's content grows as it arrives: what is announced costs
 * nothing.
 */
final class FrameReader {
    private static final int FIRST_CONTENT = 64 * 1024;

    private final Sink sink;
    private final ByteBuffer header = ByteBuffer.allocate(Frames.HEADER);
    private int longest;
    private byte[] content;
    private int announced;
    private int count;

    /** Takes whole frames; the content belongs to it. */
    interface Sink {
        void frame(byte kind, long id, ByteBuffer content) throws IOException;
    }

    /** @param longest content, in bytes */
    FrameReader(int longest, Sink sink) {
        this.longest = longest;
        this.sink = sink;
    }

    /** Allows longer, or only shorter, contents from the next frame on. */
    void longest(int bytes) {
        longest = bytes;
    }

    void read(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            if (content == null) {
                header(data);
            } else {
                content(data);
            }
        }
    }

    private void header(ByteBuffer data) throws IOException {
        if (header.position() == 0 && data.remaining() >= Frames.HEADER) {
            begin(data.getInt(data.position()), data.get(data.position() + Integer.BYTES));
            header.putLong(Integer.BYTES + 1, data.getLong(data.position() + Integer.BYTES + 1));
            data.position(data.position() + Frames.HEADER);
        } else {
            while (header.hasRemaining() && data.hasRemaining()) {
                header.put(data.get());
            }
            if (header.hasRemaining()) {
                return;
            }
            header.clear();
            begin(header.getInt(0), header.get(Integer.BYTES));
        }
        if (announced == 0) {
            complete();
        }
    }

    private void begin(int length, byte kind) throws IOException {
        announced = length - Frames.COUNTED;
        if (announced < 0 || announced > longest) {
            throw new IOException("consensus frame of " + (length & 0xFFFF_FFFFL) + " bytes refused");
        }
        header.put(Integer.BYTES, kind);
        content = new byte[Math.min(announced, FIRST_CONTENT)];
        count = 0;
    }

    private void content(ByteBuffer data) throws IOException {
        int part = Math.min(announced - count, data.remaining());
        if (count + part > content.length) {
            content = Arrays.copyOf(content, Math.min(announced, Math.max(count + part, content.length * 2)));
        }
        data.get(content, count, part);
        count += part;
        if (count == announced) {
            complete();
        }
    }

    private void complete() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(content);
        content = null;
        sink.frame(header.get(Integer.BYTES), header.getLong(Integer.BYTES + 1), whole);
    }
}
