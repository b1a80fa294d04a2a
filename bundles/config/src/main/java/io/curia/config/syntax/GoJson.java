package io.curia.config.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON with the error texts of Go's encoding/json. Works on bytes, as Go does, so that the named character is
 * the same one. Objects become ordered maps (a later duplicate wins), whole numbers {@link Long}, others {@link Double}.
 */
public final class GoJson {

    /** Deeper nesting is refused; it keeps the recursion within the stack of any thread. */
    private static final int MAX_DEPTH = 500;

    private final byte[] in;
    private int at;
    private int depth;

    private GoJson(byte[] in) {
        this.in = in;
    }

    /** The one object of the text; {@code null} at top level gives an empty map. */
    public static Map<String, Object> parseObject(String text) throws SyntaxException {
        Object value = parse(text);
        if (value == null) {
            return new LinkedHashMap<>();
        }
        if (value instanceof Map<?, ?>) {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) value;
            return map;
        }
        String kind = value instanceof List ? "array"
                : value instanceof String ? "string" : value instanceof Boolean ? "bool" : "number";
        throw new SyntaxException("json: cannot unmarshal " + kind + " into Go value of type map[string]interface {}");
    }

    /** Any one value. */
    public static Object parse(String text) throws SyntaxException {
        GoJson json = new GoJson(text.getBytes(StandardCharsets.UTF_8));
        json.skipSpace();
        Object value = json.value();
        json.skipSpace();
        if (json.at < json.in.length) {
            throw json.unexpected("after top-level value");
        }
        return value;
    }

    private Object value() throws SyntaxException {
        int c = peek();
        switch (c) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return literal("true", Boolean.TRUE);
            case 'f':
                return literal("false", Boolean.FALSE);
            case 'n':
                return literal("null", null);
            default:
                if (c == '-' || digit(c)) {
                    return number();
                }
                throw unexpected("looking for beginning of value");
        }
    }

    private Map<String, Object> object() throws SyntaxException {
        enter();
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            depth--;
            return map;
        }
        while (true) {
            if (peek() != '"') {
                throw unexpected("looking for beginning of object key string");
            }
            String key = string();
            skipSpace();
            if (peek() != ':') {
                throw unexpected("after object key");
            }
            at++;
            skipSpace();
            map.put(key, value());
            skipSpace();
            int c = peek();
            if (c == '}') {
                at++;
                depth--;
                return map;
            }
            if (c != ',') {
                throw unexpected("after object key:value pair");
            }
            at++;
            skipSpace();
        }
    }

    private List<Object> array() throws SyntaxException {
        enter();
        List<Object> list = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            depth--;
            return list;
        }
        while (true) {
            list.add(value());
            skipSpace();
            int c = peek();
            if (c == ']') {
                at++;
                depth--;
                return list;
            }
            if (c != ',') {
                throw unexpected("after array element");
            }
            at++;
            skipSpace();
        }
    }

    private void enter() throws SyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException("exceeded max depth");
        }
    }

    private Object literal(String word, Object value) throws SyntaxException {
        at++;
        for (int i = 1; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
        return value;
    }

    private Object number() throws SyntaxException {
        int start = at;
        boolean whole = true;
        if (peek() == '-') {
            at++;
            if (!digit(peek())) {
                throw unexpected("in numeric literal");
            }
        }
        if (in[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < in.length && in[at] == '.') {
            whole = false;
            at++;
            if (!digit(peek())) {
                throw unexpected("after decimal point in numeric literal");
            }
            digits();
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            whole = false;
            at++;
            int sign = peek();
            if (sign == '+' || sign == '-') {
                at++;
            }
            if (!digit(peek())) {
                throw unexpected("in exponent of numeric literal");
            }
            digits();
        }
        String text = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
        if (whole && text.length() < 19) {
            return Long.parseLong(text);
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new SyntaxException("json: cannot unmarshal number " + text + " into Go value of type float64");
        }
        return value;
    }

    private void digits() {
        while (at < in.length && digit(in[at])) {
            at++;
        }
    }

    private String string() throws SyntaxException {
        int start = ++at;
        while (at < in.length && in[at] != '"' && in[at] != '\\' && (in[at] & 0xff) >= ' ') {
            at++;
        }
        if (peek() == '"') {
            return new String(in, start, at++ - start, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder();
        while (true) {
            out.append(new String(in, start, at - start, StandardCharsets.UTF_8));
            int c = peek();
            if (c == '"') {
                at++;
                return loneSurrogatesReplaced(out);
            }
            if (c != '\\') {
                throw unexpected("in string literal");
            }
            at++;
            escape(out);
            start = at;
            while (at < in.length && in[at] != '"' && in[at] != '\\' && (in[at] & 0xff) >= ' ') {
                at++;
            }
        }
    }

    private void escape(StringBuilder out) throws SyntaxException {
        int c = peek();
        switch (c) {
            case '"', '\\', '/' -> out.append((char) c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    at++;
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw unexpected("in \\u hexadecimal character escape");
                    }
                    code = code * 16 + digit;
                }
                out.append((char) code);
            }
            default -> throw unexpected("in string escape code");
        }
        at++;
    }

    private static String loneSurrogatesReplaced(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\ufffd');
            }
        }
        return text.toString();
    }

    private void skipSpace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\t' || in[at] == '\r')) {
            at++;
        }
    }

    private int peek() throws SyntaxException {
        if (at >= in.length) {
            throw new SyntaxException("unexpected end of JSON input");
        }
        return in[at] & 0xff;
    }

    private SyntaxException unexpected(String context) {
        return new SyntaxException("invalid character " + GoText.quoteChar(in[at] & 0xff) + " " + context);
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
