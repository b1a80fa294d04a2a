package io.curia.config.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nested maps addressed by dotted paths, and how a later one is laid over an earlier one. */
public final class Trees {

    private Trees() {
    }

    /** The value at the path, or null. */
    public static Object get(Map<String, Object> tree, String path) {
        Map<?, ?> at = tree;
        for (int start = 0;;) {
            int end = path.indexOf('.', start);
            if (end < 0) {
                return at.get(path.substring(start));
            }
            if (!(at.get(path.substring(start, end)) instanceof Map<?, ?> inner)) {
                return null;
            }
            at = inner;
            start = end + 1;
        }
    }

    public static void put(Map<String, Object> tree, String path, Object value) {
        parent(tree, path).put(path.substring(path.lastIndexOf('.') + 1), value);
    }

    public static void putIfAbsent(Map<String, Object> tree, String path, Object value) {
        if (get(tree, path) == null) {
            put(tree, path, value);
        }
    }

    public static Object remove(Map<String, Object> tree, String path) {
        return parent(tree, path).remove(path.substring(path.lastIndexOf('.') + 1));
    }

    private static Map<String, Object> parent(Map<String, Object> tree, String path) {
        Map<String, Object> at = tree;
        for (int start = 0;;) {
            int end = path.indexOf('.', start);
            if (end < 0) {
                return at;
            }
            at = block(at, path.substring(start, end));
            start = end + 1;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> block(Map<String, Object> at, String name) {
        Object block = at.get(name);
        if (block == null) {
            block = new LinkedHashMap<String, Object>();
            at.put(name, block);
        }
        return (Map<String, Object>) block;
    }

    /** Lays {@code over} on {@code base}, which is changed: maps key by key, lists appended, anything else replaced. */
    @SuppressWarnings("unchecked")
    public static void merge(Map<String, Object> base, Map<String, Object> over) {
        for (Map.Entry<String, Object> e : over.entrySet()) {
            Object old = base.get(e.getKey());
            Object value = e.getValue();
            if (value instanceof Map<?, ?>) {
                Map<String, Object> target = old instanceof Map<?, ?>
                        ? (Map<String, Object>) old : new LinkedHashMap<>();
                merge(target, (Map<String, Object>) value);
                base.put(e.getKey(), target);
            } else if (value instanceof List<?> more) {
                List<Object> joined = old instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
                joined.addAll(more);
                base.put(e.getKey(), joined);
            } else {
                base.put(e.getKey(), value);
            }
        }
    }

    /** A deep copy that nobody can change. */
    public static Object frozen(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                copy.put(e.getKey(), frozen(e.getValue()));
            }
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(frozen(element));
            }
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
