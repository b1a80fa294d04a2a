package io.curia.config.syntax;

import io.curia.config.syntax.HclLexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HCL version 1, as Consul's configuration files use it. Every object, be it a block or a value, becomes
 * {@link HclBlocks}, since HCL does not tell one block from a list of blocks; a label is one more level of nesting.
 * Repeated keys: blocks and lists are joined, of anything else the last one counts. A text that starts with a brace is
 * read as JSON.
 */
public final class Hcl {

    /** Deeper nesting is refused; it keeps the recursion within the stack of any thread. */
    private static final int MAX_DEPTH = 250;

    private final HclLexer lexer;
    private int depth;

    private Hcl(String text) {
        this.lexer = new HclLexer(text);
    }

    public static Map<String, Object> parse(String text) throws SyntaxException {
        if (text.stripLeading().startsWith("{")) {
            return GoJson.parseObject(text);
        }
        Hcl hcl = new Hcl(text);
        hcl.lexer.next();
        return hcl.body(Token.EOF);
    }

    private Map<String, Object> body(Token end) throws SyntaxException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (lexer.token != end) {
            switch (lexer.token) {
                case IDENT, STRING -> item(map);
                case EOF -> throw lexer.error("object expected closing RBRACE got: EOF");
                default -> throw lexer.error("expected: IDENT | STRING got: " + lexer.token);
            }
            if (lexer.token == Token.COMMA) {
                lexer.next();
            }
        }
        return map;
    }

    private void item(Map<String, Object> map) throws SyntaxException {
        List<String> keys = new ArrayList<>(2);
        while (lexer.token == Token.IDENT || lexer.token == Token.STRING) {
            keys.add(lexer.text);
            lexer.next();
        }
        if (lexer.token == Token.ASSIGN) {
            if (keys.size() > 1) {
                throw lexer.error("nested object expected: LBRACE got: ASSIGN");
            }
            lexer.next();
            add(map, keys.get(0), value());
            return;
        }
        if (lexer.token != Token.LBRACE) {
            throw lexer.error("key '" + String.join(" ", keys) + "' expected start of object ('{') or assignment ('=')");
        }
        if (keys.size() > MAX_DEPTH) {
            throw lexer.error("exceeded max depth");
        }
        HclBlocks value = object();
        for (int i = keys.size() - 1; i > 0; i--) {
            Map<String, Object> labelled = new LinkedHashMap<>();
            labelled.put(keys.get(i), value);
            value = new HclBlocks(labelled);
        }
        add(map, keys.get(0), value);
    }

    private static void add(Map<String, Object> map, String key, Object value) {
        if (value instanceof List<?> more && map.get(key) instanceof List<?>) {
            @SuppressWarnings("unchecked")
            List<Object> list = (List<Object>) map.get(key);
            list.addAll(more);
        } else {
            map.put(key, value);
        }
    }

    private HclBlocks object() throws SyntaxException {
        enter();
        lexer.next();
        Map<String, Object> map = body(Token.RBRACE);
        lexer.next();
        depth--;
        return new HclBlocks(map);
    }

    private Object value() throws SyntaxException {
        String text = lexer.text;
        Object value;
        switch (lexer.token) {
            case STRING -> value = text;
            case BOOL -> value = text.equals("true");
            case NUMBER -> value = whole(text);
            case FLOAT -> value = fractional(text);
            case LBRACE -> {
                return object();
            }
            case LBRACK -> {
                return list();
            }
            default -> throw lexer.error("Unknown token: " + lexer.position() + " " + lexer.token + " " + text);
        }
        lexer.next();
        return value;
    }

    private List<Object> list() throws SyntaxException {
        enter();
        lexer.next();
        List<Object> list = new ArrayList<>();
        while (lexer.token != Token.RBRACK) {
            Object value = value();
            if (value instanceof HclBlocks blocks) {
                list.addAll(blocks);
            } else {
                list.add(value);
            }
            if (lexer.token == Token.COMMA) {
                lexer.next();
            } else if (lexer.token != Token.RBRACK) {
                throw lexer.error("error parsing list, expected comma or list end, got: " + lexer.token);
            }
        }
        lexer.next();
        depth--;
        return list;
    }

    private void enter() throws SyntaxException {
        if (++depth > MAX_DEPTH) {
            throw lexer.error("exceeded max depth");
        }
    }

    private Object whole(String text) throws SyntaxException {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        int base = 10;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            base = 16;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            base = 8;
        }
        try {
            return Long.parseLong(negative ? "-" + digits : digits, base);
        } catch (NumberFormatException notWhole) {
            throw lexer.error("invalid number " + GoText.quote(text));
        }
    }

    private Object fractional(String text) throws SyntaxException {
        try {
            double value = Double.parseDouble(text);
            if (!Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException notNumber) {
            throw lexer.error("invalid number " + GoText.quote(text));
        }
        throw lexer.error("number out of range " + GoText.quote(text));
    }
}
