package io.curia.core.filter;

import java.math.BigInteger;

/** Reads values as Go's strconv does, with its error texts. */
final class Coercion {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Coercion() { }

    /** Reads one type of value. */
    interface Reader<T> {
        T read(String text);
    }

    static Boolean bool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> Boolean.TRUE;
            case "0", "f", "F", "false", "FALSE", "False" -> Boolean.FALSE;
            default -> throw syntax("ParseBool", text);
        };
    }

    /** Decimal, or with a prefix 0x, 0o, 0b or 0 in another base; underscores between digits only with a prefix. */
    static Long integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char marker = Character.toLowerCase(digits.charAt(1));
            radix = marker == 'x' ? 16 : marker == 'b' ? 2 : 8;
            digits = digits.substring(marker == 'x' || marker == 'b' || marker == 'o' ? 2 : 1);
            if (digits.startsWith("_")) {
                digits = digits.substring(1);
            }
            digits = digits.replaceAll("(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])", "");
        }
        if (!onlyDigits(digits, radix)) {
            throw syntax("ParseInt", text);
        }
        BigInteger value = new BigInteger(negative ? "-" + digits : digits, radix);
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
            throw new FilterException("strconv.ParseInt: parsing " + Quoted.of(text) + ": value out of range");
        }
        return value.longValue();
    }

    private static boolean onlyDigits(String digits, int radix) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c > 'f' || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return !digits.isEmpty();
    }

    static Double real(String text) {
        try {
            // Double.valueOf would also take blanks around it and Java's suffixes
            if (!text.isEmpty() && "dDfF \t\r\n".indexOf(text.charAt(text.length() - 1)) < 0 && text.charAt(0) > ' ') {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw syntax("ParseFloat", text);
        }
        throw syntax("ParseFloat", text);
    }

    private static FilterException syntax(String function, String text) {
        return new FilterException("strconv." + function + ": parsing " + Quoted.of(text) + ": invalid syntax");
    }
}
