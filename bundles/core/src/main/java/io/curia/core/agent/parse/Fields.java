package io.curia.core.agent.parse;

import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A decoded JSON object, read by field name as Go's decoder would: any mix of cases, wrong types and unknown names are
 * errors. The first problem is kept and reported by {@link #check()}; until then reads answer zero values.
 */
final class Fields {
    private final String struct;
    private final String path;
    private final Map<String, Object> values;
    private final Fields root;
    private String problem;

    private Fields(String struct, String path, Map<String, Object> values, Fields root) {
        this.struct = struct;
        this.path = path;
        this.values = values;
        this.root = root == null ? this : root;
    }

    /**
     * Canonicalises the names of an object.
     *
     * @param names canonical name by lower-case spelling
     */
    static Fields of(Map<?, ?> object, Map<String, String> names) {
        Fields fields = new Fields("", "", new LinkedHashMap<>(), null);
        fields.take(object, names);
        return fields;
    }

    private void take(Map<?, ?> object, Map<String, String> names) {
        object.forEach((key, value) -> {
            String name = names.get(key.toString().toLowerCase(Locale.ROOT));
            if (name == null) {
                fail("json: unknown field \"" + key + "\"");
            } else if (value != null) {
                values.put(name, value);
            }
        });
    }

    /** The canonical names of what is there, in the document's order. */
    java.util.Set<String> names() {
        return values.keySet();
    }

    /** Hands a problem on to another object of the same document. */
    void relay(Fields other) {
        if (root.problem != null) {
            other.fail(root.problem);
        }
    }

    /** The value as decoded, or null. */
    Object raw(String name) {
        return values.get(name);
    }

    String text(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return value == null ? "" : (String) value;
        }
        mismatch(value, name, "string");
        return "";
    }

    boolean flag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        mismatch(value, name, "bool");
        return false;
    }

    int number(String name) {
        Object value = values.get(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue() && !(value instanceof Double)) {
            return number.intValue();
        }
        if (value instanceof Number) {
            fail("json: cannot unmarshal number " + value + " into Go struct field " + struct + "." + path + name
                    + " of type int");
        } else {
            mismatch(value, name, "int");
        }
        return 0;
    }

    List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            mismatch(value, name, "[]string");
            return null;
        }
        List<String> result = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof String text) {
                result.add(text);
            } else if (element == null) {
                result.add("");
            } else {
                mismatch(element, name, "string");
            }
        }
        return List.copyOf(result);
    }

    Map<String, String> textMap(String name) {
        Map<?, ?> map = map(name, "map[string]string");
        if (map == null) {
            return null;
        }
        Map<String, String> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value instanceof String text) {
                result.put(key.toString(), text);
            } else if (value == null) {
                result.put(key.toString(), "");
            } else {
                mismatch(value, name, "string");
            }
        });
        return result;
    }

    Map<String, List<String>> multimap(String name) {
        Map<?, ?> map = map(name, "map[string][]string");
        if (map == null) {
            return null;
        }
        Map<String, List<String>> result = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                result.put(key.toString(), list.stream().map(String.class::cast).toList());
            } else if (value != null) {
                mismatch(value, name, "[]string");
            }
        });
        return result;
    }

    /** A free-form object. */
    @SuppressWarnings("unchecked")
    Map<String, Object> object(String name) {
        return (Map<String, Object>) map(name, "map[string]interface {}");
    }

    /** A nested struct, or null. */
    Fields nested(String name, String type, Map<String, String> names) {
        Map<?, ?> map = map(name, "structs." + type);
        return map == null ? null : nest(map, name, type, names);
    }

    /** A list of nested structs, or null. */
    List<Fields> nestedList(String name, String type, Map<String, String> names) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            mismatch(value, name, "[]structs." + type);
            return null;
        }
        List<Fields> result = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof Map<?, ?> map) {
                result.add(nest(map, name, type, names));
            } else if (element != null) {
                mismatch(element, name, "structs." + type);
            }
        }
        return result;
    }

    private Fields nest(Map<?, ?> map, String name, String type, Map<String, String> names) {
        Fields nested = new Fields(type, path + name + ".", new LinkedHashMap<>(), root);
        nested.take(map, names);
        return nested;
    }

    private Map<?, ?> map(String name, String type) {
        Object value = values.get(name);
        if (value == null || value instanceof Map) {
            return (Map<?, ?>) value;
        }
        mismatch(value, name, type);
        return null;
    }

    private void mismatch(Object value, String name, String type) {
        fail("json: cannot unmarshal " + jsonKind(value) + " into Go struct field " + struct + "." + path + name
                + " of type " + type);
    }

    static String jsonKind(Object value) {
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        return value instanceof Number ? "number" : value instanceof List ? "array" : "object";
    }

    void fail(String message) {
        if (root.problem == null) {
            root.problem = message;
        }
    }

    /** Nanoseconds from Go text or a number; anything else is nothing, as in Go's decoder. */
    long duration(String name) {
        Object value = values.get(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (!(value instanceof String text)) {
            return 0;
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            fail(e.getMessage());
            return 0;
        }
    }

    /** Refuses when there was a problem anywhere in the document. */
    void check() {
        if (root.problem != null) {
            throw CuriaException.badRequest("Request decode failed: " + root.problem);
        }
    }
}
