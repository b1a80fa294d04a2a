package io.curia.gossip.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes msgpack in its old form: raw for texts and bytes alike, no extension types. One thread at a time. */
public final class MsgWriter {
    private byte[] buffer;
    private int size;

    public MsgWriter() {
        this(128);
    }

    public MsgWriter(int capacity) {
        buffer = new byte[capacity];
    }

    /** A byte that is no msgpack: what tells the type of the message that follows. */
    public MsgWriter octet(int value) {
        room(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Bytes as they are. */
    public MsgWriter octets(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    public MsgWriter map(int entries) {
        return header(entries, 0x80, 0xde);
    }

    public MsgWriter array(int elements) {
        return header(elements, 0x90, 0xdc);
    }

    private MsgWriter header(int count, int small, int large) {
        if (count < 16) {
            return octet(small | count);
        }
        return count < 65_536 ? octet(large).big(count, 2) : octet(large + 1).big(count, 4);
    }

    public MsgWriter nil() {
        return octet(0xc0);
    }

    public MsgWriter bool(boolean value) {
        return octet(value ? 0xc3 : 0xc2);
    }

    public MsgWriter integer(long value) {
        if (value < 0) {
            return value >= -32 ? octet((int) value) : octet(0xd3).big(value, 8);
        }
        if (value < 128) {
            return octet((int) value);
        }
        if (value < 256) {
            return octet(0xcc).big(value, 1);
        }
        if (value < 65_536) {
            return octet(0xcd).big(value, 2);
        }
        return value < 1L << 32 ? octet(0xce).big(value, 4) : octet(0xcf).big(value, 8);
    }

    public MsgWriter real(double value) {
        return octet(0xcb).big(Double.doubleToLongBits(value), 8);
    }

    public MsgWriter text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    public MsgWriter raw(byte[] value) {
        if (value.length < 32) {
            octet(0xa0 | value.length);
        } else if (value.length < 65_536) {
            octet(0xda).big(value.length, 2);
        } else {
            octet(0xdb).big(value.length, 4);
        }
        return octets(value);
    }

    private MsgWriter big(long value, int bytes) {
        room(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }

    public byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }
}
