package io.curia.config.syntax;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as Go's fmt prints them ({@code %q}, {@code %v}), because error texts carry them. */
public final class GoText {

    private GoText() {
    }

    /** {@code %q}: a double-quoted string with escapes. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                out.append("\\\"");
            } else {
                escape(out, c);
            }
        }
        return out.append('"').toString();
    }

    /** One character in single quotes, as Go's JSON scanner names it. */
    static String quoteChar(int c) {
        if (c == '\'') {
            return "'\\''";
        }
        StringBuilder out = new StringBuilder(8).append('\'');
        escape(out, (char) c);
        return out.append('\'').toString();
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 7 -> out.append("\\a");
            case 11 -> out.append("\\v");
            default -> {
                if (c < ' ' || c == 0x7f) {
                    out.append("\\x").append(hex(c >> 4)).append(hex(c & 15));
                } else if (c >= 0x80 && c < 0xa1 || c == 0xad) {
                    out.append("\\u00").append(hex(c >> 4)).append(hex(c & 15));
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static char hex(int nibble) {
        return (char) (nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
    }

    /** {@code %v}: maps sorted by key, lists in brackets, numbers without needless decimals. */
    public static String plain(Object value) {
        StringBuilder out = new StringBuilder();
        plain(out, value);
        return out.toString();
    }

    private static void plain(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
            out.append("map[");
            String separator = "";
            for (Map.Entry<String, Object> e : sorted.entrySet()) {
                out.append(separator).append(e.getKey()).append(':');
                plain(out, e.getValue());
                separator = " ";
            }
            out.append(']');
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.append(' ');
                }
                plain(out, list.get(i));
            }
            out.append(']');
        } else if (value instanceof Double d) {
            out.append(number(d));
        } else {
            out.append(value == null ? "<nil>" : value.toString());
        }
    }

    private static String number(double d) {
        if (Double.isInfinite(d)) {
            return d > 0 ? "+Inf" : "-Inf";
        }
        if (d == Math.rint(d) && Math.abs(d) < 1e15) {
            return Long.toString((long) d);
        }
        String text = Double.toString(d);
        int e = text.indexOf('E');
        if (e < 0) {
            return text;
        }
        String mantissa = text.substring(0, e).endsWith(".0") ? text.substring(0, e - 2) : text.substring(0, e);
        String exponent = text.substring(e + 1);
        boolean below = exponent.startsWith("-");
        String digits = below ? exponent.substring(1) : exponent;
        return mantissa + "e" + (below ? '-' : '+') + (digits.length() < 2 ? "0" + digits : digits);
    }
}
