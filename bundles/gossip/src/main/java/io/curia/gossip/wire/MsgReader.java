package io.curia.gossip.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads msgpack, the old form and what newer peers write. Never trusts a length: a count is only a bound of a loop that
 * ends with the bytes. One thread at a time.
 */
public final class MsgReader {
    private static final int DEEPEST = 16;
    private final byte[] bytes;
    private final int end;
    private int position;

    public MsgReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public MsgReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    public int position() {
        return position;
    }

    /** Goes on at a position that has been there before. */
    void seek(int to) {
        position = to;
    }

    public int remaining() {
        return end - position;
    }

    /** A byte that is no msgpack. */
    public int octet() throws WireException {
        need(1);
        return bytes[position++] & 0xff;
    }

    /** What is left, as it is. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return rest;
    }

    /** Bytes as they are. */
    public byte[] octets(int length) throws WireException {
        need(length);
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    private void need(int count) throws WireException {
        if (count < 0 || count > end - position) {
            throw WireException.INCOMPLETE;
        }
    }

    /** How many entries a map has; 0 for nil. */
    public int map() throws WireException {
        int type = octet();
        if ((type & 0xf0) == 0x80) {
            return type & 0x0f;
        }
        return switch (type) {
            case 0xc0 -> 0;
            case 0xde -> (int) big(2);
            case 0xdf -> count(big(4));
            default -> throw unexpected("a map", type);
        };
    }

    /** How many elements an array has; 0 for nil. */
    public int array() throws WireException {
        int type = octet();
        if ((type & 0xf0) == 0x90) {
            return type & 0x0f;
        }
        return switch (type) {
            case 0xc0 -> 0;
            case 0xdc -> (int) big(2);
            case 0xdd -> count(big(4));
            default -> throw unexpected("an array", type);
        };
    }

    /** Whether nil comes next; if so it is read. */
    public boolean nil() throws WireException {
        need(1);
        if ((bytes[position] & 0xff) != 0xc0) {
            return false;
        }
        position++;
        return true;
    }

    public boolean bool() throws WireException {
        int type = octet();
        return switch (type) {
            case 0xc0, 0xc2, 0 -> false;
            case 0xc3, 1 -> true;
            default -> throw unexpected("a boolean", type);
        };
    }

    public long integer() throws WireException {
        int type = octet();
        if (type < 0x80) {
            return type;
        }
        if (type >= 0xe0) {
            return (byte) type;
        }
        return switch (type) {
            case 0xc0 -> 0;
            case 0xcc -> big(1);
            case 0xcd -> big(2);
            case 0xce -> big(4);
            case 0xcf, 0xd3 -> big(8);
            case 0xd0 -> (byte) big(1);
            case 0xd1 -> (short) big(2);
            case 0xd2 -> (int) big(4);
            default -> throw unexpected("a number", type);
        };
    }

    /** A number within bounds. */
    public long integer(long least, long most) throws WireException {
        long value = integer();
        if (value < least || value > most) {
            throw new WireException("a number is out of range: " + value);
        }
        return value;
    }

    public double real() throws WireException {
        need(1);
        int type = bytes[position] & 0xff;
        if (type == 0xcb || type == 0xca) {
            position++;
            return type == 0xcb ? Double.longBitsToDouble(big(8)) : Float.intBitsToFloat((int) big(4));
        }
        return integer();
    }

    public String text() throws WireException {
        int length = rawLength();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    public byte[] raw() throws WireException {
        return octets(rawLength());
    }

    private int rawLength() throws WireException {
        int type = octet();
        int length;
        if ((type & 0xe0) == 0xa0) {
            length = type & 0x1f;
        } else {
            length = switch (type) {
                case 0xc0 -> 0;
                case 0xc4, 0xd9 -> (int) big(1);
                case 0xc5, 0xda -> (int) big(2);
                case 0xc6, 0xdb -> count(big(4));
                default -> throw unexpected("bytes", type);
            };
        }
        need(length);
        return length;
    }

    /** Passes over a value of any kind. */
    public void skip() throws WireException {
        skip(0);
    }

    private void skip(int depth) throws WireException {
        if (depth > DEEPEST) {
            throw new WireException("a value is nested too deeply");
        }
        need(1);
        int type = bytes[position] & 0xff;
        if ((type & 0xf0) == 0x80 || type == 0xde || type == 0xdf) {
            for (int n = map(); n > 0; n--) {
                skip(depth + 1);
                skip(depth + 1);
            }
        } else if ((type & 0xf0) == 0x90 || type == 0xdc || type == 0xdd) {
            for (int n = array(); n > 0; n--) {
                skip(depth + 1);
            }
        } else if ((type & 0xe0) == 0xa0 || type >= 0xc4 && type <= 0xc6 || type >= 0xd9 && type <= 0xdb) {
            int length = rawLength();
            position += length;
        } else if (type == 0xc2 || type == 0xc3) {
            position++;
        } else {
            real();
        }
    }

    private long big(int count) throws WireException {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[position++] & 0xff;
        }
        return value;
    }

    private static int count(long value) throws WireException {
        if (value > Integer.MAX_VALUE) {
            throw new WireException("a length is out of range: " + value);
        }
        return (int) value;
    }

    private static WireException unexpected(String wanted, int type) {
        return new WireException("expected " + wanted + ", not type 0x" + Integer.toHexString(type));
    }
}
