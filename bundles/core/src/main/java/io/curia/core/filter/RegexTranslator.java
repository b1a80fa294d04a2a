package io.curia.core.filter;

/** Writes a pattern of Go's dialect in the platform's, and refuses what only the platform has. */
final class RegexTranslator {
    private final String source;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private boolean multiline;

    RegexTranslator(String source) {
        this.source = source;
    }

    String translate() {
        while (at < source.length()) {
            char c = source.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '(' -> group();
                case '*', '+', '?', '}' -> repetition(c);
                case '{' -> add(isCount() ? "{" : "\\{", 1);
                // the platform's $ also matches before a last line break
                case '$' -> add(multiline ? "$" : "\\z", 1);
                default -> {
                    out.append(c);
                    at++;
                }
            }
        }
        return out.toString();
    }

    private void escape(boolean inClass) {
        if (at + 1 == source.length()) {
            throw bad("trailing backslash at end of expression", "");
        }
        char kind = source.charAt(at + 1);
        boolean lowerLetter = "dDwWsSpPQEabfnrtvx".indexOf(kind) >= 0 || !inClass && "bBAz".indexOf(kind) >= 0;
        if ((Character.isLetterOrDigit(kind) && !lowerLetter && kind != '0') || kind >= 0x80) {
            throw bad("invalid escape sequence", "\\" + kind);
        }
        if (kind == 'Q') {
            literalRun();
        } else if (kind == 'v') {
            add("\\x0b", 2);
        } else {
            add(source.substring(at, at + 2), 2);
        }
    }

    /** Everything up to {@code \E} stands for itself. */
    private void literalRun() {
        int end = source.indexOf("\\E", at);
        String run = source.substring(at + 2, end < 0 ? source.length() : end);
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                out.append('\\');
            }
            out.append(c);
        }
        at = end < 0 ? source.length() : end + 2;
    }

    private void group() {
        if (!source.startsWith("(?", at)) {
            add("(", 1);
        } else if (source.startsWith("(?P<", at)) {
            add("(?<", 4);
        } else {
            int end = at + 2;
            while (end < source.length() && "imsU-".indexOf(source.charAt(end)) >= 0) {
                end++;
            }
            if (end == source.length() || source.charAt(end) != ':' && source.charAt(end) != ')') {
                String shown = source.substring(at, Math.min(source.length(), at + 3));
                throw bad("invalid or unsupported Perl syntax", shown);
            }
            int off = source.indexOf('-', at);
            int m = source.indexOf('m', at);
            multiline |= m > 0 && m < end && (off < 0 || m < off);
            add(source.substring(at, end + 1).replace("U", ""), end + 1 - at);
        }
    }

    /** Whether a brace begins {@code {n}}, {@code {n,}} or {@code {n,m}}; else it stands for itself. */
    private boolean isCount() {
        int end = source.indexOf('}', at);
        String inside = end < 0 ? "" : source.substring(at + 1, end);
        boolean digits = !inside.isEmpty() && inside.charAt(0) != ',';
        boolean comma = false;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            digits &= c >= '0' && c <= '9' || c == ',' && !comma;
            comma |= c == ',';
        }
        return digits;
    }

    private void repetition(char c) {
        add(String.valueOf(c), 1);
        if (at < source.length() && source.charAt(at) == '+') {
            throw bad("invalid nested repetition operator", c + "+");
        }
    }

    /** In the platform's classes {@code [} nests and {@code &&} intersects; here both stand for themselves. */
    private void characterClass() {
        int start = at;
        add("[", 1);
        if (at < source.length() && source.charAt(at) == '^') {
            add("^", 1);
        }
        boolean first = true;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ']' && !first) {
                add("]", 1);
                return;
            }
            first = false;
            if (c == '\\') {
                escape(true);
            } else if (c == '[' && source.startsWith("[:", at) && source.indexOf(":]", at + 2) > 0) {
                posixClass();
            } else if (c == '[' || c == '&' || c == ']') {
                add("\\" + c, 1);
            } else {
                add(String.valueOf(c), 1);
            }
        }
        throw bad("missing closing ]", source.substring(start));
    }

    private void posixClass() {
        int end = source.indexOf(":]", at + 2) + 2;
        String name = source.substring(at + 2, end - 2);
        boolean negated = name.startsWith("^");
        String property = switch (negated ? name.substring(1) : name) {
            case "alnum" -> "Alnum";
            case "alpha" -> "Alpha";
            case "ascii" -> "ASCII";
            case "blank" -> "Blank";
            case "cntrl" -> "Cntrl";
            case "digit" -> "Digit";
            case "graph" -> "Graph";
            case "lower" -> "Lower";
            case "print" -> "Print";
            case "punct" -> "Punct";
            case "space" -> "Space";
            case "upper" -> "Upper";
            case "word" -> "w";
            case "xdigit" -> "XDigit";
            default -> throw bad("invalid character class range", source.substring(at, end));
        };
        String shorthand = negated ? "\\W" : "\\w";
        add("w".equals(property) ? shorthand : (negated ? "\\P{" : "\\p{") + property + "}", end - at);
    }

    private void add(String text, int read) {
        out.append(text);
        at += read;
    }

    private static FilterException bad(String reason, String what) {
        return new FilterException("error parsing regexp: " + reason + ": `" + what + "`");
    }
}
