package io.curia.checks.docker;

import io.curia.api.net.NetworkException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request to the daemon on a connection of its own, and the head of its answer. Blocks. */
final class DockerRequest implements AutoCloseable {
    private static final int MAX_HEAD_LINES = 100;
    private static final int MAX_LINE = 8 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private final int status;
    private boolean chunked;
    private long length = -1;

    DockerRequest(SocketChannel channel, String method, String path, String body) throws IOException {
        this.channel = channel;
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: "
                + content.length + "\r\nConnection: close\r\n\r\n";
        ByteBuffer out = ByteBuffer.allocate(head.length() + content.length)
                .put(head.getBytes(StandardCharsets.US_ASCII)).put(content).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        in = new BufferedInputStream(Channels.newInputStream(channel));
        status = readHead();
    }

    private int readHead() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.") || first.length() < 12) {
            throw new NetworkException("docker: malformed HTTP response");
        }
        for (int i = 0; i < MAX_HEAD_LINES; i++) {
            String line = line();
            if (line.isEmpty()) {
                return number(first.substring(9, 12));
            }
            String lower = line.toLowerCase(Locale.ROOT);
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            if (lower.startsWith("content-length:")) {
                length = number(line.substring("content-length:".length()).strip());
            }
        }
        throw new NetworkException("docker: too many header lines");
    }

    private static int number(String text) throws NetworkException {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new NetworkException("docker: malformed number in the response's head: " + text);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE) {
                throw new NetworkException("docker: unexpected end of the response's head");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    int status() {
        return status;
    }

    /** The body, with its length or up to the end of the connection. */
    InputStream body() {
        return chunked || length >= 0 ? new Body() : in;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Body extends InputStream {
        private long left = chunked ? 0 : length;
        private boolean first = true;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0 && chunked) {
                nextChunk();
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(left, count));
            left -= Math.max(0, read);
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first) {
                line();
            }
            first = false;
            try {
                left = Long.parseLong(line().split(";")[0].strip(), 16);
            } catch (NumberFormatException e) {
                throw new NetworkException("docker: invalid byte in chunk length");
            }
            chunkedEnd();
        }

        private void chunkedEnd() {
            if (left == 0) {
                chunked = false;
            }
        }
    }
}
