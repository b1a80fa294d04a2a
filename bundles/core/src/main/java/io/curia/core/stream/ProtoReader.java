package io.curia.core.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a protobuf message field by field; what is not asked for is skipped. */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteBuffer in;
    private int type;

    ProtoReader(byte[] message) {
        this(ByteBuffer.wrap(message));
    }

    private ProtoReader(ByteBuffer in) {
        this.in = in;
    }

    /** The next field's number, 0 at the end. Its value is to be taken or skipped next. */
    int next() throws IOException {
        if (!in.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        if (field == 0 || field >= 1 << 29) {
            throw new IOException("invalid field number " + field);
        }
        return (int) field;
    }

    long integer() throws IOException {
        expect(VARINT);
        return varint();
    }

    boolean bool() throws IOException {
        return integer() != 0;
    }

    String text() throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("a text that is not UTF-8", e);
        }
    }

    ProtoReader message() throws IOException {
        return new ProtoReader(bytes());
    }

    void skip() throws IOException {
        switch (type) {
            case VARINT -> varint();
            case FIXED_64 -> take(Long.BYTES);
            case BYTES -> bytes();
            case FIXED_32 -> take(Integer.BYTES);
            default -> throw new IOException("invalid wire type " + type);
        }
    }

    private ByteBuffer bytes() throws IOException {
        expect(BYTES);
        return take(varint());
    }

    private void expect(int wanted) throws IOException {
        if (type != wanted) {
            throw new IOException("wire type " + type + " instead of " + wanted);
        }
    }

    private ByteBuffer take(long count) throws IOException {
        if (count < 0 || count > in.remaining()) {
            throw new IOException("cut short");
        }
        ByteBuffer part = in.slice(in.position(), (int) count);
        in.position(in.position() + (int) count);
        return part;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!in.hasRemaining()) {
                throw new IOException("cut short");
            }
            byte b = in.get();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("an integer that is too long");
    }
}
