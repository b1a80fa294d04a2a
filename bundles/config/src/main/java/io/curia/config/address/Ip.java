package io.curia.config.address;

import java.util.Arrays;

/** Literal IP addresses: read without ever asking a resolver, written in the canonical short form. Immutable. */
public final class Ip implements Comparable<Ip> {

    private final byte[] bytes;

    private Ip(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Ip of(byte[] bytes) {
        return new Ip(bytes.clone());
    }

    /** The address, or null when the text is not a literal address. */
    public static Ip parse(String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? v6(text) : v4(text);
        return bytes == null ? null : new Ip(bytes);
    }

    private static byte[] v4(String text) {
        byte[] out = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int start = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 3) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || value > 255 || leadingZero) {
                return null;
            }
            out[i] = (byte) value;
            if (i < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                return null;
            }
        }
        return at == text.length() ? out : null;
    }

    private static byte[] v6(String text) {
        byte[] out = new byte[16];
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, out, 0) == 16 ? out : null;
        }
        String tail = text.substring(gap + 2);
        int head = groups(text.substring(0, gap), out, 0);
        byte[] end = new byte[16];
        int length = groups(tail, end, 0);
        if (head < 0 || length < 0 || head + length > 14) {
            return null;
        }
        System.arraycopy(end, 0, out, 16 - length, length);
        return out;
    }

    /** Reads groups of hex digits, perhaps with an IPv4 address at the end; the number of bytes, or -1. */
    private static int groups(String text, byte[] out, int from) {
        int n = from;
        for (int at = 0; !text.isEmpty() && at <= text.length();) {
            int end = text.indexOf(':', at);
            if (end < 0) {
                end = text.length();
            }
            String group = text.substring(at, end);
            if (end == text.length() && group.indexOf('.') >= 0) {
                byte[] last = v4(group);
                if (last == null || n > 12) {
                    return -1;
                }
                System.arraycopy(last, 0, out, n, 4);
                return n + 4;
            }
            if (group.isEmpty() || group.length() > 4 || n > 14) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < group.length(); i++) {
                int digit = group.charAt(i) < 0x80 ? Character.digit(group.charAt(i), 16) : -1;
                if (digit < 0) {
                    return -1;
                }
                value = value * 16 + digit;
            }
            out[n++] = (byte) (value >> 8);
            out[n++] = (byte) value;
            at = end + 1;
        }
        return n;
    }

    public boolean isV4() {
        return bytes.length == 4;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int bits() {
        return bytes.length * 8;
    }

    /** 0.0.0.0 or ::. */
    public boolean isAny() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isLoopback() {
        return isV4() ? bytes[0] == 127 : equals(parse("::1"));
    }

    /** The address with all bits behind the prefix cleared. */
    public Ip network(int prefix) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            int keep = Math.max(0, Math.min(8, prefix - i * 8));
            out[i] &= (byte) (0xff00 >> keep);
        }
        return new Ip(out);
    }

    /** The address with all bits behind the prefix set. */
    public Ip last(int prefix) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            int keep = Math.max(0, Math.min(8, prefix - i * 8));
            out[i] |= (byte) (0xff >> keep);
        }
        return new Ip(out);
    }

    /** The address so many further on; wraps around. */
    public Ip plus(long offset) {
        byte[] out = bytes.clone();
        long carry = offset;
        for (int i = out.length - 1; i >= 0 && carry != 0; i--) {
            carry += out[i] & 0xff;
            out[i] = (byte) carry;
            carry >>= 8;
        }
        return new Ip(out);
    }

    @Override
    public int compareTo(Ip other) {
        return bytes.length != other.bytes.length
                ? Integer.compare(bytes.length, other.bytes.length) : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ip ip && Arrays.equals(bytes, ip.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (isV4()) {
            for (int i = 0; i < 4; i++) {
                out.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            }
            return out.toString();
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > bestLength) {
                bestStart = i;
                bestLength = run;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
            } else {
                boolean first = out.length() == 0 || out.charAt(out.length() - 1) == ':';
                out.append(first ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return out.toString();
    }

    private int group(int i) {
        return (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
}
