package io.curia.rpc.call;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds where a msgpack value ends, in bytes that come piece by piece; of the old specification or the new. What a value
 * announces is believed only as far as the bounds allow: {@value #DEEPEST} levels, and the length given.
 */
final class ValueScanner {
    static final int DEEPEST = 128;

    private final long longest;
    /** How many values are to come on each level that is open. */
    private long[] open = new long[8];
    private int depth;
    private long length;
    /** Bytes of content that need not be looked at. */
    private long skip;
    /** Bytes of a length that are to come, the length so far, and what it is the length of. */
    private int lengthBytes;
    private long announced;
    private Kind kind;

    private enum Kind {
        CONTENT, EXTENSION, ARRAY, MAP
    }

    ValueScanner(long longest) {
        this.longest = longest;
        reset();
    }

    /** Starts over, with a next value. */
    void reset() {
        open[0] = 1;
        depth = 1;
        length = 0;
        skip = 0;
        lengthBytes = 0;
    }

    /** Whether no byte of a value has been seen. */
    boolean fresh() {
        return length == 0;
    }

    /** Consumes bytes until the value's end; whether it was reached. Then {@link #reset} starts a next one. */
    boolean scan(ByteBuffer data) throws MalformedException {
        int from = data.position();
        int position = from;
        int limit = data.limit();
        while (position < limit && depth > 0) {
            if (skip > 0) {
                int count = (int) Math.min(skip, limit - position);
                position += count;
                skip -= count;
                endValueIf(skip == 0);
            } else if (lengthBytes > 0) {
                announced = announced << 8 | data.get(position++) & 0xFF;
                if (--lengthBytes == 0) {
                    begin(kind, announced);
                }
            } else {
                first(data.get(position++) & 0xFF);
            }
        }
        length += position - from;
        data.position(position);
        if (length > longest) {
            throw new MalformedException("a value of more than " + longest + " bytes");
        }
        return depth == 0;
    }

    private void first(int code) throws MalformedException {
        if (code < 0x80 || code >= 0xE0) {
            endValueIf(true);
        } else if (code < 0x90) {
            begin(Kind.MAP, code & 0x0F);
        } else if (code < 0xA0) {
            begin(Kind.ARRAY, code & 0x0F);
        } else if (code < 0xC0) {
            begin(Kind.CONTENT, code & 0x1F);
        } else {
            marked(code);
        }
    }

    private void marked(int code) throws MalformedException {
        switch (code) {
            case 0xC0, 0xC2, 0xC3 -> endValueIf(true);
            case 0xC4, 0xC5, 0xC6 -> await(1 << code - 0xC4, Kind.CONTENT);
            case 0xC7, 0xC8, 0xC9 -> await(1 << code - 0xC7, Kind.EXTENSION);
            case 0xCA -> begin(Kind.CONTENT, 4);
            case 0xCB -> begin(Kind.CONTENT, 8);
            case 0xCC, 0xCD, 0xCE, 0xCF -> begin(Kind.CONTENT, 1L << code - 0xCC);
            case 0xD0, 0xD1, 0xD2, 0xD3 -> begin(Kind.CONTENT, 1L << code - 0xD0);
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> begin(Kind.EXTENSION, 1L << code - 0xD4);
            case 0xD9, 0xDA, 0xDB -> await(1 << code - 0xD9, Kind.CONTENT);
            case 0xDC, 0xDD -> await(2 << code - 0xDC, Kind.ARRAY);
            case 0xDE, 0xDF -> await(2 << code - 0xDE, Kind.MAP);
            default -> throw new MalformedException("the byte " + code + ", which begins no value");
        }
    }

    private void await(int bytes, Kind of) {
        lengthBytes = bytes;
        announced = 0;
        kind = of;
    }

    private void begin(Kind of, long count) throws MalformedException {
        if (count > longest) {
            throw new MalformedException("a value of more than " + longest + " bytes");
        }
        switch (of) {
            case CONTENT -> content(count);
            case EXTENSION -> content(count + 1);
            case ARRAY -> container(count);
            case MAP -> container(count * 2);
        }
    }

    private void content(long bytes) {
        skip = bytes;
        endValueIf(bytes == 0);
    }

    private void container(long values) throws MalformedException {
        if (values == 0) {
            endValueIf(true);
            return;
        }
        if (depth == DEEPEST) {
            throw new MalformedException("a value of more than " + DEEPEST + " levels");
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = values;
    }

    /** A value is complete, and with it perhaps those that it is the last of. */
    private void endValueIf(boolean complete) {
        if (complete) {
            while (depth > 0 && --open[depth - 1] == 0) {
                depth--;
            }
        }
    }
}
