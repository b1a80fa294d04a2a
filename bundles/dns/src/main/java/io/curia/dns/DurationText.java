package io.curia.dns;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, for example {@code 1m30s}. */
final class DurationText {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

    private DurationText() { }

    /** Whole seconds; 0 for a text that is no positive duration, which the query's validation has refused before. */
    static long seconds(String text) {
        Matcher part = PART.matcher(text);
        double seconds = 0;
        int at = 0;
        while (at < text.length() && part.region(at, text.length()).lookingAt()) {
            seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
            at = part.end();
        }
        return at == text.length() ? (long) Math.min(seconds, Integer.MAX_VALUE) : 0;
    }

    private static double unit(String name) {
        return switch (name) {
            case "h" -> 3600;
            case "m" -> 60;
            case "s" -> 1;
            case "ms" -> 1e-3;
            case "ns" -> 1e-9;
            default -> 1e-6;
        };
    }
}
