package io.curia.rpc.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of responses in HPACK (RFC 7541): few and short, so they are written out, and nobody has to remember them. Each block begins by
 * saying so: a dynamic table of 0 bytes, whatever the peer offers.
 */
final class ResponseFields {
    private static final int MOST_BYTES = 1536;
    private static final int MOST_OF_MESSAGE = 1024;
    private static final byte NO_DYNAMIC_TABLE = 0x20;
    private static final byte STATUS_200 = (byte) 0x88;
    private static final int STATUS = 8;
    private static final int CONTENT_TYPE = 31;
    private static final String HEX = "0123456789ABCDEF";

    private ResponseFields() { }

    /** Of a response that goes well so far. */
    static ByteBuffer begin() {
        return head(ByteBuffer.allocate(64)).flip();
    }

    /**
     * How it ends, {@code message} "" for nothing to say.
     *
     * @param alone whether nothing of the response was sent before
     */
    static ByteBuffer end(boolean alone, int code, String message) {
        ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);
        if (alone) {
            head(out);
        } else {
            out.put(NO_DYNAMIC_TABLE);
        }
        literal(out, "grpc-status", Integer.toString(code));
        if (!message.isEmpty()) {
            literal(out, "grpc-message", escaped(message));
        }
        return out.flip();
    }

    /** Of a response to something that is not gRPC. */
    static ByteBuffer refusal(int status) {
        ByteBuffer out = ByteBuffer.allocate(16).put(NO_DYNAMIC_TABLE).put((byte) STATUS);
        text(out, Integer.toString(status));
        return out.flip();
    }

    private static ByteBuffer head(ByteBuffer out) {
        out.put(NO_DYNAMIC_TABLE).put(STATUS_200);
        // an index beyond the four bits that are for it
        out.put((byte) 0x0F).put((byte) (CONTENT_TYPE - 0x0F));
        text(out, "application/grpc");
        return out;
    }

    private static void literal(ByteBuffer out, String name, String value) {
        out.put((byte) 0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteBuffer out, String ascii) {
        int length = ascii.length();
        if (length < 0x7F) {
            out.put((byte) length);
        } else {
            out.put((byte) 0x7F);
            int rest = length - 0x7F;
            for (; rest >= 0x80; rest >>>= 7) {
                out.put((byte) (rest | 0x80));
            }
            out.put((byte) rest);
        }
        out.put(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** As gRPC wants it: what is not printable, and the percent sign, as %XX of UTF-8; cut if it is long. */
    private static String escaped(String message) {
        StringBuilder out = new StringBuilder(message.length() + 16);
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (out.length() > MOST_OF_MESSAGE - 3) {
                break;
            }
            if (b >= ' ' && b < 0x7F && b != '%') {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
            }
        }
        return out.toString();
    }
}
