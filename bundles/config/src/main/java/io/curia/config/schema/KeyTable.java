package io.curia.config.schema;

import io.curia.config.schema.Key.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All keys that a configuration may hold, read from {@link AgentKeys} and {@link DefinitionKeys}. Immutable once built. */
public final class KeyTable {

    private final Key root = new Key("", "");
    private final List<Key> leaves = new ArrayList<>();
    private final Map<String, Key> byFlag = new LinkedHashMap<>();

    public KeyTable() {
        addAll(DefinitionKeys.TEXT);
        addAll(AgentKeys.FIRST);
        addAll(AgentKeys.SECOND);
        // Definitions are reached through the keys that hold them only.
        root.children.remove("@check");
        root.children.remove("@service");
    }

    public Key root() {
        return root;
    }

    /** Keys with a value of their own, in the order of the table; without those inside definitions and lists of blocks. */
    public List<Key> leaves() {
        return leaves;
    }

    /** The key with this flag, or null. */
    public Key byFlag(String flag) {
        return byFlag.get(flag);
    }

    public Iterable<String> flags() {
        return byFlag.keySet();
    }

    /** The key with this path, or null. */
    public Key find(String path) {
        Key key = root;
        for (int start = 0; key != null && start <= path.length();) {
            int end = path.indexOf('.', start);
            if (end < 0) {
                end = path.length();
            }
            key = key.child(path.substring(start, end));
            start = end + 1;
        }
        return key;
    }

    private void addAll(String text) {
        for (int start = 0; start < text.length();) {
            int end = text.indexOf('\n', start);
            add(text.substring(start, end));
            start = end + 1;
        }
    }

    private void add(String line) {
        int end = line.indexOf(' ');
        Key key = create(line.substring(0, end));
        int typeEnd = line.indexOf(' ', end + 1);
        type(key, typeEnd < 0 ? line.substring(end + 1) : line.substring(end + 1, typeEnd));
        for (int start = typeEnd + 1; typeEnd >= 0 && start < line.length();) {
            end = line.indexOf(' ', start);
            if (end < 0) {
                end = line.length();
            }
            attribute(key, line.substring(start, end));
            start = end + 1;
        }
    }

    private Key create(String path) {
        Key parent = root;
        boolean single = true;
        for (int start = 0;;) {
            int end = path.indexOf('.', start);
            String part = end < 0 ? path.substring(start) : path.substring(start, end);
            Type type = Type.BLOCK;
            if (part.endsWith("[]")) {
                type = Type.BLOCKS;
                part = part.substring(0, part.length() - 2);
            } else if (part.endsWith("{}")) {
                type = Type.BLOCK_MAP;
                part = part.substring(0, part.length() - 2);
            }
            part = part.replace('!', '.');
            Key key = parent.children.get(part);
            if (key == null) {
                key = new Key(part, parent == root ? part : parent.path + "." + part);
                key.type = type;
                key.check = part.equals("@check");
                key.apiName = key.path.startsWith("@") ? camel(part) : part;
                parent.children.put(part, key);
            }
            single &= type == Type.BLOCK && !part.startsWith("@");
            if (end < 0) {
                if (single) {
                    leaves.add(key);
                }
                return key;
            }
            parent = key;
            start = end + 1;
        }
    }

    private void type(Key key, String type) {
        key.goType = type;
        if (type.startsWith("@")) {
            boolean list = type.endsWith("[]");
            Key definition = root.child(list ? type.substring(0, type.length() - 2) : type);
            key.type = list ? Type.BLOCKS : Type.BLOCK;
            // The same map, not a copy: a definition may hold itself.
            key.children = definition.children;
            key.check = definition.check;
            return;
        }
        key.type = switch (type) {
            case "string" -> Type.STRING;
            case "bool" -> Type.BOOL;
            case "int" -> Type.INT;
            case "float64" -> Type.FLOAT;
            case "duration" -> Type.DURATION;
            case "strings" -> Type.STRINGS;
            case "map" -> Type.MAP;
            case "headers" -> Type.HEADERS;
            case "free" -> Type.FREE;
            case "frees" -> Type.FREES;
            default -> Type.UINT;
        };
        if (key.type == Type.DURATION) {
            key.goType = "string";
        }
    }

    private void attribute(Key key, String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        switch (colon < 0 || text.startsWith("=") ? text : text.substring(0, colon)) {
            case "flag" -> {
                key.flag = value;
                byFlag.put(value, key);
            }
            case "debug" -> key.debugName = value;
            case "api" -> key.apiName = value;
            case "alias" -> key.target = value;
            case "oldname" -> {
                key.target = value;
                key.warnsAsOld = true;
            }
            case "joined" -> {
                String parent = key.path.substring(0, key.path.lastIndexOf('.'));
                find(parent).children.put(value, key);
            }
            case "reload" -> key.reloadable = true;
            case "secret" -> key.secret = true;
            case "ent" -> key.enterprise = true;
            case "dead" -> key.dead = true;
            default -> key.defaultValue = typed(key, text.substring(1));
        }
    }

    private static Object typed(Key key, String text) {
        return switch (key.type) {
            case BOOL -> Boolean.valueOf(text);
            case INT, UINT -> Long.valueOf(text);
            case FLOAT -> Double.valueOf(text);
            default -> text;
        };
    }

    private static String camel(String snake) {
        StringBuilder out = new StringBuilder(snake.length());
        boolean upper = true;
        for (int i = 0; i < snake.length(); i++) {
            char c = snake.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                out.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return out.toString();
    }
}
