package io.curia.checks.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The call of grpc.health.v1.Health/Check on the wire: what is sent, and what the answer's message says. */
final class HealthCall {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STREAM = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int MAX_FIELD = 8 * 1024;
    /** What stands before the message of a frame: compressed or not, and its length. */
    private static final int PREFIX = 5;

    private HealthCall() { }

    /** The beginning of the connection and the whole request. */
    static ByteBuffer request(boolean secure, String authority, String service, Duration timeout) {
        byte[] name = clip(service);
        ByteBuffer fields = ByteBuffer.allocate(2 * MAX_FIELD);
        // indexes of the static table of RFC 7541: POST, the scheme, and names; values are literals that nobody remembers
        fields.put((byte) 0x83).put((byte) (secure ? 0x87 : 0x86));
        literal(fields, 4, "/grpc.health.v1.Health/Check");
        literal(fields, 1, authority);
        literal(fields, 31, "application/grpc");
        literal(fields, 58, "Consul Health Check");
        literal(fields, "te", "trailers");
        literal(fields, "grpc-timeout", Math.max(1, Math.min(timeout.toMillis(), 99_999_999)) + "m");
        fields.flip();
        ByteBuffer message = message(name);
        ByteBuffer out = ByteBuffer.allocate(PREFACE.length + 3 * FrameReader.HEAD + fields.remaining() + message.remaining());
        out.put(PREFACE);
        FrameReader.head(out, 0, FrameReader.SETTINGS, 0, 0);
        FrameReader.head(out, fields.remaining(), FrameReader.HEADERS, END_HEADERS, STREAM);
        out.put(fields);
        FrameReader.head(out, message.remaining(), FrameReader.DATA, END_STREAM, STREAM);
        return out.put(message).flip();
    }

    private static byte[] clip(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_FIELD ? bytes : java.util.Arrays.copyOf(bytes, MAX_FIELD);
    }

    /** The request's protobuf message, field 1 the service's name, with its prefix. */
    private static ByteBuffer message(byte[] name) {
        ByteBuffer body = ByteBuffer.allocate(name.length + 8);
        if (name.length > 0) {
            body.put((byte) 0x0a);
            integer(body, 0, 7, name.length, true);
            body.put(name);
        }
        body.flip();
        return ByteBuffer.allocate(PREFIX + body.remaining()).put((byte) 0).putInt(body.remaining()).put(body).flip();
    }

    private static void literal(ByteBuffer out, int nameIndex, String value) {
        integer(out, 0, 4, nameIndex, false);
        text(out, value);
    }

    private static void literal(ByteBuffer out, String name, String value) {
        out.put((byte) 0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteBuffer out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        integer(out, 0, 7, bytes.length, false);
        out.put(bytes);
    }

    /** An integer of HPACK with a prefix of so many bits, or of protobuf. */
    private static void integer(ByteBuffer out, int first, int bits, int value, boolean protobuf) {
        int limit = (1 << bits) - 1;
        int rest = value;
        if (!protobuf) {
            if (value < limit) {
                out.put((byte) (first | value));
                return;
            }
            out.put((byte) (first | limit));
            rest -= limit;
        }
        while (rest >= 0x80) {
            out.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** The serving status in a response's data, or "" if there is no whole message in it. */
    static String servingStatus(ByteBuffer data) {
        if (data.remaining() < PREFIX || data.get(data.position()) != 0
                || data.getInt(data.position() + 1) > data.remaining() - PREFIX) {
            return "";
        }
        ByteBuffer message = data.slice(data.position() + PREFIX, data.getInt(data.position() + 1));
        // field 1, a varint that fits into one byte; absent, it is zero
        int status = message.remaining() >= 2 && message.get(0) == 0x08 ? message.get(1) : 0;
        return switch (status) {
            case 0 -> "UNKNOWN";
            case 1 -> "SERVING";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> Integer.toString(status);
        };
    }
}
