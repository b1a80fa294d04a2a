package io.curia.cli.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes files into a tar stream. */
public final class TarWriter {

    private static final int BLOCK = 512;
    private static final int SUM_AT = 148;

    private final OutputStream out;
    private final long seconds;

    /** @param seconds modification time of all files, since 1970 */
    public TarWriter(OutputStream out, long seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    /** Adds a file; names of up to 100 bytes. */
    public void file(String name, byte[] content) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > 100) {
            throw new IOException("name too long for the archive: " + name);
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(path, 0, header, 0, path.length);
        octal(header, 100, 8, 0600);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, content.length);
        octal(header, 136, 12, seconds);
        header[156] = '0';
        put(header, 257, "ustar\00000");
        for (int i = SUM_AT; i < SUM_AT + 8; i++) {
            header[i] = ' ';
        }
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, SUM_AT, 7, sum);
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** Writes the end mark; the stream stays open. */
    public void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static void octal(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        put(header, at, "0".repeat(length - 1 - digits.length()) + digits);
        header[at + length - 1] = 0;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
