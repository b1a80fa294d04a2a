package io.curia.config.schema;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** One configuration key: what it may hold and what else is known of it. Not changed once {@link KeyTable} is built. */
public final class Key {

    /** What a key holds. */
    public enum Type {
        STRING, BOOL, INT, UINT, FLOAT,
        /** A text in Go's notation of durations. */
        DURATION,
        /** A list of texts. */
        STRINGS,
        /** Text to text. */
        MAP,
        /** Text to list of texts. */
        HEADERS,
        /** A map of anything. */
        FREE,
        /** A list of maps of anything. */
        FREES,
        /** Keys of the table. */
        BLOCK,
        /** A list of blocks. */
        BLOCKS,
        /** Blocks by free names. */
        BLOCK_MAP
    }

    final String name;
    final String path;
    Type type = Type.BLOCK;
    /** The type as Go would name it in an error text. */
    String goType = "struct";
    Object defaultValue;
    String flag;
    String target;
    String debugName;
    String apiName;
    boolean warnsAsOld;
    boolean dead;
    boolean enterprise;
    boolean secret;
    boolean reloadable;
    boolean check;
    Map<String, Key> children = new LinkedHashMap<>();

    Key(String name, String path) {
        this.name = name;
        this.path = path;
    }

    /** The child whose name, in lower case, this is; or null. */
    Key child(String lowerCaseName) {
        return children.get(lowerCaseName);
    }

    public String name() {
        return name;
    }

    public String path() {
        return path;
    }

    public Type type() {
        return type;
    }

    /** The command line flag without its dash, or null. */
    public String flag() {
        return flag;
    }

    /** The key that has taken this one's place, or null. */
    public String target() {
        return target;
    }

    /** The name of the runtime field in agent/self, or null. */
    public String debugName() {
        return debugName;
    }

    /** Accepted, but without effect here. */
    public boolean enterprise() {
        return enterprise;
    }

    public boolean secret() {
        return secret;
    }

    public boolean reloadable() {
        return reloadable;
    }

    /** The built-in default, or null. */
    public Object defaultValue() {
        return defaultValue;
    }

    public boolean isBlock() {
        return type == Type.BLOCK || type == Type.BLOCKS || type == Type.BLOCK_MAP;
    }

    public Collection<Key> children() {
        return children.values();
    }
}
