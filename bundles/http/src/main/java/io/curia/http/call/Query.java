package io.curia.http.call;

import io.curia.http.text.Percent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parameters of a request, decoded; a list rather than a map, as there are seldom more than three. */
public final class Query {
    /** No parameters. */
    public static final Query NONE = new Query(new String[0], 0);

    private final String[] pairs;
    private final int length;

    private Query(String[] pairs, int length) {
        this.pairs = pairs;
        this.length = length;
    }

    /** Reads a raw query string; null when an escape in it is broken. */
    public static Query parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        int most = 1;
        for (int i = 0; i < raw.length(); i++) {
            if (separates(raw.charAt(i))) {
                most++;
            }
        }
        String[] pairs = new String[2 * most];
        int length = 0;
        int at = 0;
        while (at <= raw.length()) {
            int end = at;
            int equals = -1;
            while (end < raw.length() && !separates(raw.charAt(end))) {
                if (equals < 0 && raw.charAt(end) == '=') {
                    equals = end;
                }
                end++;
            }
            if (end > at) {
                String name = Percent.decode(raw.substring(at, equals < 0 ? end : equals), true);
                String value = equals < 0 ? "" : Percent.decode(raw.substring(equals + 1, end), true);
                if (name == null || value == null) {
                    return null;
                }
                pairs[length++] = name;
                pairs[length++] = value;
            }
            at = end + 1;
        }
        return new Query(pairs, length);
    }

    private static boolean separates(char c) {
        return c == '&' || c == ';';
    }

    /** Whether a parameter is there, with or without a value. */
    public boolean has(String name) {
        return find(name) >= 0;
    }

    /** The first value, or "" when there is none. */
    public String get(String name) {
        int at = find(name);
        return at < 0 ? "" : pairs[at + 1];
    }

    private int find(String name) {
        for (int i = 0; i < length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** All values of a parameter, in order. */
    public List<String> all(String name) {
        int at = find(name);
        if (at < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (int i = at; i < length; i += 2) {
            if (pairs[i].equals(name)) {
                values.add(pairs[i + 1]);
            }
        }
        return values;
    }

    /** What tells one read from another: all but how long to wait, for what, and how to show it. */
    String identity() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i += 2) {
            switch (pairs[i]) {
                case "index", "wait", "pretty" -> { }
                default -> out.append('&').append(pairs[i]).append('=').append(pairs[i + 1]);
            }
        }
        return out.toString();
    }

    /** Everything as a query string, sorted by name. */
    public String encode() {
        List<int[]> order = new ArrayList<>();
        for (int i = 0; i < length; i += 2) {
            order.add(new int[] {i});
        }
        order.sort(Comparator.comparing(at -> pairs[at[0]]));
        StringBuilder out = new StringBuilder();
        for (int[] at : order) {
            out.append(out.isEmpty() ? "" : "&").append(Percent.encodeQuery(pairs[at[0]])).append('=')
                    .append(Percent.encodeQuery(pairs[at[0] + 1]));
        }
        return out.toString();
    }
}
