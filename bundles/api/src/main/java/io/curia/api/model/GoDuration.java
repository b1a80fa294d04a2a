package io.curia.api.model;

/** Durations as Go writes them: {@code 1h2m3.5s}, {@code 250ms}; values are nanoseconds. */
public final class GoDuration {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private GoDuration() { }

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with Go's text, for example {@code time: invalid duration "5"}
     */
    public static long parse(String text) {
        int at = 0;
        boolean negative = false;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        if (text.length() - at == 1 && text.charAt(at) == '0') {
            return 0;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        double sum = 0;
        long exact = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            String number = text.substring(start, at);
            if (number.isEmpty() || number.equals(".") || number.indexOf('.') != number.lastIndexOf('.')) {
                throw invalid(text);
            }
            int unitStart = at;
            while (at < text.length() && !Character.isDigit(text.charAt(at)) && text.charAt(at) != '.') {
                at++;
            }
            String unit = text.substring(unitStart, at);
            if (unit.isEmpty()) {
                throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
            }
            long scale = scale(unit);
            if (scale == 0) {
                throw new IllegalArgumentException(
                        "time: unknown unit " + quote(unit) + " in duration " + quote(text));
            }
            try {
                if (number.indexOf('.') < 0) {
                    exact = Math.addExact(exact, Math.multiplyExact(Long.parseLong(number), scale));
                } else {
                    sum += Double.parseDouble(number) * scale;
                }
            } catch (ArithmeticException | NumberFormatException tooLarge) {
                throw invalid(text);
            }
        }
        if (sum > Long.MAX_VALUE / 2.0) {
            throw invalid(text);
        }
        long total = exact + Math.round(sum);
        return negative ? -total : total;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration " + quote(text));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static long scale(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> MICRO;
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> 0;
        };
    }

    /** Writes a duration, for example {@code 1m30s}; zero is {@code 0s}. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 0) {
            return "-" + format(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
        }
        if (nanos < MICRO) {
            return nanos + "ns";
        }
        if (nanos < MILLI) {
            return fraction(nanos, MICRO) + "µs";
        }
        if (nanos < SECOND) {
            return fraction(nanos, MILLI) + "ms";
        }
        StringBuilder text = new StringBuilder(16);
        long hours = nanos / HOUR;
        long minutes = nanos % HOUR / MINUTE;
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        return text.append(fraction(nanos % MINUTE, SECOND)).append('s').toString();
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
