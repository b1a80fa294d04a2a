package io.curia.core.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.curia.api.agent.Codec;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Just enough of a codec for tests; its texts for broken JSON are not those of the real one. */
public final class TestCodec implements Codec {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public byte[] json(Object value, boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void json(Object value, boolean pretty, OutputStream out) throws IOException {
        out.write(json(value, pretty));
    }

    private static String name(RecordComponent component) {
        Wire wire = component.getAnnotation(Wire.class);
        String name = component.getName();
        return wire != null && !wire.value().isEmpty() ? wire.value()
                : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static void write(JsonGenerator out, Object value) throws IOException, ReflectiveOperationException {
        if (value instanceof Record) {
            out.writeStartObject();
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                out.writeFieldName(name(component));
                write(out, component.getAccessor().invoke(value));
            }
            out.writeEndObject();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof byte[] bytes) {
            out.writeString(Base64.getEncoder().encodeToString(bytes));
        } else {
            out.writePOJO(value);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T parse(byte[] json, Type type, boolean strict) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw CuriaException.badRequest("EOF");
            }
            return (T) as(value(parser, first), type);
        } catch (IOException e) {
            throw CuriaException.badRequest("broken JSON");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    map.put(name, value(parser, parser.nextToken()));
                }
                return map;
            case START_ARRAY:
                List<Object> list = new ArrayList<>();
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    list.add(value(parser, t));
                }
                return list;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                return parser.getDoubleValue();
            case VALUE_NULL:
                return null;
            default:
                return token == JsonToken.VALUE_TRUE;
        }
    }

    private static Object as(Object value, Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic(value, generic);
        }
        Class<?> target = (Class<?>) type;
        if (target.isRecord() && value instanceof Map<?, ?> map) {
            RecordComponent[] components = target.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] arguments = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                arguments[i] = as(map.get(name(components[i])), components[i].getGenericType());
            }
            var constructor = target.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        }
        if (target == int.class) {
            return value == null ? 0 : ((Number) value).intValue();
        }
        if (target == long.class) {
            return value == null ? 0L : ((Number) value).longValue();
        }
        if (target == boolean.class) {
            return Boolean.TRUE.equals(value);
        }
        return value;
    }

    private static Object generic(Object value, ParameterizedType type) throws ReflectiveOperationException {
        Type[] arguments = type.getActualTypeArguments();
        if (value instanceof List<?> list) {
            List<Object> result = new ArrayList<>();
            for (Object element : list) {
                result.add(as(element, arguments[0]));
            }
            return result;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> result = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                result.put(entry.getKey(), as(entry.getValue(), arguments[1]));
            }
            return result;
        }
        return value;
    }

    /** The text of a value. */
    public String text(Object value) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            json(value, false, out);
            return out.toString(java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
