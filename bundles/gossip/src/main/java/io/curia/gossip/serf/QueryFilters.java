package io.curia.gossip.serf;

import io.curia.gossip.wire.MsgReader;
import io.curia.gossip.wire.WireException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** For whom a query is: by name, or by an expression on a tag. */
final class QueryFilters {
    private static final int BY_NAME = 0;
    private static final int BY_TAG = 1;
    /** An expression that somebody else made must not keep us busy. */
    private static final int MOST_STEPS = 100_000;

    private QueryFilters() { }

    /** Whether a member with these tags is meant by all filters. */
    static boolean match(List<byte[]> filters, String name, Map<String, String> tags) throws WireException {
        for (byte[] filter : filters) {
            MsgReader in = new MsgReader(filter);
            int type = in.octet();
            boolean matches = switch (type) {
                case BY_NAME -> named(in, name);
                case BY_TAG -> tagged(in, tags);
                default -> throw new WireException("unknown filter " + type + " of a query");
            };
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static boolean named(MsgReader in, String name) throws WireException {
        boolean found = false;
        for (int n = in.array(); n > 0; n--) {
            found |= in.text().equals(name);
        }
        return found;
    }

    private static boolean tagged(MsgReader in, Map<String, String> tags) throws WireException {
        String tag = "";
        String expression = "";
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "Tag" -> tag = in.text();
                case "Expr" -> expression = in.text();
                default -> in.skip();
            }
        }
        try {
            return Pattern.compile(expression).matcher(new Patient(tags.getOrDefault(tag, ""))).find();
        } catch (PatternSyntaxException | IllegalStateException e) {
            throw new WireException("a filter's expression is of no use: " + e.getClass().getSimpleName());
        }
    }

    /** A text that is looked at so often and no more. */
    private static final class Patient implements CharSequence {
        private final String text;
        private int steps;

        Patient(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("too many steps");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
