package io.curia.http.text;

/** Durations as Go writes them: {@code 1h5m}, {@code 250ms}, {@code -1.5s}. */
public final class GoDuration {
    private static final long SECOND = 1_000_000_000L;

    private GoDuration() { }

    /** Nanoseconds; {@link IllegalArgumentException} with Go's text when it is none. */
    public static long parse(String text) {
        int at = 0;
        int end = text.length();
        boolean negative = false;
        if (end > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        if (end - at == 1 && text.charAt(at) == '0') {
            return 0;
        }
        if (at == end) {
            throw invalid(text);
        }
        double total = 0;
        long exact = 0;
        while (at < end) {
            int from = at;
            while (at < end && isDigit(text.charAt(at))) {
                at++;
            }
            int whole = at;
            if (at < end && text.charAt(at) == '.') {
                at++;
                while (at < end && isDigit(text.charAt(at))) {
                    at++;
                }
            }
            if (whole == from && at - whole <= 1 || whole - from > 18) {
                throw invalid(text);
            }
            int unitFrom = at;
            while (at < end && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
                at++;
            }
            long unit = unit(text, text.substring(unitFrom, at));
            long integer = whole == from ? 0 : Long.parseLong(text.substring(from, whole));
            double fraction = unitFrom - whole > 1 ? Double.parseDouble("0" + text.substring(whole, unitFrom)) : 0;
            exact += integer * unit + (long) (fraction * unit);
            total += (double) integer * unit;
            if (total > Long.MAX_VALUE) {
                throw invalid(text);
            }
        }
        return negative ? -exact : exact;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long unit(String text, String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3600 * SECOND;
            case "" -> throw new IllegalArgumentException("time: missing unit in duration " + GoText.quote(text));
            default -> throw new IllegalArgumentException(
                    "time: unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
        };
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
    }
}
