package io.curia.core.rpc;

import io.curia.core.codec.Msgpack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages with configuration entries, whose kind stands before them: it says what their fields are. */
final class EntryEnvelopes {
    static final String ENTRY = "Entry";
    static final String ENTRIES = "Entries";
    static final String KIND = "Kind";
    private static final Msgpack MSGPACK = Msgpack.wire();

    /** A request with an entry: its kind, then all fields. */
    static final Envelope REQUEST = new Envelope() {
        @Override
        public byte[] sealRequest(byte[] fields) {
            return sealed(kind(map(fields).get(ENTRY)), fields);
        }

        @Override
        public byte[] openRequest(byte[] message) throws IOException {
            Msgpack.Values in = opened(message);
            String kind = in.read(String.class);
            Map<String, Object> fields = in.read(Map.class);
            if (!(fields.get(ENTRY) instanceof Map<?, ?> entry)) {
                throw new IOException("a configuration entry was expected");
            }
            fields.put(ENTRY, withKind(entry, kind));
            return MSGPACK.encode(fields);
        }
    };

    /** A reply with an entry: its kind and it, or an empty kind; then what is said about it. */
    static final Envelope REPLY = new Envelope() {
        @Override
        public byte[] sealReply(byte[] fields) {
            Map<String, Object> others = map(fields);
            Object entry = others.remove(ENTRY);
            byte[] meta = MSGPACK.encode(others);
            return entry == null ? sealed("", meta) : sealed(kind(entry), MSGPACK.encode(entry), meta);
        }

        @Override
        public byte[] openReply(byte[] message) throws IOException {
            Msgpack.Values in = opened(message);
            String kind = in.read(String.class);
            Map<String, Object> entry = kind.isEmpty() ? null : withKind(in.read(Map.class), kind);
            Map<String, Object> fields = in.read(Map.class);
            fields.put(ENTRY, entry);
            return MSGPACK.encode(fields);
        }
    };

    /** A reply with entries of one kind: how many, the kind, then all fields. An empty kind means: each says its own. */
    static final Envelope LIST = new Envelope() {
        @Override
        public byte[] sealReply(byte[] fields) {
            Map<String, Object> all = map(fields);
            int count = 0;
            String kind = "";
            if (all.get(ENTRIES) instanceof Collection<?> entries && !entries.isEmpty()) {
                count = entries.size();
                String first = kind(entries.iterator().next());
                kind = entries.stream().allMatch(entry -> kind(entry).equals(first)) ? first : "";
            }
            all.put(KIND, kind);
            return sealed(count, MSGPACK.encode(kind), MSGPACK.encode(all));
        }

        @Override
        public byte[] openReply(byte[] message) throws IOException {
            Msgpack.Values in = opened(message);
            in.skip();
            String kind = in.read(String.class);
            Map<String, Object> fields = in.read(Map.class);
            if (!kind.isEmpty() && fields.get(ENTRIES) instanceof Collection<?> entries) {
                fields.put(ENTRIES, entries.stream().map(entry -> entry instanceof Map<?, ?> map ? withKind(map, kind) : entry)
                        .toList());
            }
            return MSGPACK.encode(fields);
        }
    };

    private EntryEnvelopes() { }

    private static byte[] sealed(Object first, byte[]... others) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MSGPACK.encode(first));
        for (byte[] other : others) {
            out.writeBytes(other);
        }
        return MSGPACK.encode(out.toByteArray());
    }

    private static Msgpack.Values opened(byte[] message) throws IOException {
        return MSGPACK.values(MSGPACK.values(message).read(byte[].class));
    }

    private static Map<String, Object> map(byte[] fields) {
        try {
            return MSGPACK.read(fields, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(Object entry) {
        return entry instanceof Map<?, ?> map && map.get(KIND) instanceof String kind ? kind : "";
    }

    private static Map<String, Object> withKind(Map<?, ?> entry, String kind) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put(KIND, kind);
        entry.forEach((name, value) -> whole.putIfAbsent(String.valueOf(name), value));
        return whole;
    }
}
