package io.curia.core.filter;

/** Texts in double quotes, escaped and read as Go does. */
final class Quoted {
    private static final String SIMPLE = "abfnrtv\\\"";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\\"";

    private Quoted() { }

    static String of(String text) {
        StringBuilder result = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            int simple = MEANT.indexOf(c);
            if (simple >= 0) {
                result.append('\\').append(SIMPLE.charAt(simple));
            } else if (c < ' ' || c == 0x7f) {
                result.append(String.format("\\x%02x", c));
            } else if (Character.isISOControl(c) || !Character.isDefined(c)) {
                result.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.append('"').toString();
    }

    /** The meaning of what stands between double quotes, or null if it is malformed. */
    static String unquote(String body) {
        if (body.indexOf('\n') >= 0) {
            return null;
        }
        if (body.indexOf('\\') < 0) {
            return body;
        }
        StringBuilder result = new StringBuilder(body.length());
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i++);
            if (c != '\\') {
                result.append(c);
                continue;
            }
            if (i == body.length()) {
                return null;
            }
            char kind = body.charAt(i++);
            int simple = SIMPLE.indexOf(kind);
            if (simple >= 0) {
                result.append(MEANT.charAt(simple));
                continue;
            }
            int radix = kind >= '0' && kind <= '7' ? 8 : 16;
            int length = switch (kind) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                default -> radix == 8 ? 3 : -1;
            };
            int from = radix == 8 ? i - 1 : i;
            long code = length < 0 || from + length > body.length() ? -1 : number(body, from, length, radix);
            if (code < 0 || !Character.isValidCodePoint((int) code) || radix == 8 && code > 0xff) {
                return null;
            }
            result.appendCodePoint((int) code);
            i = from + length;
        }
        return result.toString();
    }

    private static long number(String body, int from, int length, int radix) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int digit = body.charAt(i) < 0x80 ? Character.digit(body.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value > Character.MAX_CODE_POINT ? -1 : value;
    }
}
