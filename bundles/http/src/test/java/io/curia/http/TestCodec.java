package io.curia.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.agent.Codec;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small stand-in for the core's codec: compact, or "pretty" with a line end only. */
public final class TestCodec implements Codec {
    @Override
    public byte[] json(Object value, boolean pretty) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.append(pretty ? "\n" : "").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void json(Object value, boolean pretty, OutputStream out) throws IOException {
        out.write(json(value, pretty));
    }

    private static String name(RecordComponent part) {
        Wire wire = part.getAnnotation(Wire.class);
        String own = part.getName();
        return wire != null && !wire.value().isEmpty() ? wire.value()
                : Character.toUpperCase(own.charAt(0)) + own.substring(1);
    }

    private static boolean empty(Object value) {
        return value == null || "".equals(value) || Boolean.FALSE.equals(value)
                || value instanceof Number number && number.doubleValue() == 0
                || value instanceof List<?> list && list.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static void write(StringBuilder out, Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else if (value instanceof byte[] bytes) {
            out.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(out, list.get(i));
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            object(out, new TreeMap<>(map));
        } else if (value instanceof Record record) {
            object(out, fields(record));
        } else {
            out.append('"').append(value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append('"');
        }
    }

    private static Map<String, Object> fields(Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            for (RecordComponent part : record.getClass().getRecordComponents()) {
                part.getAccessor().setAccessible(true);
                Object value = part.getAccessor().invoke(record);
                Wire wire = part.getAnnotation(Wire.class);
                if (wire == null || !wire.omitEmpty() || !empty(value)) {
                    fields.put(name(part), value);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return fields;
    }

    private static void object(StringBuilder out, Map<?, ?> fields) {
        out.append('{');
        String comma = "";
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            out.append(comma).append('"').append(field.getKey()).append("\":");
            write(out, field.getValue());
            comma = ",";
        }
        out.append('}');
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T parse(byte[] json, Type type, boolean strict) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw CuriaException.badRequest("EOF");
            }
            return (T) bind(read(parser), type, strict);
        } catch (JsonProcessingException e) {
            throw CuriaException.badRequest("invalid character '" + (char) json[0] + "' looking for beginning of value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                return list;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_TRUE -> {
                return true;
            }
            case VALUE_FALSE -> {
                return false;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private static Object bind(Object value, Type type, boolean strict) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class && value != null) {
            return ((List<?>) value).stream().map(one -> bind(one, generic.getActualTypeArguments()[0], strict)).toList();
        }
        if (type instanceof Class<?> wanted && wanted.isRecord() && value instanceof Map<?, ?> map) {
            return record(wanted, map, strict);
        }
        if (type == byte[].class) {
            return value == null ? null : Base64.getDecoder().decode((String) value);
        }
        if (type == int.class) {
            return value == null ? 0 : ((Number) value).intValue();
        }
        if (type == long.class) {
            return value == null ? 0L : ((Number) value).longValue();
        }
        if (type == double.class) {
            return value == null ? 0.0 : ((Number) value).doubleValue();
        }
        if (type == boolean.class) {
            return value != null && (Boolean) value;
        }
        if (type == String.class) {
            return value == null ? "" : value;
        }
        return value;
    }

    private static Object record(Class<?> type, Map<?, ?> given, boolean strict) {
        RecordComponent[] parts = type.getRecordComponents();
        Object[] values = new Object[parts.length];
        Class<?>[] types = new Class<?>[parts.length];
        Map<String, Object> left = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.forEach((name, value) -> left.put((String) name, value));
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = bind(left.remove(name(parts[i])), parts[i].getGenericType(), strict);
        }
        if (strict && !left.isEmpty()) {
            throw CuriaException.badRequest("json: unknown field \"" + left.keySet().iterator().next() + "\"");
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
