package io.curia.http.text;

/** Paths as Go's request multiplexer treats them. */
public final class Paths {
    private Paths() { }

    /** The same path without empty, {@code .} and {@code ..} segments; the very same object when there are none. */
    public static String clean(String path) {
        if (isClean(path)) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        int end = path.length();
        while (at < end) {
            while (at < end && path.charAt(at) == '/') {
                at++;
            }
            int from = at;
            while (at < end && path.charAt(at) != '/') {
                at++;
            }
            String segment = path.substring(from, at);
            if (segment.equals("..")) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                out.append('/').append(segment);
            }
        }
        if (out.isEmpty() || end > 0 && path.charAt(end - 1) == '/') {
            out.append('/');
        }
        return out.toString();
    }

    private static boolean isClean(String path) {
        int end = path.length();
        if (end == 0 || path.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < end; i++) {
            if (path.charAt(i - 1) == '/') {
                char c = path.charAt(i);
                if (c == '/') {
                    return false;
                }
                if (c == '.' && (i + 1 == end || path.charAt(i + 1) == '/'
                        || path.charAt(i + 1) == '.' && (i + 2 == end || path.charAt(i + 2) == '/'))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether every character can be printed: letters, marks, numbers, punctuation, symbols and the space. */
    public static boolean printable(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                return false;
            }
            if (c > 0x7f) {
                int rune = path.codePointAt(i);
                if (!printable(rune)) {
                    return false;
                }
                i += Character.charCount(rune) - 1;
            }
        }
        return true;
    }

    private static boolean printable(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
