package io.curia.core.codec;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.base.GeneratorBase;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes msgpack into a growing array, numbers as short as they go. For Go agents in the old specification (reference:
 * gossip-rpc): texts and bytes alike as raw. The sizes of maps and lists have to be given. Not thread-safe.
 */
final class MsgpackGenerator extends GeneratorBase {
    private final boolean old;
    private byte[] data;
    private int size;

    /**
     * @param old without a type of its own for bytes
     * @param expected how many bytes it may become
     */
    MsgpackGenerator(boolean old, int expected) {
        super(0, (ObjectCodec) null);
        this.old = old;
        data = new byte[expected];
    }

    /** What was written. */
    byte[] bytes() {
        return size == data.length ? data : Arrays.copyOf(data, size);
    }

    /** Hands over what was written. */
    void writeTo(OutputStream out) throws IOException {
        out.write(data, 0, size);
    }

    /** One byte as it is. */
    void put(int b) {
        room(1);
        data[size++] = (byte) b;
    }

    private void room(int more) {
        if (more > data.length - size) {
            data = Arrays.copyOf(data, Math.max(Math.addExact(size, more), 2 * data.length));
        }
    }

    private void put(int type, long value, int bytes) {
        room(bytes + 1);
        data[size++] = (byte) type;
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            data[size++] = (byte) (value >>> shift);
        }
    }

    private void header(int length, int fix, int most, int two, int four) {
        if (length <= most) {
            put(fix | length);
        } else if (length < 1 << 16) {
            put(two, length, 2);
        } else {
            put(four, length, 4);
        }
    }

    private void raw(byte[] bytes, int from, int length) {
        header(length, 0xa0, 31, 0xda, 0xdb);
        copy(bytes, from, length);
    }

    private void copy(byte[] bytes, int from, int length) {
        room(length);
        System.arraycopy(bytes, from, data, size, length);
        size += length;
    }

    @Override
    public void writeStartArray(Object value, int elements) {
        header(elements, 0x90, 15, 0xdc, 0xdd);
    }

    @Override
    public void writeStartObject(Object value, int fields) {
        header(fields, 0x80, 15, 0xde, 0xdf);
    }

    @Override
    public void writeStartArray() {
        throw new UnsupportedOperationException("the size of a list has to be given");
    }

    @Override
    public void writeStartObject() {
        throw new UnsupportedOperationException("the size of a map has to be given");
    }

    @Override
    public void writeEndArray() {
        // the size stands at the beginning
    }

    @Override
    public void writeEndObject() {
        // the size stands at the beginning
    }

    @Override
    public void writeFieldName(String name) {
        writeString(name);
    }

    @Override
    public void writeString(String text) {
        int length = text.length();
        if (length > 31) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw(bytes, 0, bytes.length);
            return;
        }
        room(length + 1);
        int start = size++;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                raw(bytes, 0, bytes.length);
                return;
            }
            data[size++] = (byte) c;
        }
        data[start] = (byte) (0xa0 | length);
    }

    @Override
    public void writeString(char[] text, int offset, int length) {
        writeString(new String(text, offset, length));
    }

    @Override
    public void writeRawUTF8String(byte[] bytes, int offset, int length) {
        raw(bytes, offset, length);
    }

    @Override
    public void writeUTF8String(byte[] bytes, int offset, int length) {
        raw(bytes, offset, length);
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] bytes, int offset, int length) {
        if (old) {
            raw(bytes, offset, length);
            return;
        }
        int width = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 4;
        put(width == 1 ? 0xc4 : width == 2 ? 0xc5 : 0xc6, length, width);
        copy(bytes, offset, length);
    }

    @Override
    public void writeNumber(int value) {
        writeNumber((long) value);
    }

    @Override
    public void writeNumber(long value) {
        if (value >= 0) {
            unsigned(value);
        } else if (value >= -32) {
            put((int) value);
        } else if (value >= Byte.MIN_VALUE) {
            put(0xd0, value, 1);
        } else if (value >= Short.MIN_VALUE) {
            put(0xd1, value, 2);
        } else if (value >= Integer.MIN_VALUE) {
            put(0xd2, value, 4);
        } else {
            put(0xd3, value, 8);
        }
    }

    /** A number without a sign. */
    void writeUnsigned(long value) {
        if (value < 0) {
            put(0xcf, value, 8);
        } else {
            unsigned(value);
        }
    }

    private void unsigned(long value) {
        if (value < 0x80) {
            put((int) value);
        } else if (value < 0x100) {
            put(0xcc, value, 1);
        } else if (value < 0x1_0000) {
            put(0xcd, value, 2);
        } else if (value < 0x1_0000_0000L) {
            put(0xce, value, 4);
        } else {
            put(0xcf, value, 8);
        }
    }

    @Override
    public void writeNumber(double value) {
        put(0xcb, Double.doubleToRawLongBits(value), 8);
    }

    @Override
    public void writeNumber(float value) {
        writeNumber((double) value);
    }

    @Override
    public void writeNumber(BigInteger value) {
        throw new UnsupportedOperationException("no record has such numbers");
    }

    @Override
    public void writeNumber(BigDecimal value) {
        throw new UnsupportedOperationException("no record has such numbers");
    }

    @Override
    public void writeNumber(String encoded) {
        throw new UnsupportedOperationException("no record has such numbers");
    }

    @Override
    public void writeBoolean(boolean value) {
        put(value ? 0xc3 : 0xc2);
    }

    @Override
    public void writeNull() {
        put(0xc0);
    }

    private static UnsupportedOperationException noRaw() {
        return new UnsupportedOperationException("msgpack has no raw text");
    }

    @Override
    public void writeRaw(String text) {
        throw noRaw();
    }

    @Override
    public void writeRaw(String text, int offset, int length) {
        throw noRaw();
    }

    @Override
    public void writeRaw(char[] text, int offset, int length) {
        throw noRaw();
    }

    @Override
    public void writeRaw(char c) {
        throw noRaw();
    }

    @Override
    public void writeRaw(SerializableString text) {
        throw noRaw();
    }

    @Override
    public void flush() {
        // the array is the end
    }

    @Override
    protected void _releaseBuffers() {
        // the array is handed over
    }

    @Override
    protected void _verifyValueWrite(String type) {
        // whoever writes keeps to the sizes given
    }

    @Override
    public JsonGenerator useDefaultPrettyPrinter() {
        return this;
    }
}
