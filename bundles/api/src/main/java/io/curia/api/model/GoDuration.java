package io.curia.api.model;

import java.nio.charset.StandardCharsets;

/** Durations as Go writes them: {@code 1h2m3.5s}, {@code 250ms}; values are nanoseconds. */
public final class GoDuration {

    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    /** Digits of a fraction beyond this cannot matter. */
    private static final long MAX_FRACTION = 100_000_000_000_000_000L;

    private GoDuration() {
    }

    /**
     * Nanoseconds of a duration text.
     *
     * @throws IllegalArgumentException with Go's text, when the text is not a duration or does not fit 64 bits
     */
    public static long parse(String text) {
        int at = 0;
        boolean negative = false;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        if (text.length() == at + 1 && text.charAt(at) == '0') {
            return 0;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        // Summed below zero, where Long.MIN_VALUE fits too.
        long sum = 0;
        while (at < text.length()) {
            int unitStart = at;
            while (unitStart < text.length() && (digit(text.charAt(unitStart)) || text.charAt(unitStart) == '.')) {
                unitStart++;
            }
            int end = unitStart;
            while (end < text.length() && text.charAt(end) != '.' && !digit(text.charAt(end))) {
                end++;
            }
            String number = text.substring(at, unitStart);
            checkNumber(text, number);
            if (end == unitStart) {
                throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
            }
            sum = subtract(text, sum, number, unit(text, text.substring(unitStart, end)));
            at = end;
        }
        if (!negative && sum == Long.MIN_VALUE) {
            throw invalid(text);
        }
        return negative ? sum : -sum;
    }

    private static void checkNumber(String text, String number) {
        int point = number.indexOf('.');
        if (number.length() == (point < 0 ? 0 : 1)) {
            throw invalid(text);
        }
        if (point >= 0 && number.indexOf('.', point + 1) >= 0) {
            throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
        }
    }

    private static long subtract(String text, long sum, String number, long unit) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        try {
            long rest = sum;
            if (!whole.isEmpty()) {
                rest = Math.subtractExact(rest, Math.multiplyExact(Long.parseLong(whole), unit));
            }
            long fraction = 0;
            double scale = 1;
            for (int i = point + 1; point >= 0 && i < number.length() && fraction < MAX_FRACTION; i++) {
                fraction = fraction * 10 + number.charAt(i) - '0';
                scale *= 10;
            }
            rest = Math.subtractExact(rest, (long) (fraction * (unit / scale)));
            return rest;
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw invalid(text);
        }
    }

    private static long unit(String text, String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> US;
            case "ms" -> MS;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> throw new IllegalArgumentException(
                    "time: unknown unit " + quote(unit) + " in duration " + quote(text));
        };
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration " + quote(text));
    }

    /** As Go quotes here: what is not printable ASCII byte by byte. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                out.append('\\').append((char) b);
            } else if (b >= ' ' && b < 0x7f) {
                out.append((char) b);
            } else {
                out.append("\\x").append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
            }
        }
        return out.append('"').toString();
    }

    /** The duration as Go prints it: "0s", "1.5s", "5m0s", "72h0m0s". */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos == Long.MIN_VALUE) {
            return "-2562047h47m16.854775808s";
        }
        StringBuilder out = new StringBuilder();
        long rest = Math.abs(nanos);
        if (nanos < 0) {
            out.append('-');
        }
        if (rest < SECOND) {
            if (rest < US) {
                return out.append(rest).append("ns").toString();
            }
            boolean micros = rest < MS;
            decimal(out, rest, micros ? US : MS);
            return out.append(micros ? "\u00b5s" : "ms").toString();
        }
        long hours = rest / HOUR;
        long minutes = rest % HOUR / MINUTE;
        if (hours > 0) {
            out.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            out.append(minutes).append('m');
        }
        decimal(out, rest % MINUTE, SECOND);
        return out.append('s').toString();
    }

    private static void decimal(StringBuilder out, long value, long unit) {
        out.append(value / unit);
        long fraction = value % unit;
        if (fraction == 0) {
            return;
        }
        out.append('.');
        for (long place = unit / 10; place > 0 && fraction > 0; place /= 10) {
            out.append((char) ('0' + fraction / place));
            fraction %= place;
        }
    }
}
