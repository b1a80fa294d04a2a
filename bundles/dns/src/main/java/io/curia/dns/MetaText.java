package io.curia.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Node metadata as TXT records (reference: dns, section 7). */
final class MetaText {
    private static final int MAX_STRING = 255;

    private MetaText() { }

    /** One record for each pair, by key. */
    static List<Record> records(Name owner, long ttl, Map<String, String> meta) {
        if (meta == null || meta.isEmpty()) {
            return List.of();
        }
        List<Record> records = new ArrayList<>(meta.size());
        new TreeMap<>(meta).forEach((key, value) -> records.add(
                Record.newRecord(owner, Type.TXT, DClass.IN, ttl, strings(text(key, value)))));
        return records;
    }

    /** The value alone for keys that begin with {@code rfc1035-}, else RFC 1464's {@code key=value}. */
    static String text(String key, String value) {
        return key.toLowerCase(Locale.ROOT).startsWith("rfc1035-") ? value : quoted(key) + '=' + value;
    }

    /** Backquotes and equals signs are quoted with a backquote, and so are spaces at both ends. */
    private static String quoted(String key) {
        int first = 0;
        while (first < key.length() && isSpace(key.charAt(first))) {
            first++;
        }
        int end = key.length();
        while (end > first && isSpace(key.charAt(end - 1))) {
            end--;
        }
        StringBuilder quoted = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '`' || c == '=' || i < first || i >= end) {
                quoted.append('`');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** A TXT record's content: a longer text is several strings. */
    private static byte[] strings(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = Math.max(1, (bytes.length + MAX_STRING - 1) / MAX_STRING);
        byte[] data = new byte[bytes.length + count];
        for (int i = 0, at = 0; i < count; i++) {
            int length = Math.min(MAX_STRING, bytes.length - i * MAX_STRING);
            data[at++] = (byte) length;
            System.arraycopy(bytes, i * MAX_STRING, data, at, length);
            at += length;
        }
        return data;
    }
}
