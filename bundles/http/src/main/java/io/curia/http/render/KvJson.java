package io.curia.http.render;

import io.curia.api.agent.Codec;
import io.curia.api.model.KvEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Key-value pairs as JSON, written by hand: the most frequent body of all. */
public final class KvJson {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final String[] COMPACT = {"{\"LockIndex\":", ",\"Key\":", ",\"Flags\":", ",\"Value\":",
        ",\"Session\":", ",\"CreateIndex\":", ",\"ModifyIndex\":", "}", "[", ",", "]"};
    private static final String[] PRETTY = {"    {\n        \"LockIndex\": ", ",\n        \"Key\": ",
        ",\n        \"Flags\": ", ",\n        \"Value\": ", ",\n        \"Session\": ", ",\n        \"CreateIndex\": ",
        ",\n        \"ModifyIndex\": ", "\n    }", "[\n", ",\n", "\n]\n"};

    private KvJson() { }

    /** A list with this one pair. */
    public static Encoded one(KvEntry entry) {
        return Encoded.of(entry, KvJson::writeOne);
    }

    /** A list of pairs. */
    public static Encoded list(List<KvEntry> entries) {
        return Encoded.of(entries, KvJson::writeList);
    }

    private static byte[] writeOne(Codec codec, Object entry, boolean pretty) {
        String[] parts = pretty ? PRETTY : COMPACT;
        KvEntry pair = (KvEntry) entry;
        JsonBuffer out = new JsonBuffer(estimate(pair) + 16);
        out.ascii(parts[8]);
        write(out, pair, parts);
        out.ascii(parts[10]);
        return out.toBytes();
    }

    private static byte[] writeList(Codec codec, Object entries, boolean pretty) {
        String[] parts = pretty ? PRETTY : COMPACT;
        List<?> pairs = (List<?>) entries;
        JsonBuffer out = new JsonBuffer(Math.max(64, pairs.size() * 192));
        out.ascii(parts[8]);
        for (int i = 0; i < pairs.size(); i++) {
            if (i > 0) {
                out.ascii(parts[9]);
            }
            write(out, (KvEntry) pairs.get(i), parts);
        }
        out.ascii(parts[10]);
        return out.toBytes();
    }

    private static int estimate(KvEntry pair) {
        int value = pair.value() == null ? 4 : pair.value().length * 4 / 3 + 8;
        return 260 + pair.key().length() * 2 + value;
    }

    private static void write(JsonBuffer out, KvEntry pair, String[] parts) {
        out.ascii(parts[0]);
        out.unsigned(pair.lockIndex());
        out.ascii(parts[1]);
        out.quoted(pair.key());
        out.ascii(parts[2]);
        out.unsigned(pair.flags());
        out.ascii(parts[3]);
        if (pair.value() == null || pair.value().length == 0) {
            out.ascii("null");
        } else {
            out.ascii("\"");
            out.bytes(BASE64.encode(pair.value()));
            out.ascii("\"");
        }
        if (pair.session() != null && !pair.session().isEmpty()) {
            out.ascii(parts[4]);
            out.quoted(pair.session());
        }
        out.ascii(parts[5]);
        out.unsigned(pair.createIndex());
        out.ascii(parts[6]);
        out.unsigned(pair.modifyIndex());
        out.ascii(parts[7]);
    }

    /** Bytes of JSON that grow. */
    static final class JsonBuffer {
        private byte[] bytes;
        private int length;

        JsonBuffer(int capacity) {
            bytes = new byte[capacity];
        }

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
            }
        }

        @SuppressWarnings("deprecation")
        void ascii(String text) {
            int size = text.length();
            room(size);
            text.getBytes(0, size, bytes, length);
            length += size;
        }

        void bytes(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
        }

        void unsigned(long number) {
            ascii(Long.toUnsignedString(number));
        }

        void quoted(String text) {
            ascii("\"");
            int from = 0;
            for (int i = 0; i < text.length(); i++) {
                String escape = escape(text.charAt(i));
                if (escape != null) {
                    utf8(text, from, i);
                    ascii(escape);
                    from = i + 1;
                }
            }
            utf8(text, from, text.length());
            ascii("\"");
        }

        private void utf8(String text, int from, int to) {
            if (from < to) {
                bytes((from == 0 && to == text.length() ? text : text.substring(from, to))
                        .getBytes(StandardCharsets.UTF_8));
            }
        }

        private static String escape(char c) {
            if (c > '>' && c != '\\' && c != '\u2028' && c != '\u2029') {
                return null;
            }
            return switch (c) {
                case '"' -> "\\\"";
                case '\\' -> "\\\\";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                case '<', '>', '&', '\u2028', '\u2029' -> String.format("\\u%04x", (int) c);
                default -> c < 0x20 ? String.format("\\u%04x", (int) c) : null;
            };
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, length);
        }
    }
}
