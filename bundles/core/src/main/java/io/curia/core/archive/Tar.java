package io.curia.core.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The little of POSIX ustar that an archive of a few regular files needs. */
final class Tar {
    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;

    private Tar() { }

    static void add(OutputStream out, String name, byte[] content, long seconds) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, SIZE_AT, octal(content.length, 11));
        put(header, 136, octal(seconds, 11));
        put(header, CHECKSUM_AT, "        ");
        header[TYPE_AT] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM_AT, octal(sum, 6) + "\0 ");
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    static void end(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    /** The files by name; refuses names that are not wanted and files larger than the limit. */
    static Map<String, byte[]> read(InputStream in, long limit) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return files;
            }
            long size = number(header);
            if (size < 0 || size > limit) {
                throw new IOException("archive has a file of " + size + " bytes");
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream((int) Math.min(size, 1 << 20));
            long left = size;
            while (left > 0) {
                byte[] part = in.readNBytes((int) Math.min(left, 1 << 16));
                if (part.length == 0) {
                    throw new IOException("unexpected EOF");
                }
                content.write(part);
                left -= part.length;
            }
            in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            if (header[TYPE_AT] == '0' || header[TYPE_AT] == 0) {
                files.put(text(header, 0, 100), content.toByteArray());
            }
        }
    }

    private static long number(byte[] header) throws IOException {
        try {
            return Long.parseLong(text(header, SIZE_AT, 12).trim(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("archive is damaged: bad size in a header");
        }
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
