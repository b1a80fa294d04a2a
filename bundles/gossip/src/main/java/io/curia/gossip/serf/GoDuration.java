package io.curia.gossip.serf;

/** Times as Go writes them, in tags. */
public final class GoDuration {
    private static final String[] UNITS = {"ns", "us", "µs", "ms", "s", "m", "h"};
    private static final long[] NANOS = {1, 1_000, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private GoDuration() { }

    /** Nanoseconds; -1 when the text is no time. */
    public static long parse(String text) {
        double total = 0;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unitStart = at;
            while (at < text.length() && !Character.isDigit(text.charAt(at)) && text.charAt(at) != '.') {
                at++;
            }
            long unit = unit(text.substring(unitStart, at));
            if (unit < 0 || start == unitStart) {
                return -1;
            }
            try {
                total += Double.parseDouble(text.substring(start, unitStart)) * unit;
            } catch (NumberFormatException e) {
                return -1;
            }
        }
        return text.isEmpty() ? -1 : (long) total;
    }

    private static long unit(String name) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(name)) {
                return NANOS[i];
            }
        }
        return -1;
    }

    /** Whole seconds as Go prints them: {@code 72h0m0s}. */
    public static String ofSeconds(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds % 60 + "s";
    }
}
