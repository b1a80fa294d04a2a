package io.curia.cli.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the plain files of a tar stream, one after another. */
public final class TarReader {

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int NAME_LENGTH = 100;

    private final InputStream in;
    private Content content;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next file and returns its name, or null at the end. */
    public String next() throws IOException {
        if (content != null) {
            content.skipRest();
            content = null;
        }
        byte[] header = in.readNBytes(BLOCK);
        if (header.length == 0 || header.length == BLOCK && header[0] == 0) {
            return null;
        }
        if (header.length < BLOCK) {
            throw new EOFException("unexpected EOF");
        }
        content = new Content(octal(header));
        return text(header, NAME_LENGTH);
    }

    /** The current file's bytes. */
    public InputStream content() {
        return content;
    }

    private static String text(byte[] header, int length) {
        int end = 0;
        while (end < length && header[end] != 0) {
            end++;
        }
        return new String(header, 0, end, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header) throws IOException {
        if ((header[SIZE_AT] & 0x80) != 0) {
            long size = 0;
            for (int i = SIZE_AT + 4; i < SIZE_AT + SIZE_LENGTH; i++) {
                size = size << 8 | header[i] & 0xff;
            }
            return size;
        }
        String digits = new String(header, SIZE_AT, SIZE_LENGTH, StandardCharsets.ISO_8859_1).replace('\0', ' ').trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("archive/tar: invalid tar header");
        }
    }

    private final class Content extends InputStream {
        private long left;
        private final long padding;

        Content(long size) {
            left = size;
            padding = (BLOCK - size % BLOCK) % BLOCK;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("unexpected EOF");
            }
            left -= count;
            return count;
        }

        void skipRest() throws IOException {
            in.skipNBytes(left + padding);
        }
    }
}
