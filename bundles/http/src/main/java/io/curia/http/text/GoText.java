package io.curia.http.text;

/** Small things that Go's standard library writes into messages. */
public final class GoText {
    private GoText() { }

    /** A text in double quotes, as {@code %q} prints it. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** An unsigned number of 64 bits; {@link IllegalArgumentException} with strconv's text when it is none. */
    public static long parseUint(String text) {
        boolean digits = !text.isEmpty();
        for (int i = 0; i < text.length() && digits; i++) {
            char c = text.charAt(i);
            digits = c >= '0' && c <= '9';
        }
        if (!digits) {
            throw new IllegalArgumentException("strconv.ParseUint: parsing " + quote(text) + ": invalid syntax");
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("strconv.ParseUint: parsing " + quote(text) + ": value out of range", e);
        }
    }

    /** What Go takes for a boolean, or null. */
    public static Boolean parseBool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> Boolean.TRUE;
            case "0", "f", "F", "false", "FALSE", "False" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Whether a flag is set: there without a value, or with one that means true. */
    public static boolean isTrue(String value, boolean present) {
        return present && (value.isEmpty() || Boolean.TRUE.equals(parseBool(value)));
    }
}
