package io.curia.core.codec;

import io.curia.api.model.ConfigEntry;
import io.curia.api.model.GoDuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Configuration entries as Consul puts them into msgpack: bytes, in which the kind comes first, for it says what the fields are,
 * and then a request with the entry in it. Durations are numbers there and texts here; what is empty there is not there here.
 */
public final class GoConfigEntry {
    private static final Set<String> DURATIONS = Set.of("ConnectTimeout", "RequestTimeout", "IdleTimeout", "Interval", "TTL");
    /** Maps of anything: they are as they are. */
    private static final Set<String> OPAQUE = Set.of("Config", "Meta", "Add", "Set", "Arguments");
    /** Maps from names that users gave, of which each stays, whatever it says. */
    private static final Set<String> NAMED = Set.of("Subsets", "Failover");
    private static final String KIND = "Kind";
    private static final String NAME = "Name";
    private static final String CREATE_INDEX = "CreateIndex";
    private static final String MODIFY_INDEX = "ModifyIndex";
    private static final String ENTRY = "Entry";
    private static final String MESH = "mesh";
    private static final Msgpack MSGPACK = Msgpack.wire();

    private GoConfigEntry() { }

    /** The fields of an entry, with its kind. */
    public static Map<String, Object> fields(ConfigEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(KIND, entry.kind());
        fields.put(NAME, entry.name());
        entry.body().forEach((key, value) -> fields.put(key, outward(key, value)));
        fields.put(CREATE_INDEX, entry.createIndex());
        fields.put(MODIFY_INDEX, entry.modifyIndex());
        return fields;
    }

    /**
     * The entry with these fields.
     *
     * @throws IllegalArgumentException when it has no kind or no name
     */
    public static ConfigEntry ofFields(Map<?, ?> fields) {
        if (!(fields.get(KIND) instanceof String kind)) {
            throw new IllegalArgumentException("a configuration entry without a kind");
        }
        // the one entry of its kind says neither
        Object name = kind.equals(MESH) ? MESH : fields.get(NAME);
        if (!(name instanceof String text)) {
            throw new IllegalArgumentException("a configuration entry without a name");
        }
        Map<String, Object> body = inward(fields, false);
        body.keySet().removeAll(Set.of(KIND, NAME, CREATE_INDEX, MODIFY_INDEX));
        return new ConfigEntry(kind, text, body, number(fields.get(CREATE_INDEX)), number(fields.get(MODIFY_INDEX)));
    }

    /** The bytes of a request with an entry. */
    public static byte[] request(ConfigEntry entry) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("Op", "");
        request.put("Datacenter", "");
        request.put(ENTRY, fields(entry));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MSGPACK.write(entry.kind(), out);
            MSGPACK.write(request, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * The entry of a request.
     *
     * @throws IOException when there is none
     */
    public static ConfigEntry ofRequest(byte[] request) throws IOException {
        Msgpack.Values in = MSGPACK.values(request);
        String kind = in.read(String.class);
        Map<?, ?> whole = in.read(Map.class);
        if (!(whole.get(ENTRY) instanceof Map<?, ?> fields)) {
            throw new IOException("a request without a configuration entry");
        }
        Map<Object, Object> entry = new LinkedHashMap<>(fields);
        entry.put(KIND, kind);
        try {
            return ofFields(entry);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Object outward(String key, Object value) {
        if (OPAQUE.contains(key)) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> copy.put(String.valueOf(name), outward(String.valueOf(name), inner)));
            return copy;
        }
        if (value instanceof Collection<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(outward("", inner)));
            return copy;
        }
        if (value instanceof String text && DURATIONS.contains(key)) {
            try {
                return GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                // not a duration: as it is
                return text;
            }
        }
        return value;
    }

    private static Map<String, Object> inward(Map<?, ?> fields, boolean named) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            Object inner = inward(String.valueOf(name), value);
            if (named || !isEmpty(inner)) {
                copy.put(String.valueOf(name), inner);
            }
        });
        return copy;
    }

    private static Object inward(String key, Object value) {
        if (OPAQUE.contains(key)) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return inward(map, NAMED.contains(key));
        }
        if (value instanceof Collection<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(inward("", inner)));
            return copy;
        }
        return value instanceof Number number && DURATIONS.contains(key) && number.longValue() != 0
                ? GoDuration.format(number.longValue()) : value;
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value.equals(false) || value instanceof Number number && number.doubleValue() == 0
                || value instanceof Map<?, ?> map && map.isEmpty() || value instanceof Collection<?> list && list.isEmpty();
    }
}
