package io.curia.rpc.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What precedes a body: of a request {ServiceMethod, Seq}, of a response {ServiceMethod, Seq, Error}. Written as Go's codec
 * does: a map, its keys in order, texts as raw bytes of the old specification, numbers as short as possible.
 *
 * @param error "" for none
 */
record Header(String method, long sequence, String error) {
    /** The longest header that is taken, and the longest error text that is sent, in bytes. */
    static final int LONGEST = 64 * 1024;
    private static final int LONGEST_ERROR = 32 * 1024;

    private static final byte[] SEQ = text("Seq");
    private static final byte[] SERVICE_METHOD = text("ServiceMethod");
    private static final byte[] ERROR = text("Error");
    private static final int OVERHEAD = 64;

    /** A text with its length before it, for a text shorter than 32 bytes. */
    private static byte[] text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        byte[] raw = new byte[bytes.length + 1];
        raw[0] = (byte) (0xA0 | bytes.length);
        System.arraycopy(bytes, 0, raw, 1, bytes.length);
        return raw;
    }

    /** A request's header and body. */
    static ByteBuffer request(String method, long sequence, byte[] body) {
        byte[] name = method.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD + name.length + body.length);
        out.put((byte) 0x82).put(SEQ);
        putNumber(out, sequence);
        out.put(SERVICE_METHOD);
        putText(out, name);
        return out.put(body).flip();
    }

    /** A response's header and body. */
    static ByteBuffer response(String method, long sequence, String error, byte[] body) {
        byte[] name = method.getBytes(StandardCharsets.UTF_8);
        byte[] text = error.getBytes(StandardCharsets.UTF_8);
        if (text.length > LONGEST_ERROR) {
            text = Arrays.copyOf(text, LONGEST_ERROR);
        }
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD + name.length + text.length + body.length);
        out.put((byte) 0x83).put(ERROR);
        putText(out, text);
        out.put(SEQ);
        putNumber(out, sequence);
        out.put(SERVICE_METHOD);
        putText(out, name);
        return out.put(body).flip();
    }

    /** The reply to a snapshot request that fails: nothing but an error. */
    static byte[] errorReply(String error) {
        byte[] text = error.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD + text.length);
        out.put((byte) 0x81).put(ERROR);
        putText(out, text);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void putText(ByteBuffer out, byte[] bytes) {
        if (bytes.length < 32) {
            out.put((byte) (0xA0 | bytes.length));
        } else if (bytes.length < 0x1_0000) {
            out.put((byte) 0xDA).putShort((short) bytes.length);
        } else {
            out.put((byte) 0xDB).putInt(bytes.length);
        }
        out.put(bytes);
    }

    private static void putNumber(ByteBuffer out, long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            out.put((byte) 0xCF).putLong(value);
        } else if (value > 0xFFFF) {
            out.put((byte) 0xCE).putInt((int) value);
        } else if (value > 0xFF) {
            out.put((byte) 0xCD).putShort((short) value);
        } else if (value > 0x7F) {
            out.put((byte) 0xCC).put((byte) value);
        } else {
            out.put((byte) value);
        }
    }

    /** Reads a header; what it does not know it passes over, what is not there is "" or 0. */
    static Header parse(byte[] value) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(value);
        String method = "";
        String error = "";
        long sequence = 0;
        ValueScanner scanner = new ValueScanner(value.length);
        for (int left = mapSize(in); left > 0; left--) {
            byte[] key = bytes(in);
            if (same(key, SERVICE_METHOD)) {
                method = textOf(in);
            } else if (same(key, SEQ)) {
                sequence = number(in);
            } else if (same(key, ERROR)) {
                error = textOf(in);
            } else {
                scanner.reset();
                scanner.scan(in);
            }
        }
        return new Header(method, sequence, error);
    }

    private static boolean same(byte[] key, byte[] raw) {
        return Arrays.equals(key, 0, key.length, raw, 1, raw.length);
    }

    private static int mapSize(ByteBuffer in) throws MalformedException {
        int code = in.get() & 0xFF;
        if (code >= 0x80 && code < 0x90) {
            return code & 0x0F;
        }
        return switch (code) {
            case 0xDE -> in.getShort() & 0xFFFF;
            case 0xDF -> in.getInt();
            default -> throw new MalformedException("a header that is not a map");
        };
    }

    private static String textOf(ByteBuffer in) throws MalformedException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) throws MalformedException {
        int code = in.get() & 0xFF;
        int length = code >= 0xA0 && code < 0xC0 ? code & 0x1F : switch (code) {
            case 0xC0 -> 0;
            case 0xC4, 0xD9 -> in.get() & 0xFF;
            case 0xC5, 0xDA -> in.getShort() & 0xFFFF;
            case 0xC6, 0xDB -> in.getInt();
            default -> throw new MalformedException("a header with something else than a text");
        };
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static long number(ByteBuffer in) throws MalformedException {
        int code = in.get() & 0xFF;
        if (code < 0x80) {
            return code;
        }
        return switch (code) {
            case 0xC0 -> 0;
            case 0xCC, 0xD0 -> in.get() & 0xFF;
            case 0xCD, 0xD1 -> in.getShort() & 0xFFFF;
            case 0xCE, 0xD2 -> in.getInt() & 0xFFFF_FFFFL;
            case 0xCF, 0xD3 -> in.getLong();
            default -> throw new MalformedException("a header with something else than a number");
        };
    }
}
