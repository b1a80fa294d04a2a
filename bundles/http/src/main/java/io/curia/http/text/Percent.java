package io.curia.http.text;

import java.nio.charset.StandardCharsets;

/** Percent escapes in paths and queries. */
public final class Percent {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Percent() { }

    /** The text without escapes; null when an escape is broken. {@code plus} stands for a space in queries. */
    public static String decode(String text, boolean plus) {
        int first = firstEscape(text, plus);
        if (first < 0) {
            return text;
        }
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[source.length];
        int length = 0;
        for (int i = 0; i < source.length; i++) {
            byte b = source[i];
            if (b == '%') {
                boolean room = i + 2 < source.length;
                int high = room ? Character.digit(source[i + 1], 16) : -1;
                int low = room ? Character.digit(source[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = plus && b == '+' ? (byte) ' ' : b;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The first escape that is broken, as Go quotes it: the sign and at most two characters. */
    public static String broken(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            boolean whole = at + 2 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0
                    && Character.digit(text.charAt(at + 2), 16) >= 0;
            if (!whole) {
                return text.substring(at, Math.min(at + 3, text.length()));
            }
        }
        return "";
    }

    private static int firstEscape(String text, boolean plus) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || plus && c == '+') {
                return i;
            }
        }
        return -1;
    }

    /** A path as Go writes it into a URL. */
    public static String encodePath(String path) {
        return encode(path, "$&+,/:;=@");
    }

    /** A query component as Go writes it. */
    public static String encodeQuery(String text) {
        return encode(text, "").replace("%20", "+");
    }

    private static String encode(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0 || kept.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out.toString();
    }
}
