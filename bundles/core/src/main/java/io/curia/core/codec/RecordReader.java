package io.curia.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.model.GoDuration;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads records, maps, lists and plain values from a Jackson parser. Names match in any mix of cases; null leaves a
 * component at its zero. The parser stands on the value's first token.
 */
final class RecordReader {
    /** The input does not fit the type; the message is Go's. */
    static final class MismatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MismatchException(String message) {
            super(message, null, false, false);
        }
    }

    private static final int MAX_DEPTH = 64;
    private final boolean strict;
    private final boolean unsigned;

    /**
     * @param strict refuse fields that the record does not have
     * @param unsigned refuse negative numbers where Go has an unsigned type, which are all long components
     */
    RecordReader(boolean strict, boolean unsigned) {
        this.strict = strict;
        this.unsigned = unsigned;
    }

    Object read(Type type, JsonParser in) throws IOException {
        return element(type, in, "", 0);
    }

    /** A value that has no place for nothing: null is a record with nothing in it, as Go reads it. */
    private Object element(Type type, JsonParser in, String path, int depth) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL && rawClass(type).isRecord() && unsigned) {
            RecordShape shape = RecordShape.of(rawClass(type));
            return shape.construct(shape.defaults());
        }
        return read(type, in, path, depth);
    }

    private Object read(Type type, JsonParser in, String path, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new MismatchException("exceeded max depth");
        }
        Class<?> raw = rawClass(type);
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return raw == Double.class ? (Object) 0.0 : RecordShape.zero(raw);
        }
        if (raw == String.class) {
            if (token != JsonToken.VALUE_STRING) {
                throw mismatch(in, path, "string");
            }
            return in.getText();
        }
        if (raw == long.class || raw == int.class || raw == Long.class || raw == Integer.class) {
            return readNumber(raw, in, path);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw mismatch(in, path, "bool");
            }
            return token == JsonToken.VALUE_TRUE;
        }
        if (raw == double.class || raw == Double.class) {
            if (!token.isNumeric()) {
                throw mismatch(in, path, "float64");
            }
            return in.getDoubleValue();
        }
        if (raw == byte[].class) {
            return readBytes(in, path);
        }
        if (raw.isRecord()) {
            return readRecord(raw, in, path, depth);
        }
        if (raw.isEnum()) {
            return readEnum(raw, in, path);
        }
        return readContainer(type, raw, in, path, depth);
    }

    private Object readContainer(Type type, Class<?> raw, JsonParser in, String path, int depth) throws IOException {
        if (raw == List.class) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                throw mismatch(in, path, "[]" + goName(argument(type, 0)));
            }
            List<Object> list = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(element(argument(type, 0), in, path, depth + 1));
            }
            return list;
        }
        if (raw == Map.class) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw mismatch(in, path, "map[string]" + goName(argument(type, 1)));
            }
            Map<String, Object> map = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String key = in.currentName();
                in.nextToken();
                map.put(key, read(argument(type, 1), in, path, depth + 1));
            }
            return map;
        }
        return readAny(in, path, depth);
    }

    private Object readAny(JsonParser in, String path, int depth) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> readContainer(ANY_MAP, Map.class, in, path, depth + 1);
            case START_ARRAY -> readContainer(ANY_LIST, List.class, in, path, depth + 1);
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? (Object) in.getDoubleValue() : (Object) in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
            default -> null;
        };
    }

    private Object readNumber(Class<?> raw, JsonParser in, String path) throws IOException {
        boolean small = raw == int.class || raw == Integer.class;
        if (!in.currentToken().isNumeric()) {
            throw mismatch(in, path, small ? "int" : "uint64");
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            throw new MismatchException("json: cannot unmarshal number " + in.getText() + " into Go struct field "
                    + path + " of type " + (small ? "int" : "uint64"));
        }
        if (!small && in.getNumberType() == JsonParser.NumberType.BIG_INTEGER && in.getBigIntegerValue().bitLength() <= 64) {
            return in.getBigIntegerValue().longValue();
        }
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || small && in.getLongValue() != (int) in.getLongValue()) {
            throw new MismatchException("json: cannot unmarshal number " + in.getText() + " into Go struct field "
                    + path + " of type " + (small ? "int" : "uint64"));
        }
        if (small) {
            return (int) in.getLongValue();
        }
        if (unsigned && raw == long.class && in.getLongValue() < 0) {
            throw new MismatchException("json: cannot unmarshal number " + in.getText() + " into Go struct field "
                    + path + " of type uint64");
        }
        return in.getLongValue();
    }

    private static byte[] readBytes(JsonParser in, String path) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                || in instanceof MsgpackParser && in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getBinaryValue();
        }
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch(in, path, "[]uint8");
        }
        try {
            return Base64.getDecoder().decode(in.getText());
        } catch (IllegalArgumentException e) {
            throw new MismatchException("illegal base64 data at input byte " + firstBad(in.getText()));
        }
    }

    private static int firstBad(String base64) {
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            boolean good = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
            if (!good) {
                return i;
            }
        }
        return base64.length();
    }

    private static Object readEnum(Class<?> raw, JsonParser in, String path) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            for (Object constant : raw.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(in.getText())) {
                    return constant;
                }
            }
        }
        throw mismatch(in, path, raw.getSimpleName());
    }

    private Object readRecord(Class<?> raw, JsonParser in, String path, int depth) throws IOException {
        RecordShape shape = RecordShape.of(raw);
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw mismatch(in, path, "structs." + shape.typeName);
        }
        Object[] values = shape.defaults();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            RecordShape.Field field = shape.field(name);
            in.nextToken();
            if (field == null) {
                if (strict) {
                    throw new MismatchException("json: unknown field \"" + name + "\"");
                }
                in.skipChildren();
            } else if (field.duration) {
                long duration = readDuration(in);
                if (name.equalsIgnoreCase(field.name) || values[field.position].equals(0L)) {
                    values[field.position] = duration;
                }
            } else {
                // Go names the innermost type, and the fields from the outermost on.
                String outer = path.isEmpty() ? "" : path.substring(path.indexOf('.'));
                values[field.position] =
                        read(field.type, in, shape.typeName + outer + "." + field.name, depth + 1);
            }
        }
        return shape.construct(values);
    }

    private static long readDuration(JsonParser in) throws IOException {
        switch (in.currentToken()) {
            case VALUE_STRING -> {
                if (in.getText().isEmpty()) {
                    return 0;
                }
                try {
                    return GoDuration.parse(in.getText());
                } catch (IllegalArgumentException e) {
                    throw new MismatchException(e.getMessage());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return in.getValueAsLong();
            }
            case VALUE_NULL -> {
                return 0;
            }
            default -> throw new MismatchException("time: invalid duration");
        }
    }

    private static MismatchException mismatch(JsonParser in, String path, String goType) {
        String found = switch (in.currentToken()) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_TRUE, VALUE_FALSE -> "bool";
            default -> "number";
        };
        return new MismatchException("json: cannot unmarshal " + found + " into Go "
                + (path.isEmpty() ? "value" : "struct field " + path) + " of type " + goType);
    }

    private static String goName(Type type) {
        Class<?> raw = rawClass(type);
        if (raw == String.class) {
            return "string";
        }
        return raw.isRecord() ? "structs." + raw.getSimpleName() : "interface {}";
    }

    private static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : Object.class;
    }

    private static Type argument(Type type, int number) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[number] : Object.class;
    }

    private static final Type ANY_MAP = Map.class;
    private static final Type ANY_LIST = List.class;
}
