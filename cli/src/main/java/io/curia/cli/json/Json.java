package io.curia.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, texts, numbers and booleans; objects keep the order of their members. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {
    }

    /** @throws IOException if the text is no JSON; the message is Go's */
    public static Object parse(byte[] data) throws IOException {
        try (JsonParser parser = FACTORY.createParser(data)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IOException("unexpected end of JSON input");
            }
            Object value = value(parser, token);
            if (parser.nextToken() != null) {
                throw new IOException(GoSyntax.explain(data));
            }
            return value;
        } catch (JsonParseException e) {
            throw new IOException(GoSyntax.explain(data));
        }
    }

    /** The list, or an empty one for {@code null}. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(Object value) throws IOException {
        if (value == null) {
            return new ArrayList<>();
        }
        if (value instanceof List) {
            return (List<Object>) value;
        }
        throw new IOException("unexpected JSON in the answer: an array was expected");
    }

    /** The object, or an empty one for {@code null}. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) throws IOException {
        if (value == null) {
            return new LinkedHashMap<>();
        }
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new IOException("unexpected JSON in the answer: an object was expected");
    }

    /** A member as text: empty if absent or null. */
    public static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    /** A member as a number: 0 if absent or no number. */
    public static long number(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value instanceof Number ? ((Number) value).longValue() : 0;
    }

    /** Whether a member is true. */
    public static boolean flag(Map<String, Object> object, String name) {
        return Boolean.TRUE.equals(object.get(name));
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT:
                return object(parser);
            case START_ARRAY:
                return array(parser);
            case VALUE_STRING:
                return parser.getText();
            case VALUE_TRUE:
                return Boolean.TRUE;
            case VALUE_FALSE:
                return Boolean.FALSE;
            case VALUE_NULL:
                return null;
            default:
                return parser.getNumberValue();
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            array.add(value(parser, token));
            token = parser.nextToken();
        }
        return array;
    }
}
