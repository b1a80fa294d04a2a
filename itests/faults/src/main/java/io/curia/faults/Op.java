package io.curia.faults;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One operation on a group of keys, as its client saw it: it was done at one moment between {@code invoked} and
 * {@code returned}, found what it expected there and left what it set.
 *
 * @param text for people: who asked whom for what
 * @param expects what it found, or what it demanded, by key; {@link #ABSENT} for no value
 * @param sets what it left, by key
 * @param outcome whether it was done
 * @param invoked nanoseconds of the run
 * @param returned nanoseconds of the run; {@link #NEVER} if nobody knows when it was done
 */
record Op(String text, Map<String, String> expects, Map<String, String> sets, Outcome outcome, long invoked, long returned) {
    static final String ABSENT = "";
    static final long NEVER = Long.MAX_VALUE;

    /** What the client knows of it. */
    enum Outcome {
        /** Done: it found what it expected. */
        DONE,
        /** Refused, since it did not find what it expected; it set nothing. */
        REFUSED,
        /** Done or not. */
        UNKNOWN
    }

    static Op done(String text, Map<String, String> expects, Map<String, String> sets, long invoked, long returned) {
        return new Op(text, expects, sets, Outcome.DONE, invoked, returned);
    }

    static Op read(String text, Map<String, String> found, long invoked, long returned) {
        return done(text, found, Map.of(), invoked, returned);
    }

    boolean changes() {
        return !sets.isEmpty() && outcome != Outcome.REFUSED;
    }

    /** A line of a history. */
    String line(long start) {
        return String.format("%9.3f %9s  %-7s %s%s%s", (invoked - start) / 1e9,
                returned == NEVER ? "-" : String.format("%.3f", (returned - start) / 1e9), outcome, text,
                of(" expects ", expects), of(" sets ", sets));
    }

    private static String of(String word, Map<String, String> values) {
        return values.isEmpty() ? "" : word + values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + (entry.getValue().equals(ABSENT) ? "-" : entry.getValue()))
                .collect(Collectors.joining(","));
    }
}
