package io.curia.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The parser's hold on the text: the small pieces of the language, and the memory of the furthest failure. */
final class Scanner {
    private static final String BLANK = "[ \\t\\r\\n]";

    private final String text;
    private int position;
    private int furthest;
    private final Set<String> expected = new TreeSet<>();
    private boolean endExpected;
    private String error;

    Scanner(String text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    void reset(int to) {
        position = to;
    }

    /** Reads this text. */
    boolean literal(String wanted) {
        if (text.startsWith(wanted, position)) {
            position += wanted.length();
            return true;
        }
        expect(position, Quoted.of(wanted));
        return false;
    }

    /** Reads white space, at least one character. */
    boolean space() {
        int start = position;
        optionalSpace();
        return position > start;
    }

    void optionalSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        expect(position, BLANK);
    }

    boolean atEnd() {
        if (position == text.length()) {
            return true;
        }
        if (position >= furthest) {
            expect(position, null);
        }
        return false;
    }

    /** A path of identifiers and quoted keys, or null. */
    List<String> selector() {
        String first = identifier();
        if (first == null) {
            return null;
        }
        List<String> path = new ArrayList<>(4);
        path.add(first);
        while (true) {
            int start = position;
            String next = literal(".") ? identifier() : null;
            if (next == null) {
                position = start;
                next = index();
            }
            if (next == null) {
                position = start;
                return path;
            }
            path.add(next);
        }
    }

    private String identifier() {
        int start = position;
        if (position == text.length() || !isLetter(text.charAt(position))) {
            expect(position, "[a-zA-Z]");
            return null;
        }
        while (position < text.length() && isIdentifierPart(text.charAt(position))) {
            position++;
        }
        expect(position, "[a-zA-Z0-9_/]");
        return text.substring(start, position);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isIdentifierPart(char c) {
        return isLetter(c) || c >= '0' && c <= '9' || c == '_' || c == '/';
    }

    private String index() {
        if (!literal("[")) {
            return null;
        }
        optionalSpace();
        int start = position;
        String key = string();
        if (key == null) {
            error(start, "index", "Invalid index");
            return null;
        }
        optionalSpace();
        int end = position;
        if (!literal("]")) {
            error(end, "index", "Unclosed index expression");
            return null;
        }
        return key;
    }

    /** A bare word, a number or a quoted text, or null. */
    String value() {
        int start = position;
        List<String> path = selector();
        if (path != null) {
            return String.join(".", path);
        }
        position = start;
        String number = number();
        if (number != null) {
            return number;
        }
        position = start;
        return string();
    }

    private String number() {
        int start = position;
        literal("-");
        if (position < text.length() && text.charAt(position) == '0') {
            position++;
        } else if (!digits("[1-9]")) {
            return null;
        }
        int whole = position;
        if (!literal(".") || !digits("[0-9]")) {
            position = whole;
        }
        if (position < text.length() && " \t\r\n)".indexOf(text.charAt(position)) < 0) {
            error(position, "number", "Invalid number literal");
            return null;
        }
        return text.substring(start, position);
    }

    private boolean digits(String what) {
        int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        expect(position, position > start ? "[0-9]" : what);
        return position > start;
    }

    private String string() {
        char quote = position < text.length() ? text.charAt(position) : ' ';
        if (quote != '"' && quote != '`') {
            expect(position, "\"`\"");
            expect(position, "\"\\\"\"");
            return null;
        }
        int start = position;
        int end = text.indexOf(quote, start + 1);
        if (end < 0) {
            error(text.length(), "string", "Unterminated string literal");
            return null;
        }
        position = end + 1;
        String body = text.substring(start + 1, end);
        if (quote == '`') {
            return body.replace("\r", "");
        }
        String meaning = Quoted.unquote(body);
        if (meaning == null) {
            error(start, "string", "invalid syntax");
            position = start;
        }
        return meaning;
    }

    private void expect(int at, String what) {
        if (at < furthest) {
            return;
        }
        if (at > furthest) {
            furthest = at;
            expected.clear();
            endExpected = false;
        }
        if (what == null) {
            endExpected = true;
        } else {
            expected.add(what);
        }
    }

    /** Notes a mistake that is known for what it is; the first one counts. */
    void error(int at, String rule, String message) {
        if (error == null) {
            error = place(at) + ": rule " + rule + ": " + message;
        }
    }

    FilterException failure() {
        if (error != null) {
            return new FilterException(error);
        }
        List<String> wanted = new ArrayList<>(expected);
        if (endExpected) {
            wanted.add("EOF");
        }
        String last = wanted.isEmpty() ? "" : wanted.remove(wanted.size() - 1);
        String list = wanted.isEmpty() ? last : String.join(", ", wanted) + " or " + last;
        return new FilterException(place(furthest) + ": no match found, expected: " + list);
    }

    private String place(int at) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return line + ":" + (at - lineStart + 1) + " (" + at + ")";
    }
}
