package io.curia.core.codec;

import java.util.BitSet;

/** Says what is wrong with malformed JSON in Go's words; only the first value of the input matters. */
final class GoSyntax {
    private static final String ESCAPES = "bfnrt\\/\"";
    private final byte[] json;
    private int at;
    private String problem;

    private GoSyntax(byte[] json) {
        this.json = json;
    }

    /** Why the input is not JSON; null when it begins with a whole value. */
    static String explain(byte[] json) {
        GoSyntax syntax = new GoSyntax(json);
        syntax.run();
        return syntax.problem;
    }

    private void run() {
        BitSet objects = new BitSet();
        int depth = 0;
        while (problem == null) {
            int c = next();
            if (c == '{') {
                at++;
                int first = next();
                if (first != '}') {
                    objects.set(depth++);
                    key(first);
                    continue;
                }
                at++;
            } else if (c == '[') {
                at++;
                if (next() != ']') {
                    objects.clear(depth++);
                    continue;
                }
                at++;
            } else {
                scalar(c);
            }
            depth = afterValue(objects, depth);
            if (depth == 0) {
                return;
            }
        }
    }

    /** Closes what ends here; on return the next value begins, or the outermost has ended. */
    private int afterValue(BitSet objects, int depth) {
        int open = depth;
        while (problem == null && open > 0) {
            boolean object = objects.get(open - 1);
            int c = next();
            if (c == ',') {
                at++;
                if (object) {
                    key(next());
                }
                return open;
            }
            if (c == (object ? '}' : ']')) {
                at++;
                open--;
            } else {
                fail(c, object ? "after object key:value pair" : "after array element");
            }
        }
        return open;
    }

    private void key(int c) {
        if (c != '"') {
            fail(c, "looking for beginning of object key string");
            return;
        }
        string();
        if (problem == null) {
            int colon = next();
            if (colon == ':') {
                at++;
            } else {
                fail(colon, "after object key");
            }
        }
    }

    private void scalar(int c) {
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c == '-' || isDigit(c)) {
                    number();
                } else {
                    fail(c, "looking for beginning of value");
                }
            }
        }
    }

    private void string() {
        at++;
        while (problem == null) {
            int c = here();
            if (c == '"') {
                at++;
                return;
            }
            if (c < ' ') {
                fail(c, "in string literal");
            } else if (c == '\\') {
                at++;
                escape();
            } else {
                at++;
            }
        }
    }

    private void escape() {
        int c = here();
        if (c == 'u') {
            for (int i = 0; i < 4 && problem == null; i++) {
                at++;
                if (Character.digit(here(), 16) < 0) {
                    fail(here(), "in \\u hexadecimal character escape");
                }
            }
            at++;
        } else if (c >= 0 && ESCAPES.indexOf(c) >= 0) {
            at++;
        } else {
            fail(c, "in string escape code");
        }
    }

    private void literal(String word) {
        for (int i = 1; i < word.length() && problem == null; i++) {
            at++;
            if (here() != word.charAt(i)) {
                fail(here(), "in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        at++;
    }

    private void number() {
        if (here() == '-') {
            at++;
        }
        if (here() == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (problem == null && here() == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (problem == null && (here() == 'e' || here() == 'E')) {
            at++;
            if (here() == '+' || here() == '-') {
                at++;
            }
            digits("in exponent of numeric literal");
        }
    }

    private void digits(String context) {
        if (!isDigit(here())) {
            fail(here(), context);
        }
        while (isDigit(here())) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int here() {
        return at < json.length ? json[at] & 0xff : -1;
    }

    private int next() {
        while (here() == ' ' || here() == '\n' || here() == '\t' || here() == '\r') {
            at++;
        }
        return here();
    }

    private void fail(int c, String context) {
        problem = c < 0 ? "unexpected EOF" : "invalid character " + quoted(c) + " " + context;
    }

    /** Go quotes bytes, not characters. */
    private static String quoted(int c) {
        return switch (c) {
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            default -> c < ' ' || c >= 0x7f && c <= 0xa0 ? String.format("'\\x%02x'", c) : "'" + (char) c + "'";
        };
    }
}
