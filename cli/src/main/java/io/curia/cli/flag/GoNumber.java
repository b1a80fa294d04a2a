package io.curia.cli.flag;

import java.math.BigInteger;

/** Whole numbers as Go's flags read them: decimal, or with a prefix 0x, 0o, 0b or 0. */
final class GoNumber {

    private GoNumber() {
    }

    static BigInteger parse(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            switch (digits.charAt(1)) {
                case 'x', 'X' -> radix = 16;
                case 'b', 'B' -> radix = 2;
                case 'o', 'O' -> radix = 8;
                default -> {
                    digits = "00" + digits.substring(1);
                    radix = 8;
                }
            }
            digits = digits.substring(2);
        }
        if (digits.isEmpty() || digits.charAt(0) == '-' || digits.charAt(0) == '+') {
            throw new NumberFormatException(text);
        }
        BigInteger number = new BigInteger(digits, radix);
        return negative ? number.negate() : number;
    }
}
