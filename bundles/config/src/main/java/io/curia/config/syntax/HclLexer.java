package io.curia.config.syntax;

/** Tokens of HCL version 1. After {@link #next()} the fields describe the current token. */
final class HclLexer {

    enum Token {
        EOF, IDENT, STRING, NUMBER, FLOAT, BOOL, LBRACE, RBRACE, LBRACK, RBRACK, COMMA, ASSIGN
    }

    private final String in;
    private int at;
    private int line = 1;
    private int lineStart;

    Token token;
    /** Decoded text of an identifier or string, or the digits of a number. */
    String text;
    private int tokenLine;
    private int tokenColumn;

    HclLexer(String in) {
        this.in = in;
    }

    /** Where the current token starts: "line:column", both from 1. */
    String position() {
        return tokenLine + ":" + tokenColumn;
    }

    void next() throws SyntaxException {
        skipSpaceAndComments();
        mark();
        text = "";
        if (at >= in.length()) {
            token = Token.EOF;
            return;
        }
        char c = in.charAt(at);
        switch (c) {
            case '{' -> single(Token.LBRACE);
            case '}' -> single(Token.RBRACE);
            case '[' -> single(Token.LBRACK);
            case ']' -> single(Token.RBRACK);
            case ',' -> single(Token.COMMA);
            case '=' -> single(Token.ASSIGN);
            case '"' -> string();
            case '<' -> heredoc();
            default -> {
                if (digit(c) || c == '-' || c == '.' && at + 1 < in.length() && digit(in.charAt(at + 1))) {
                    number();
                } else if (c == '_' || Character.isLetter(c)) {
                    identifier();
                } else {
                    throw error("illegal character");
                }
            }
        }
    }

    SyntaxException error(String message) {
        return new SyntaxException("At " + position() + ": " + message);
    }

    private void mark() {
        tokenLine = line;
        tokenColumn = at - lineStart + 1;
    }

    private void single(Token one) {
        token = one;
        text = String.valueOf(in.charAt(at++));
    }

    private void newline() {
        line++;
        lineStart = at;
    }

    private void skipSpaceAndComments() throws SyntaxException {
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '\n') {
                at++;
                newline();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\ufeff' && at == 0) {
                at++;
            } else if (c == '#' || in.startsWith("//", at)) {
                int end = in.indexOf('\n', at);
                at = end < 0 ? in.length() : end;
            } else if (in.startsWith("/*", at)) {
                blockComment();
            } else {
                return;
            }
        }
    }

    private void blockComment() throws SyntaxException {
        mark();
        int end = in.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("comment not terminated");
        }
        while (at < end + 2) {
            if (in.charAt(at++) == '\n') {
                newline();
            }
        }
    }

    private void identifier() {
        int start = at;
        while (at < in.length() && identifierPart(in.charAt(at))) {
            at++;
        }
        text = in.substring(start, at);
        token = text.equals("true") || text.equals("false") ? Token.BOOL : Token.IDENT;
    }

    private static boolean identifierPart(char c) {
        return c == '_' || c == '-' || c == '.' || Character.isLetterOrDigit(c);
    }

    private void number() throws SyntaxException {
        int start = at;
        if (in.charAt(at) == '-') {
            at++;
        }
        boolean hex = in.startsWith("0x", at) || in.startsWith("0X", at);
        boolean fractional = false;
        if (hex) {
            at += 2;
        }
        while (at < in.length()) {
            char c = in.charAt(at);
            if (!hex && (c == '.' || c == 'e' || c == 'E')) {
                fractional = true;
                boolean signed = c != '.' && at + 1 < in.length()
                        && (in.charAt(at + 1) == '-' || in.charAt(at + 1) == '+');
                at += signed ? 2 : 1;
            } else if (hex ? Character.digit(c, 16) >= 0 && c < 0x80 : digit(c)) {
                at++;
            } else {
                break;
            }
        }
        text = in.substring(start, at);
        token = fractional ? Token.FLOAT : Token.NUMBER;
    }

    private void string() throws SyntaxException {
        StringBuilder out = new StringBuilder();
        int braces = 0;
        at++;
        while (true) {
            if (at >= in.length() || braces == 0 && in.charAt(at) == '\n') {
                throw error("literal not terminated");
            }
            char c = in.charAt(at);
            if (braces == 0 && c == '"') {
                at++;
                break;
            }
            if (braces == 0 && c == '\\') {
                escape(out);
                continue;
            }
            // Interpolations are not evaluated, but may hold quotes: they are kept as they stand.
            if (c == '$' && in.startsWith("${", at)) {
                out.append(c);
                at++;
                braces++;
                c = '{';
            } else if (braces > 0 && c == '{') {
                braces++;
            } else if (braces > 0 && c == '}') {
                braces--;
            }
            out.append(c);
            at++;
            if (c == '\n') {
                newline();
            }
        }
        token = Token.STRING;
        text = out.toString();
    }

    private void escape(StringBuilder out) throws SyntaxException {
        char c = at + 1 < in.length() ? in.charAt(at + 1) : '\n';
        at += 2;
        switch (c) {
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case '\\', '"' -> out.append(c);
            case 'x' -> code(out, 2, 16);
            case 'u' -> code(out, 4, 16);
            case 'U' -> code(out, 8, 16);
            default -> {
                if (c < '0' || c > '7') {
                    throw error("illegal char escape");
                }
                at--;
                code(out, 3, 8);
            }
        }
    }

    private void code(StringBuilder out, int digits, int base) throws SyntaxException {
        int code = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = at < in.length() && in.charAt(at) < 0x80 ? Character.digit(in.charAt(at), base) : -1;
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                throw error("illegal char in escape sequence");
            }
            code = code * base + digit;
        }
        if (!Character.isValidCodePoint(code)) {
            throw error("illegal char in escape sequence");
        }
        out.appendCodePoint(code);
    }

    private void heredoc() throws SyntaxException {
        if (!in.startsWith("<<", at)) {
            throw error("heredoc expected second '<', didn't see it");
        }
        at += 2;
        boolean indented = at < in.length() && in.charAt(at) == '-';
        if (indented) {
            at++;
        }
        String anchor = line().strip();
        if (anchor.isEmpty()) {
            throw error("zero-length heredoc anchor");
        }
        StringBuilder raw = new StringBuilder();
        int indent = Integer.MAX_VALUE;
        while (true) {
            if (at >= in.length()) {
                throw error("heredoc not terminated");
            }
            String one = line();
            if (one.strip().equals(anchor)) {
                break;
            }
            if (!one.isBlank()) {
                indent = Math.min(indent, leadingSpace(one));
            }
            raw.append(one).append('\n');
        }
        token = Token.STRING;
        text = indented ? unindent(raw.toString(), indent) : raw.toString();
    }

    /** The rest of the current line, without its end; the position moves behind it. */
    private String line() {
        int end = in.indexOf('\n', at);
        String one = in.substring(at, end < 0 ? in.length() : end);
        at = end < 0 ? in.length() : end + 1;
        if (end >= 0) {
            newline();
        }
        return one.endsWith("\r") ? one.substring(0, one.length() - 1) : one;
    }

    private static int leadingSpace(String one) {
        int n = 0;
        while (n < one.length() && (one.charAt(n) == ' ' || one.charAt(n) == '\t')) {
            n++;
        }
        return n;
    }

    private static String unindent(String raw, int indent) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int start = 0; start < raw.length();) {
            int end = raw.indexOf('\n', start);
            int from = Math.min(start + Math.min(indent, leadingSpace(raw.substring(start, end))), end);
            out.append(raw, from, end + 1);
            start = end + 1;
        }
        return out.toString();
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
