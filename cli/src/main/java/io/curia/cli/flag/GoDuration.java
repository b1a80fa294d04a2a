package io.curia.cli.flag;

/** Durations in Go's notation, such as {@code 1h5m}, {@code 250ms} or {@code 1.5s}; held in nanoseconds. */
public final class GoDuration {

    private static final String[] UNITS = {"ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h"};
    private static final long[] NANOS = {1, 1_000, 1_000, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private GoDuration() {
    }

    /** @throws IllegalArgumentException if the text is no duration */
    public static long parse(String text) {
        int at = 0;
        boolean negative = false;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        if (text.substring(at).equals("0")) {
            return 0;
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
        }
        double total = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unitStart = at;
            while (at < text.length() && !isDigit(text.charAt(at)) && text.charAt(at) != '.') {
                at++;
            }
            total += part(text, text.substring(start, unitStart), text.substring(unitStart, at));
        }
        if (total > Long.MAX_VALUE) {
            throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
        }
        return Math.round(negative ? -total : total);
    }

    /** Writes a duration as Go prints it: {@code 0s}, {@code 1.5ms}, {@code 1h5m0s}. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long rest = Math.abs(nanos);
        if (rest < 1_000) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000) {
            return sign + fraction(rest, 1_000) + "\u00b5s";
        }
        if (rest < 1_000_000_000L) {
            return sign + fraction(rest, 1_000_000) + "ms";
        }
        long minutes = rest / 60_000_000_000L;
        String seconds = fraction(rest % 60_000_000_000L, 1_000_000_000L) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }

    private static double part(String text, String number, String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                try {
                    return Double.parseDouble(number) * NANOS[i];
                } catch (NumberFormatException e) {
                    break;
                }
            }
        }
        throw new IllegalArgumentException("time: invalid duration \"" + text + "\"");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String fraction(long value, long unit) {
        long rest = value % unit;
        if (rest == 0) {
            return Long.toString(value / unit);
        }
        String digits = Long.toString(unit + rest).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return value / unit + "." + digits.substring(0, end);
    }
}
