package io.curia.cli.json;

/** Finds the first error of a JSON text and says it as Go's decoder would. */
public final class GoSyntax {

    private final byte[] data;
    private int at;

    private GoSyntax(byte[] data) {
        this.data = data;
    }

    /** The message for a text that is known to be wrong. */
    public static String explain(byte[] data) {
        GoSyntax scan = new GoSyntax(data);
        try {
            scan.value();
            scan.blank();
            if (scan.at < data.length) {
                throw scan.invalid("after top-level value");
            }
        } catch (Wrong e) {
            return e.getMessage();
        }
        return "invalid JSON";
    }

    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private void value() throws Wrong {
        blank();
        byte c = peek();
        switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !digit(c)) {
                    throw invalid("looking for beginning of value");
                }
                number();
            }
        }
    }

    private void object() throws Wrong {
        at++;
        blank();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            blank();
            if (peek() != '"') {
                throw invalid("looking for beginning of object key string");
            }
            string();
            blank();
            if (peek() != ':') {
                throw invalid("after object key");
            }
            at++;
            value();
            blank();
            byte c = peek();
            if (c != ',' && c != '}') {
                throw invalid("after object key:value pair");
            }
            at++;
            if (c == '}') {
                return;
            }
        }
    }

    private void array() throws Wrong {
        at++;
        blank();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value();
            blank();
            byte c = peek();
            if (c != ',' && c != ']') {
                throw invalid("after array element");
            }
            at++;
            if (c == ']') {
                return;
            }
        }
    }

    private void string() throws Wrong {
        at++;
        while (peek() != '"') {
            byte c = peek();
            if (c >= 0 && c < ' ') {
                throw invalid("in string literal");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
        at++;
    }

    private void escape() throws Wrong {
        byte c = peek();
        if (c != 'u' && "bfnrt\\/\"".indexOf(c) < 0) {
            throw invalid("in string escape code");
        }
        at++;
        for (int i = 0; c == 'u' && i < 4; i++) {
            if (Character.digit(peek(), 16) < 0) {
                throw invalid("in \\u hexadecimal character escape");
            }
            at++;
        }
    }

    private void literal(String word) throws Wrong {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
    }

    private void number() throws Wrong {
        if (peek() == '-') {
            at++;
        }
        if (!digit(peek())) {
            throw invalid("in numeric literal");
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < data.length && data[at] == '.') {
            at++;
            if (!digit(peek())) {
                throw invalid("after decimal point in numeric literal");
            }
            digits();
        }
        if (at < data.length && (data[at] == 'e' || data[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!digit(peek())) {
                throw invalid("in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (at < data.length && digit(data[at])) {
            at++;
        }
    }

    private void blank() {
        while (at < data.length && (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t')) {
            at++;
        }
    }

    private byte peek() throws Wrong {
        if (at >= data.length) {
            throw new Wrong("unexpected end of JSON input");
        }
        return data[at];
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    private Wrong invalid(String where) {
        char c = (char) (data[at] & 0xff);
        String shown;
        switch (c) {
            case '\'' -> shown = "'\\''";
            case '"' -> shown = "'\"'";
            case '\\' -> shown = "'\\\\'";
            case '\n' -> shown = "'\\n'";
            case '\t' -> shown = "'\\t'";
            case '\r' -> shown = "'\\r'";
            default -> shown = c < ' ' ? "'\\x" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16) + "'" : "'" + c + "'";
        }
        return new Wrong("invalid character " + shown + " " + where);
    }
}
