package io.curia.core.codec;

import java.math.BigDecimal;

/** Floating-point numbers as Go's encoding/json prints them: shortest form, exponents below 1e-6 and from 1e21 on. */
final class GoNumber {
    private GoNumber() { }

    static String format(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int power = Math.abs(exponent);
        return (power < 10 ? text.append('0') : text).append(power).toString();
    }
}
