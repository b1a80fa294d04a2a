package io.curia.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer: of a known length, in chunks, or all there is until the end of the connection. */
final class BodyStream extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;

    /** @param length bytes to come, or -1 for everything up to the end of the connection */
    BodyStream(InputStream in, boolean chunked, long length) {
        this.in = in;
        this.chunked = chunked;
        this.left = chunked ? 0 : length;
        this.ended = !chunked && length == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ended && chunked && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int wanted = left < 0 ? length : (int) Math.min(length, left);
        int count = in.read(into, offset, wanted);
        if (count < 0) {
            ended = true;
            if (left < 0) {
                return -1;
            }
            throw new EOFException("unexpected EOF");
        }
        if (left > 0) {
            left -= count;
            if (left == 0) {
                endOfPart();
            }
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return ended || left <= 0 ? 0 : (int) Math.min(left, in.available());
    }

    private void endOfPart() throws IOException {
        if (chunked) {
            line(in);
        } else {
            ended = true;
        }
    }

    private void nextChunk() throws IOException {
        String size = line(in);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).trim(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("malformed chunked encoding");
        }
        if (left == 0) {
            String trailer = line(in);
            while (!trailer.isEmpty()) {
                trailer = line(in);
            }
            ended = true;
        }
    }

    /** Reads a line of the protocol, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(64);
        int c = in.read();
        while (c != '\n') {
            if (c < 0) {
                throw new EOFException("EOF");
            }
            if (text.length() > 65_536) {
                throw new IOException("header line too long");
            }
            text.append((char) c);
            c = in.read();
        }
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
    }
}
