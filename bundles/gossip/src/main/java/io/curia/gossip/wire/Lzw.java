package io.curia.gossip.wire;

import java.util.Arrays;

/**
 * LZW as Go's {@code compress/lzw} has it with least significant bits first and literals of 8 bits: codes of 9 to 12
 * bits, 256 clears the table, 257 ends the data, a full table is cleared by the writer.
 */
final class Lzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST_BITS = 12;
    private static final int MOST_CODES = 1 << MOST_BITS;
    private static final int SLOTS = 4 * MOST_CODES;

    private Lzw() { }

    static byte[] compress(byte[] data, int offset, int length) {
        return new Writer(length).write(data, offset, length);
    }

    /** @param most how many bytes may come out */
    static byte[] decompress(byte[] data, int most) throws WireException {
        return new Reader(data, most).read();
    }

    private static final class Writer {
        /** Open addressing: (prefix code, next byte) + 1, with its code in {@link #codes}; 0 is free. */
        private final int[] keys = new int[SLOTS];
        private final short[] codes = new short[SLOTS];
        private byte[] out;
        private int size;
        private long bits;
        private int held;
        private int width;
        private int last;

        Writer(int length) {
            out = new byte[Math.max(64, length)];
        }

        byte[] write(byte[] data, int offset, int length) {
            width = 9;
            last = END;
            put(CLEAR);
            int prefix = -1;
            for (int i = offset; i < offset + length; i++) {
                int octet = data[i] & 0xff;
                if (prefix < 0) {
                    prefix = octet;
                    continue;
                }
                int slot = slot(prefix << 8 | octet);
                if (keys[slot] != 0) {
                    prefix = codes[slot];
                } else {
                    put(prefix);
                    if (advance()) {
                        keys[slot] = (prefix << 8 | octet) + 1;
                        codes[slot] = (short) last;
                    }
                    prefix = octet;
                }
            }
            if (prefix >= 0) {
                put(prefix);
                advance();
            }
            put(END);
            while (held > 0) {
                flush();
            }
            return Arrays.copyOf(out, size);
        }

        private int slot(int key) {
            int slot = (key * 0x9E3779B1) >>> 18;
            while (keys[slot] != 0 && keys[slot] != key + 1) {
                slot = slot + 1 & SLOTS - 1;
            }
            return slot;
        }

        /** Takes the next free code; false when there was none and the table begins anew. */
        private boolean advance() {
            last++;
            if (last == 1 << width) {
                width++;
            }
            if (last < MOST_CODES - 1) {
                return true;
            }
            put(CLEAR);
            width = 9;
            last = END;
            Arrays.fill(keys, 0);
            return false;
        }

        private void put(int code) {
            bits |= (long) code << held;
            held += width;
            while (held >= 8) {
                flush();
            }
        }

        private void flush() {
            if (size == out.length) {
                out = Arrays.copyOf(out, size * 2);
            }
            out[size++] = (byte) bits;
            bits >>>= 8;
            held -= 8;
        }
    }

    private static final class Reader {
        private final byte[] data;
        private final int most;
        private final short[] prefixes = new short[MOST_CODES];
        private final byte[] suffixes = new byte[MOST_CODES];
        private final byte[] word = new byte[MOST_CODES];
        private byte[] out;
        private int size;
        private int position;
        private long bits;
        private int held;
        private int width;
        /** The highest code in use; its entry is completed by the code after it. */
        private int high;
        private int last;

        Reader(byte[] data, int most) {
            this.data = data;
            this.most = most;
            this.out = new byte[Math.min(most, Math.max(64, 2 * data.length))];
        }

        byte[] read() throws WireException {
            clear();
            while (true) {
                int code = next();
                if (code == END) {
                    return Arrays.copyOf(out, size);
                }
                if (code == CLEAR) {
                    clear();
                } else {
                    expand(code);
                }
            }
        }

        private void clear() {
            width = 9;
            high = END;
            last = -1;
        }

        private int next() throws WireException {
            while (held < width) {
                if (position == data.length) {
                    throw new WireException("compressed data is cut short");
                }
                bits |= (long) (data[position++] & 0xff) << held;
                held += 8;
            }
            int code = (int) (bits & (1 << width) - 1);
            bits >>>= width;
            held -= width;
            return code;
        }

        private void expand(int code) throws WireException {
            // a code may be the one that is about to be made: the word before it and its own first byte again
            boolean own = code == high && last >= 0 && code > END;
            if (code > high) {
                throw new WireException("compressed data is malformed");
            }
            int at = word.length;
            int walk = code;
            if (own) {
                at--;
                walk = last;
            }
            while (walk > END) {
                word[--at] = suffixes[walk];
                walk = prefixes[walk];
            }
            word[--at] = (byte) walk;
            if (own) {
                word[word.length - 1] = (byte) walk;
            }
            append(at);
            if (last >= 0) {
                suffixes[high] = (byte) walk;
                prefixes[high] = (short) last;
            }
            last = code;
            high++;
            if (high >= 1 << width) {
                if (width < MOST_BITS) {
                    width++;
                } else {
                    // full: nothing is added until the writer clears
                    last = -1;
                    high--;
                }
            }
        }

        private void append(int from) throws WireException {
            int length = word.length - from;
            if (size + length > most) {
                throw new WireException("compressed data is larger than the limit of " + most + " bytes");
            }
            if (size + length > out.length) {
                out = Arrays.copyOf(out, Math.min(most, Math.max(out.length * 2, size + length)));
            }
            System.arraycopy(word, from, out, size, length);
            size += length;
        }
    }
}
