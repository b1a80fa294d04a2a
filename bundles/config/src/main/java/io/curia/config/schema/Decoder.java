package io.curia.config.schema;

import io.curia.config.syntax.GoText;
import io.curia.config.syntax.HclBlocks;
import io.curia.config.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds one parsed source against the key table: types are strict, unknown keys are errors, all of them are reported at
 * once. The result has the table's spelling of keys; nulls, and keys without effect, are left out. For one source.
 */
public final class Decoder {

    private final KeyTable table;
    private final boolean json;
    private final Map<String, String> pluginCheckKeys;
    private final List<String> warnings;
    private final List<String> typeErrors = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /**
     * @param json numbers are called float64 in errors, as they are in JSON
     * @param pluginCheckKeys fields that check types claim, by their HTTP name; accepted as {@code TheName}, {@code thename}
     *     or {@code the_name}
     * @param warnings gets a line for each accepted key without effect
     */
    public Decoder(KeyTable table, boolean json, Set<String> pluginCheckKeys, List<String> warnings) {
        this.table = table;
        this.json = json;
        this.warnings = warnings;
        this.pluginCheckKeys = new LinkedHashMap<>();
        for (String key : pluginCheckKeys) {
            this.pluginCheckKeys.put(joined(key), key);
        }
    }

    public Map<String, Object> decode(Map<String, Object> raw) throws SyntaxException {
        Map<String, Object> tree = block(table.root(), raw, "");
        if (!typeErrors.isEmpty()) {
            Collections.sort(typeErrors);
            StringBuilder text = new StringBuilder().append(typeErrors.size()).append(" error(s) decoding:\n");
            for (String error : typeErrors) {
                text.append("\n* ").append(error);
            }
            throw new SyntaxException(text.toString());
        }
        if (!unknown.isEmpty()) {
            throw new SyntaxException(Errors.list(unknown));
        }
        return tree;
    }

    private Map<String, Object> block(Key key, Map<?, ?> raw, String path) {
        Map<String, Object> tree = new LinkedHashMap<>();
        List<String> unknownHere = new ArrayList<>();
        for (Map.Entry<?, ?> e : raw.entrySet()) {
            String name = String.valueOf(e.getKey());
            Key child = key.child(name.toLowerCase(Locale.ROOT));
            if (child == null) {
                String pluginKey = key.check ? pluginCheckKeys.get(joined(name)) : null;
                if (pluginKey == null || builtIn(key, pluginKey)) {
                    unknownHere.add("invalid config key " + join(path, name));
                } else if (e.getValue() != null) {
                    tree.put(pluginKey, free(e.getValue()));
                }
                continue;
            }
            String childPath = join(path, child.name);
            if (child.dead) {
                warnings.add("config key " + GoText.quote(childPath) + " is deprecated and should be removed");
            }
            Object value = e.getValue() == null ? null : convert(child, e.getValue(), childPath);
            if (value == null || child.dead) {
                continue;
            }
            if (child.enterprise) {
                warnings.add(GoText.quote(childPath) + " is a Consul Enterprise configuration and will have no effect");
            } else {
                tree.put(child.name, value);
            }
        }
        unknown.addAll(unknownHere);
        return tree;
    }

    /** A field the table knows under another spelling: plug-ins do not widen what files accept for it. */
    private static boolean builtIn(Key check, String apiName) {
        for (Key child : check.children.values()) {
            if (child.apiName.equals(apiName)) {
                return true;
            }
        }
        return false;
    }

    private Object convert(Key key, Object given, String path) {
        switch (key.type) {
            case STRINGS:
                return strings(given, path);
            case BLOCKS:
                return blocks(key, given, path);
            case FREES:
                return maps(given, path);
            default:
                break;
        }
        Object value = given;
        if (given instanceof List<?> list && !(key.type == Key.Type.FREE && given instanceof HclBlocks)) {
            // Writers of HCL put lists around single values; so does HCL's own parser.
            if (list.isEmpty() || list.size() == 1 && list.get(0) == null) {
                return null;
            }
            value = list.size() == 1 ? list.get(0) : joinedMaps(key, given);
        }
        return switch (key.type) {
            case BOOL -> value instanceof Boolean ? value : mismatch(key, value, path);
            case STRING, DURATION -> value instanceof String ? value : mismatch(key, value, path);
            case INT -> value instanceof Number n ? (Object) n.longValue() : mismatch(key, value, path);
            case UINT -> value instanceof Number n ? unsigned(key, n, path) : mismatch(key, value, path);
            case FLOAT -> value instanceof Number n ? (Object) n.doubleValue() : mismatch(key, value, path);
            case FREE -> value instanceof HclBlocks || value instanceof Map ? freeMap(value) : noMap(value, path);
            case BLOCK -> value instanceof Map<?, ?> map ? block(key, map, path) : noMap(value, path);
            default -> value instanceof Map<?, ?> map ? entries(key, map, path) : noMap(value, path);
        };
    }

    private static Object joinedMaps(Key key, Object value) {
        boolean mapLike = key.type == Key.Type.MAP || key.type == Key.Type.HEADERS || key.type == Key.Type.BLOCK_MAP;
        if (!mapLike || !(value instanceof HclBlocks blocks)) {
            return value;
        }
        Map<Object, Object> joined = new LinkedHashMap<>();
        for (Object block : blocks) {
            joined.putAll((Map<?, ?>) block);
        }
        return joined;
    }

    private Map<String, Object> entries(Key key, Map<?, ?> map, String path) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
            String name = String.valueOf(e.getKey());
            String entryPath = path + "[" + name + "]";
            Object value = e.getValue();
            if (key.type == Key.Type.HEADERS) {
                tree.put(name, value == null ? List.of() : strings(value, entryPath));
                continue;
            }
            if (value instanceof List<?> list && list.size() == 1) {
                value = list.get(0);
            }
            if (key.type == Key.Type.BLOCK_MAP) {
                tree.put(name, value instanceof Map<?, ?> inner ? block(key, inner, entryPath) : noMap(value, entryPath));
            } else if (value == null || value instanceof String) {
                tree.put(name, value == null ? "" : value);
            } else {
                typeErrors.add(mismatchText("string", value, entryPath));
            }
        }
        return tree;
    }

    private Object strings(Object value, String path) {
        if (!(value instanceof List<?> list)) {
            return noList(value, path);
        }
        List<Object> strings = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = list.get(i);
            if (element instanceof String) {
                strings.add(element);
            } else if (element != null) {
                typeErrors.add(mismatchText("string", element, path + "[" + i + "]"));
            }
        }
        return strings;
    }

    private Object blocks(Key key, Object value, String path) {
        boolean single = key.name.equals("service") || key.name.equals("check");
        if (single && value instanceof Map<?, ?> map) {
            return new ArrayList<Object>(List.of(block(key, map, path)));
        }
        if (!(value instanceof List<?> list)) {
            return noList(value, path);
        }
        List<Object> blocks = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = list.get(i);
            String elementPath = single && list.size() == 1 ? path : path + "[" + i + "]";
            if (element instanceof Map<?, ?> map) {
                blocks.add(block(key, map, elementPath));
            } else if (element != null) {
                noMap(element, elementPath);
            }
        }
        return blocks;
    }

    private Object maps(Object value, String path) {
        if (!(value instanceof List<?> list)) {
            return noList(value, path);
        }
        List<Object> maps = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object element = list.get(i);
            if (element instanceof Map<?, ?>) {
                maps.add(free(element));
            } else if (element != null) {
                noMap(element, path + "[" + i + "]");
            }
        }
        return maps;
    }

    private static Object freeMap(Object value) {
        if (!(value instanceof HclBlocks blocks)) {
            return free(value);
        }
        Map<Object, Object> joined = new LinkedHashMap<>();
        for (Object block : blocks) {
            joined.putAll((Map<?, ?>) block);
        }
        return free(joined);
    }

    /** Anything, with single blocks as maps; nulls are left out. */
    private static Object free(Object value) {
        if (value instanceof HclBlocks blocks && blocks.size() == 1) {
            return free(blocks.get(0));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                if (e.getValue() != null) {
                    copy.put(String.valueOf(e.getKey()), free(e.getValue()));
                }
            }
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                if (element != null) {
                    copy.add(free(element));
                }
            }
            return copy;
        }
        return value;
    }

    private Object unsigned(Key key, Number n, String path) {
        if (n.doubleValue() < 0) {
            String shown = json || n instanceof Double
                    ? String.format(Locale.ROOT, "%f", n.doubleValue()) : n.toString();
            typeErrors.add("cannot parse '" + path + "', " + shown + " overflows uint");
            return null;
        }
        return n.longValue();
    }

    private Object mismatch(Key key, Object value, String path) {
        typeErrors.add(mismatchText(key.goType, value, path));
        return null;
    }

    private String mismatchText(String expected, Object value, String path) {
        return "'" + path + "' expected type '" + expected + "', got unconvertible type '" + typeName(value)
                + "', value: '" + GoText.plain(value) + "'";
    }

    private Object noMap(Object value, String path) {
        typeErrors.add("'" + path + "' expected a map, got '" + kind(value) + "'");
        return null;
    }

    private Object noList(Object value, String path) {
        typeErrors.add("'" + path + "': source data must be an array or slice, got " + kind(value));
        return null;
    }

    private String typeName(Object value) {
        if (value instanceof Map) {
            return "map[string]interface {}";
        }
        return value instanceof HclBlocks ? "[]map[string]interface {}"
                : value instanceof List ? "[]interface {}" : kind(value);
    }

    private String kind(Object value) {
        if (value instanceof Map) {
            return "map";
        }
        if (value instanceof List) {
            return "slice";
        }
        if (value instanceof Number) {
            return json || value instanceof Double ? "float64" : "int";
        }
        return value instanceof Boolean ? "bool" : "string";
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String joined(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
