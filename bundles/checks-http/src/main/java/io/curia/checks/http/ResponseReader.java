package io.curia.checks.http;

import io.curia.api.check.CapturedOutput;
import io.curia.api.net.NetworkException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one HTTP/1 response as it arrives: head, then a body of a given length, in chunks, or up to the end.
 * A head has at most {@value #MAX_HEAD} bytes; of a body the tail is kept, and after {@value #MAX_BODY} bytes it counts as read.
 */
final class ResponseReader {
    static final int MAX_HEAD = 64 * 1024;
    static final long MAX_BODY = 16L * 1024 * 1024;

    private enum State { HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, DONE }

    private final boolean bodyless;
    private final CapturedOutput body;
    private final StringBuilder line = new StringBuilder(128);
    private State state = State.HEAD;
    private int headBytes;
    private int status;
    private String reason = "";
    private String location = "";
    private long left = -1;
    private boolean chunked;
    private long bodyBytes;

    /** @param bodyless whether the request was one whose response has no body */
    ResponseReader(boolean bodyless, int outputSize) {
        this.bodyless = bodyless;
        this.body = new CapturedOutput(outputSize);
    }

    boolean headRead() {
        return state != State.HEAD;
    }

    boolean started() {
        return headBytes > 0;
    }

    int status() {
        return status;
    }

    /** For example {@code 200 OK}. */
    String statusText() {
        return reason;
    }

    String location() {
        return location;
    }

    String body() {
        return body.text();
    }

    /** Takes what has arrived; true when the response is complete. */
    boolean read(ByteBuffer data) throws NetworkException {
        while (data.hasRemaining() && state != State.DONE) {
            switch (state) {
                case HEAD, CHUNK_SIZE, CHUNK_END -> readLine(data);
                default -> readBody(data);
            }
        }
        return state == State.DONE;
    }

    private void readLine(ByteBuffer data) throws NetworkException {
        byte b = data.get();
        if (state == State.HEAD && ++headBytes > MAX_HEAD) {
            throw new NetworkException("net/http: server response headers exceeded " + MAX_HEAD + " bytes; aborted");
        }
        if (b != '\n') {
            if (line.length() > MAX_HEAD) {
                throw new NetworkException("malformed chunked encoding");
            }
            line.append((char) (b & 0xff));
            return;
        }
        int length = line.length();
        String text = line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
        line.setLength(0);
        if (state == State.HEAD) {
            headLine(text);
        } else {
            chunkLine(text);
        }
    }

    private void headLine(String text) throws NetworkException {
        if (status == 0) {
            statusLine(text);
        } else if (!text.isEmpty()) {
            header(text);
        } else if (status < 200 && status != 101) {
            status = 0;
        } else if (bodyless || status == 204 || status == 304 || status == 101 || left == 0 && !chunked) {
            state = State.DONE;
        } else {
            state = chunked ? State.CHUNK_SIZE : State.BODY;
        }
    }

    private void statusLine(String text) throws NetworkException {
        if (!text.startsWith("HTTP/1.") || text.length() < 12 || text.charAt(8) != ' ') {
            throw new NetworkException("net/http: HTTP/1.x transport connection broken: malformed HTTP response \""
                    + text.substring(0, Math.min(80, text.length())) + "\"");
        }
        try {
            status = Integer.parseUnsignedInt(text, 9, 12, 10);
        } catch (NumberFormatException e) {
            throw new NetworkException("net/http: HTTP/1.x transport connection broken: malformed HTTP status code \""
                    + text.substring(9, 12) + "\"");
        }
        reason = text.substring(9);
    }

    private void header(String text) throws NetworkException {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new NetworkException("net/http: HTTP/1.x transport connection broken: malformed MIME header line: " + text);
        }
        String value = text.substring(colon + 1).strip();
        switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> left = contentLength(value);
            case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "location" -> location = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            default -> { }
        }
    }

    private static long contentLength(String value) throws NetworkException {
        try {
            return Long.parseUnsignedLong(value);
        } catch (NumberFormatException e) {
            throw new NetworkException("bad Content-Length \"" + value + "\"");
        }
    }

    private void chunkLine(String text) throws NetworkException {
        if (state == State.CHUNK_END) {
            state = State.CHUNK_SIZE;
            return;
        }
        int end = text.indexOf(';');
        String size = (end < 0 ? text : text.substring(0, end)).strip();
        try {
            left = Long.parseUnsignedLong(size, 16);
        } catch (NumberFormatException e) {
            throw new NetworkException("invalid byte in chunk length");
        }
        // trailers follow the last chunk; nobody reads them
        state = left == 0 ? State.DONE : State.CHUNK;
    }

    private void readBody(ByteBuffer data) {
        int count = left >= 0 && left < data.remaining() ? (int) left : data.remaining();
        body.write(data.slice(data.position(), count));
        data.position(data.position() + count);
        bodyBytes += count;
        if (left >= 0) {
            left -= count;
        }
        if (bodyBytes >= MAX_BODY || left == 0 && state == State.BODY) {
            state = State.DONE;
        } else if (left == 0) {
            state = State.CHUNK_END;
        }
    }
}
