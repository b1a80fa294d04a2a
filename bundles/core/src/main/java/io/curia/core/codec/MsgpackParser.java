package io.curia.core.codec;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.base.ParserMinimalBase;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one msgpack value from a byte array: the old specification, in which texts and bytes look alike (reference:
 * gossip-rpc), and the new one. A text can therefore also be asked for as bytes. Depth is bounded by {@value #MAX_DEPTH};
 * lengths by the array. Not thread-safe.
 */
final class MsgpackParser extends ParserMinimalBase {
    private static final int MAX_DEPTH = 128;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final byte[] data;
    private final int end;
    private int at;
    /** What is left to read of each open container; of a map, names and values count each. */
    private long[] left = new long[8];
    private boolean[] maps = new boolean[8];
    private int depth;
    private String name;
    private int textAt;
    private int textLength;
    private String text;
    private long number;
    private double fraction;
    /** The number is unsigned and does not fit a long. */
    private boolean huge;
    private boolean closed;

    MsgpackParser(byte[] data, int offset, int length) {
        super(0);
        this.data = data;
        this.at = offset;
        this.end = offset + length;
    }

    /** How many bytes have been read. */
    int position() {
        return at;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        text = null;
        if (depth > 0) {
            int top = depth - 1;
            if (left[top] == 0) {
                depth--;
                _currToken = maps[top] ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
                return _currToken;
            }
            left[top]--;
            if (maps[top] && (left[top] & 1) == 1) {
                readName();
                _currToken = JsonToken.FIELD_NAME;
                return _currToken;
            }
        } else if (at == end) {
            _currToken = null;
            return null;
        }
        _currToken = value();
        return _currToken;
    }

    private void readName() throws IOException {
        JsonToken token = value();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_EMBEDDED_OBJECT) {
            throw new IOException("msgpack: the name of a field is no text");
        }
        name = getText();
    }

    private JsonToken value() throws IOException {
        int b = next();
        if (b < 0x80 || b >= 0xe0) {
            return integer((byte) b);
        }
        if (b < 0x90) {
            return open(b & 0xf, true);
        }
        if (b < 0xa0) {
            return open(b & 0xf, false);
        }
        if (b < 0xc0) {
            return text(b & 0x1f, JsonToken.VALUE_STRING);
        }
        return switch (b) {
            case 0xc0 -> JsonToken.VALUE_NULL;
            case 0xc2 -> JsonToken.VALUE_FALSE;
            case 0xc3 -> JsonToken.VALUE_TRUE;
            case 0xc4 -> text(unsigned(1), JsonToken.VALUE_EMBEDDED_OBJECT);
            case 0xc5 -> text(unsigned(2), JsonToken.VALUE_EMBEDDED_OBJECT);
            case 0xc6 -> text(unsigned(4), JsonToken.VALUE_EMBEDDED_OBJECT);
            case 0xca -> fraction(Float.intBitsToFloat((int) unsigned(4)));
            case 0xcb -> fraction(Double.longBitsToDouble(signed(8)));
            case 0xcc -> integer(unsigned(1));
            case 0xcd -> integer(unsigned(2));
            case 0xce -> integer(unsigned(4));
            case 0xcf -> {
                JsonToken token = integer(signed(8));
                huge = number < 0;
                yield token;
            }
            case 0xd0 -> integer(signed(1));
            case 0xd1 -> integer(signed(2));
            case 0xd2 -> integer(signed(4));
            case 0xd3 -> integer(signed(8));
            case 0xd9 -> text(unsigned(1), JsonToken.VALUE_STRING);
            case 0xda -> text(unsigned(2), JsonToken.VALUE_STRING);
            case 0xdb -> text(unsigned(4), JsonToken.VALUE_STRING);
            case 0xdc -> open(unsigned(2), false);
            case 0xdd -> open(unsigned(4), false);
            case 0xde -> open(unsigned(2), true);
            case 0xdf -> open(unsigned(4), true);
            default -> throw new IOException("msgpack: unknown type 0x" + Integer.toHexString(b));
        };
    }

    private int next() throws IOException {
        if (at >= end) {
            throw new IOException("msgpack: the value is cut off");
        }
        return data[at++] & 0xff;
    }

    private long unsigned(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    private long signed(int bytes) throws IOException {
        int unused = Long.SIZE - 8 * bytes;
        return unsigned(bytes) << unused >> unused;
    }

    private JsonToken integer(long value) {
        number = value;
        huge = false;
        return JsonToken.VALUE_NUMBER_INT;
    }

    private JsonToken fraction(double value) {
        fraction = value;
        return JsonToken.VALUE_NUMBER_FLOAT;
    }

    private JsonToken text(long length, JsonToken token) throws IOException {
        if (length > end - at) {
            throw new IOException("msgpack: the value is cut off");
        }
        textAt = at;
        textLength = (int) length;
        at += textLength;
        return token;
    }

    private JsonToken open(long size, boolean map) throws IOException {
        // every element takes a byte at least
        if (size > end - at || depth == MAX_DEPTH) {
            throw new IOException(depth == MAX_DEPTH ? "msgpack: nested too deeply" : "msgpack: the value is cut off");
        }
        if (depth == left.length) {
            left = Arrays.copyOf(left, 2 * depth);
            maps = Arrays.copyOf(maps, 2 * depth);
        }
        left[depth] = map ? 2 * size : size;
        maps[depth++] = map;
        return map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    }

    @Override
    public String getText() throws IOException {
        if (text == null) {
            text = new String(data, textAt, textLength, StandardCharsets.UTF_8);
        }
        return text;
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        return Arrays.copyOfRange(data, textAt, textAt + textLength);
    }

    @Override
    public long getLongValue() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT ? (long) fraction : number;
    }

    @Override
    public int getIntValue() {
        return (int) getLongValue();
    }

    @Override
    public double getDoubleValue() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT ? fraction
                : huge ? getBigIntegerValue().doubleValue() : (double) number;
    }

    @Override
    public float getFloatValue() {
        return (float) getDoubleValue();
    }

    @Override
    public BigInteger getBigIntegerValue() {
        BigInteger value = BigInteger.valueOf(number);
        return huge ? value.add(TWO_TO_64) : value;
    }

    @Override
    public BigDecimal getDecimalValue() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT ? BigDecimal.valueOf(fraction)
                : new BigDecimal(getBigIntegerValue());
    }

    @Override
    public Number getNumberValue() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT ? (Number) fraction
                : huge ? getBigIntegerValue() : (Number) number;
    }

    @Override
    public NumberType getNumberType() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT ? NumberType.DOUBLE
                : huge ? NumberType.BIG_INTEGER : NumberType.LONG;
    }

    @Override
    public String currentName() {
        return name;
    }

    @Override
    public String getCurrentName() {
        return name;
    }

    @Override
    public void overrideCurrentName(String other) {
        name = other;
    }

    @Override
    public boolean hasTextCharacters() {
        return false;
    }

    @Override
    public char[] getTextCharacters() throws IOException {
        return getText().toCharArray();
    }

    @Override
    public int getTextLength() throws IOException {
        return getText().length();
    }

    @Override
    public int getTextOffset() {
        return 0;
    }

    @Override
    protected void _handleEOF() {
        // the end is where the array ends
    }

    @Override
    public JsonStreamContext getParsingContext() {
        return null;
    }

    @Override
    public JsonLocation currentTokenLocation() {
        return JsonLocation.NA;
    }

    @Override
    public JsonLocation currentLocation() {
        return JsonLocation.NA;
    }

    @Override
    public JsonLocation getTokenLocation() {
        return JsonLocation.NA;
    }

    @Override
    public JsonLocation getCurrentLocation() {
        return JsonLocation.NA;
    }

    @Override
    public ObjectCodec getCodec() {
        return null;
    }

    @Override
    public void setCodec(ObjectCodec codec) {
        throw new UnsupportedOperationException("this parser maps no objects");
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
