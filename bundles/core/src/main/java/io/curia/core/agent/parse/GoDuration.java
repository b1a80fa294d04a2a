package io.curia.core.agent.parse;

/** Durations in Go's notation, as nanoseconds. */
public final class GoDuration {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private GoDuration() { }

    /**
     * Reads for example {@code 1h5m}, {@code 250ms} or {@code -1.5s}.
     *
     * @throws IllegalArgumentException with Go's text
     */
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
            throw invalid(text);
        }
        double total = 0;
        while (at < text.length()) {
            int start = at;
            at = skipNumber(text, at);
            if (at == start || text.substring(start, at).equals(".")) {
                throw invalid(text);
            }
            double number = Double.parseDouble(text.substring(start, at));
            int unitStart = at;
            while (at < text.length() && text.charAt(at) != '.' && !digit(text.charAt(at))) {
                at++;
            }
            if (at == unitStart) {
                throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
            }
            String unit = text.substring(unitStart, at);
            long scale = scale(unit);
            if (scale == 0) {
                throw new IllegalArgumentException("time: unknown unit " + quote(unit) + " in duration " + quote(text));
            }
            total += number * scale;
        }
        if (total > Long.MAX_VALUE) {
            throw invalid(text);
        }
        return negative ? -(long) total : (long) total;
    }

    private static int skipNumber(String text, int from) {
        int at = from;
        boolean point = false;
        while (at < text.length() && (digit(text.charAt(at)) || !point && text.charAt(at) == '.')) {
            point |= text.charAt(at) == '.';
            at++;
        }
        return at;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long scale(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> MICRO;
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3600 * SECOND;
            default -> 0;
        };
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration " + quote(text));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Writes as Go does: {@code 0s}, {@code 1m30s}, {@code 1.5ms}. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        long rest = Math.abs(nanos);
        StringBuilder out = new StringBuilder(nanos < 0 ? "-" : "");
        if (rest < SECOND) {
            long unit = rest >= MILLI ? MILLI : rest >= MICRO ? MICRO : 1;
            return decimal(out, rest, unit).append(unit == MILLI ? "ms" : unit == MICRO ? "\u00b5s" : "ns").toString();
        }
        long hours = rest / (3600 * SECOND);
        long minutes = rest / (60 * SECOND) % 60;
        if (hours > 0) {
            out.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            out.append(minutes).append('m');
        }
        return decimal(out, rest % (60 * SECOND), SECOND).append('s').toString();
    }

    private static StringBuilder decimal(StringBuilder out, long value, long unit) {
        out.append(value / unit);
        long fraction = value % unit;
        if (fraction == 0) {
            return out;
        }
        String digits = Long.toString(unit + fraction).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return out.append('.').append(digits, 0, end);
    }
}
