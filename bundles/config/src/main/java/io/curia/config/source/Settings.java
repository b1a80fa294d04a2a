package io.curia.config.source;

import io.curia.config.schema.Trees;
import io.curia.api.model.GoDuration;
import io.curia.config.syntax.GoText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The merged tree, read by path and type. The decoder has checked the types; texts with a notation of their own
 * (durations) can still be wrong, which is collected and reported together. Loops, not lambdas: this is on the start path.
 */
public final class Settings {

    private static final long NANOS_PER_MS = 1_000_000L;

    private final Map<String, Object> tree;
    private final List<String> errors = new ArrayList<>();

    public Settings(Map<String, Object> tree) {
        this.tree = tree;
    }

    public Map<String, Object> tree() {
        return tree;
    }

    /** What was wrong with the values read so far. */
    public List<String> errors() {
        return errors;
    }

    public void error(String text) {
        errors.add(text);
    }

    public boolean has(String path) {
        return Trees.get(tree, path) != null;
    }

    /** The text, or "". */
    public String text(String path) {
        return Trees.get(tree, path) instanceof String text ? text : "";
    }

    public boolean flag(String path) {
        return flag(path, false);
    }

    public boolean flag(String path, boolean otherwise) {
        return Trees.get(tree, path) instanceof Boolean flag ? flag : otherwise;
    }

    public long number(String path) {
        return Trees.get(tree, path) instanceof Number n ? n.longValue() : 0;
    }

    /** A number that fits an int: larger ones are held at its bounds and reported. */
    public int integer(String path) {
        long value = number(path);
        if (value != (int) value) {
            error(path + ": value out of range: " + value);
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** A port: negative ones mean -1, none. */
    public int port(String path) {
        long value = number(path);
        if (value > 65535) {
            error(path + ": invalid port: " + value);
            return -1;
        }
        return (int) Math.max(-1, value);
    }

    public double real(String path) {
        return Trees.get(tree, path) instanceof Number n ? n.doubleValue() : 0;
    }

    /** A duration in milliseconds, 0 when not set; what is shorter than one but not zero counts as one. */
    public long millis(String path) {
        return has(path) ? millisOf(path, text(path)) : 0;
    }

    /** A duration that is not a value of the tree's own, under the name that errors are to use. */
    public long millisOf(String name, String text) {
        try {
            long nanos = GoDuration.parse(text);
            if (nanos < 0) {
                error(name + ": invalid duration: " + GoText.quote(text) + ": must not be negative");
                return 0;
            }
            return nanos > 0 && nanos < NANOS_PER_MS ? 1 : nanos / NANOS_PER_MS;
        } catch (IllegalArgumentException e) {
            error(name + ": invalid duration: " + GoText.quote(text) + ": " + e.getMessage());
            return 0;
        }
    }

    public List<String> texts(String path) {
        if (!(Trees.get(tree, path) instanceof List<?> list)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object element : list) {
            texts.add(String.valueOf(element));
        }
        return Collections.unmodifiableList(texts);
    }

    public Map<String, String> pairs(String path) {
        if (!(Trees.get(tree, path) instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            pairs.put(String.valueOf(e.getKey()), String.valueOf(e.getValue()));
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** The map at the path, or an empty one. */
    public Map<String, Object> map(String path) {
        if (!(Trees.get(tree, path) instanceof Map<?, ?> map)) {
            return Map.of();
        }
        return copy(map);
    }

    public List<Map<String, Object>> maps(String path) {
        if (!(Trees.get(tree, path) instanceof List<?> list)) {
            return List.of();
        }
        List<Map<String, Object>> maps = new ArrayList<>(list.size());
        for (Object element : list) {
            maps.add(copy((Map<?, ?>) element));
        }
        return maps;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            copy.put(String.valueOf(e.getKey()), e.getValue());
        }
        return copy;
    }
}
