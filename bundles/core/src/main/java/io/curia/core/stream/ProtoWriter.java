package io.curia.core.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a protobuf message (proto3: what has its default value is not written). */
final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private byte[] buffer = new byte[512];
    private int size;

    /** A whole message. */
    static byte[] message(Consumer<ProtoWriter> content) {
        ProtoWriter out = new ProtoWriter();
        content.accept(out);
        return Arrays.copyOf(out.buffer, out.size);
    }

    /** An integer of any width. */
    ProtoWriter integer(int field, long value) {
        if (value != 0) {
            anyInteger(field, value);
        }
        return this;
    }

    /** An integer that is written even if it is 0, as in a choice. */
    ProtoWriter anyInteger(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    ProtoWriter bool(int field, boolean value) {
        return integer(field, value ? 1 : 0);
    }

    /** Null is as good as empty. */
    ProtoWriter text(int field, String value) {
        return value == null || value.isEmpty() ? this : anyText(field, value);
    }

    /** A text that is written even if it is empty, as in a list or a choice. */
    ProtoWriter anyText(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        tag(field, BYTES);
        varint(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    ProtoWriter texts(int field, List<String> values) {
        if (values != null) {
            values.forEach(value -> anyText(field, value));
        }
        return this;
    }

    ProtoWriter texts(int field, Map<String, String> values) {
        return map(field, values, (out, value) -> out.text(2, value));
    }

    /** A double that is written even if it is 0. */
    ProtoWriter anyDouble(int field, double value) {
        tag(field, FIXED_64);
        room(Long.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < Long.BYTES; i++) {
            buffer[size++] = (byte) (bits >>> 8 * i);
        }
        return this;
    }

    /** A message that has been written already. */
    ProtoWriter bytes(int field, byte[] message) {
        tag(field, BYTES);
        varint(message.length);
        room(message.length);
        System.arraycopy(message, 0, buffer, size, message.length);
        size += message.length;
        return this;
    }

    /** A message in it. */
    ProtoWriter message(int field, Consumer<ProtoWriter> content) {
        tag(field, BYTES);
        int start = size;
        content.accept(this);
        int length = size - start;
        int prefix = varintSize(length);
        room(prefix);
        System.arraycopy(buffer, start, buffer, start + prefix, length);
        size = start;
        varint(length);
        size = start + prefix + length;
        return this;
    }

    /** Writes the value of an entry of a map, as field 2. */
    interface ValueWriter<V> {
        void write(ProtoWriter out, V value);
    }

    /** A map from texts; null is as good as empty. */
    <V> ProtoWriter map(int field, Map<String, V> values, ValueWriter<V> writer) {
        if (values != null) {
            values.forEach((key, value) -> message(field, entry -> writer.write(entry.text(1, key), value)));
        }
        return this;
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private static int varintSize(int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    private void room(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + bytes));
        }
    }
}
