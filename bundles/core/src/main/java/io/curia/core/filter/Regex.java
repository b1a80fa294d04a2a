package io.curia.core.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as Go (RE2) reads it, evaluated by the platform's engine within bounds: the pattern has at most
 * {@value #MAX_PATTERN} characters, and a search that takes more than {@value #MAX_STEPS} steps is given up.
 */
public final class Regex {
    /** Characters of a pattern. */
    public static final int MAX_PATTERN = 1024;
    /** Characters looked at in one search, over and over by a bad pattern. */
    public static final int MAX_STEPS = 1_000_000;

    private final String source;
    private final Pattern pattern;

    private Regex(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws FilterException with Go's text, {@code error parsing regexp: ...}
     */
    public static Regex compile(String source) {
        if (source.length() > MAX_PATTERN) {
            throw new FilterException("error parsing regexp: expression too large");
        }
        String translated = new RegexTranslator(source).translate();
        try {
            return new Regex(source, Pattern.compile(translated, Pattern.UNIX_LINES));
        } catch (PatternSyntaxException e) {
            throw new FilterException("error parsing regexp: " + reason(e.getDescription()) + ": `" + source + "`");
        } catch (StackOverflowError e) {
            throw new FilterException("error parsing regexp: expression nests too deeply: `" + source + "`");
        }
    }

    private static String reason(String description) {
        if (description.startsWith("Unclosed group")) {
            return "missing closing )";
        }
        if (description.startsWith("Unclosed character class")) {
            return "missing closing ]";
        }
        if (description.startsWith("Unmatched closing")) {
            return "unexpected )";
        }
        if (description.startsWith("Dangling meta character")) {
            return "missing argument to repetition operator";
        }
        if (description.startsWith("Illegal character range")) {
            return "invalid character class range";
        }
        return "invalid syntax";
    }

    /**
     * Whether it matches somewhere in the text.
     *
     * @throws FilterException when that takes too many steps
     */
    public boolean find(String text) {
        try {
            return pattern.matcher(new Counted(text)).find();
        } catch (StackOverflowError e) {
            throw tooCostly();
        }
    }

    /** A matcher on a text, for those who want groups; throws as {@link #find} does. */
    public Matcher matcher(String text) {
        return pattern.matcher(new Counted(text));
    }

    private FilterException tooCostly() {
        return new FilterException("regular expression " + Quoted.of(source) + " takes too many steps");
    }

    @Override
    public String toString() {
        return source;
    }

    /** The text, read at most so many times: the engine backtracks, RE2 does not. */
    private final class Counted implements CharSequence {
        private final String text;
        private int left = MAX_STEPS;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw tooCostly();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
