package io.curia.cli.snapshot;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what a snapshot's state is made of: a header, then entries of one type byte and one msgpack object. Objects
 * are passed over, not built, so that a state of any size needs no memory; only keys are looked at.
 */
final class StateSizes implements Archive.StateReader {

    /** How many entries there are of a type, and their bytes. */
    static final class Sum {
        private long count;
        private long bytes;

        void add(long size) {
            count++;
            bytes += size;
        }

        long count() {
            return count;
        }

        long bytes() {
            return bytes;
        }
    }

    private static final String[] TYPES = {"Register", "Deregister", "KVS", "Session", "ACL", "Tombstone", "CoordinateBatchUpdate",
        "PreparedQuery", "Txn", "Autopilot", "Area", "ACLBootstrap", "Intention", "ConnectCA", "ConnectCAProviderState",
        "ConnectCAConfig", "Index", "ACLTokenSet", "ACLTokenDelete", "ACLPolicySet", "ACLPolicyDelete", "ConnectCALeaf", "ConfigEntry",
        "ACLRoleSet", "ACLRoleDelete", "ACLBindingRuleSet", "ACLBindingRuleDelete", "ACLAuthMethodSet", "ACLAuthMethodDelete",
        "ChunkingState", "FederationState", "SystemMetadata"};
    private static final String KVS = "KVS";
    private static final int KEY_LIMIT = 65_536;

    private final Map<String, Sum> types = new HashMap<>();
    private final Map<String, Sum> keys = new HashMap<>();
    private final byte[] scratch = new byte[8192];
    private final int depth;
    private final String filter;
    private InputStream in;
    private long at;
    private String key;

    /** @param depth how many parts of a key make its group */
    StateSizes(int depth, String filter) {
        this.depth = depth;
        this.filter = filter;
    }

    Map<String, Sum> types() {
        return types;
    }

    Map<String, Sum> keys() {
        return keys;
    }

    @Override
    public void read(InputStream state) throws IOException {
        in = new BufferedInputStream(state, 1 << 16);
        at = 0;
        header();
        int type = next();
        while (type >= 0) {
            long start = at - 1;
            String name = type < TYPES.length ? TYPES[type] : "Type " + type;
            key = null;
            object(name.equals(KVS));
            long size = at - start;
            types.computeIfAbsent(name, absent -> new Sum()).add(size);
            if (key != null && key.startsWith(filter)) {
                keys.computeIfAbsent(group(key), absent -> new Sum()).add(size);
            }
            type = next();
        }
    }

    private void header() throws IOException {
        int head = need();
        if ((head & 0xf0) != 0x80) {
            throw new IOException("failed to read snapshot: no header");
        }
        skip(2L * (head & 15));
    }

    private String group(String whole) {
        int end = -1;
        for (int i = 0; i < depth; i++) {
            int slash = whole.indexOf('/', end + 1);
            if (slash < 0) {
                return whole;
            }
            end = slash;
        }
        return end < 0 ? whole : whole.substring(0, end);
    }

    private int next() throws IOException {
        int b = in.read();
        if (b >= 0) {
            at++;
        }
        return b;
    }

    private int need() throws IOException {
        int b = next();
        if (b < 0) {
            throw new EOFException("unexpected EOF");
        }
        return b;
    }

    private void object(boolean keyed) throws IOException {
        int head = need();
        int members;
        if ((head & 0xf0) == 0x80) {
            members = head & 15;
        } else if (head == 0xde || head == 0xdf) {
            members = (int) number(head == 0xde ? 2 : 4);
        } else {
            rest(head);
            return;
        }
        for (int i = 0; i < members; i++) {
            boolean isKey = keyed && "Key".equals(text(need()));
            if (isKey) {
                key = text(need());
            } else {
                if (!keyed) {
                    skip(1);
                }
                skip(1);
            }
        }
    }

    /** A text, or null for something else, which is passed over. */
    private String text(int head) throws IOException {
        long length;
        if ((head & 0xe0) == 0xa0) {
            length = head & 31;
        } else if (head == 0xd9 || head == 0xc4) {
            length = number(1);
        } else if (head == 0xda || head == 0xc5) {
            length = number(2);
        } else {
            rest(head);
            return null;
        }
        if (length > KEY_LIMIT) {
            bytes(length);
            return null;
        }
        byte[] data = in.readNBytes((int) length);
        at += data.length;
        if (data.length < length) {
            throw new EOFException("unexpected EOF");
        }
        return new String(data, StandardCharsets.UTF_8);
    }

    private void skip(long values) throws IOException {
        for (long i = 0; i < values; i++) {
            rest(need());
        }
    }

    private void rest(int head) throws IOException {
        if (head < 0x80 || head >= 0xe0 || head == 0xc0 || head == 0xc2 || head == 0xc3) {
            return;
        }
        if (head < 0x90) {
            skip(2L * (head & 15));
        } else if (head < 0xa0) {
            skip(head & 15);
        } else if (head < 0xc0) {
            bytes(head & 31);
        } else {
            wide(head);
        }
    }

    private void wide(int head) throws IOException {
        switch (head) {
            case 0xc4, 0xd9 -> bytes(number(1));
            case 0xc5, 0xda -> bytes(number(2));
            case 0xc6, 0xdb -> bytes(number(4));
            case 0xc7 -> bytes(number(1) + 1);
            case 0xc8 -> bytes(number(2) + 1);
            case 0xc9 -> bytes(number(4) + 1);
            case 0xcc, 0xd0 -> bytes(1);
            case 0xcd, 0xd1, 0xd4 -> bytes(2);
            case 0xd5 -> bytes(3);
            case 0xca, 0xce, 0xd2 -> bytes(4);
            case 0xd6 -> bytes(5);
            case 0xcb, 0xcf, 0xd3 -> bytes(8);
            case 0xd7 -> bytes(9);
            case 0xd8 -> bytes(17);
            case 0xdc -> skip(number(2));
            case 0xdd -> skip(number(4));
            case 0xde -> skip(2 * number(2));
            case 0xdf -> skip(2 * number(4));
            default -> throw new IOException("failed to read snapshot: unknown msgpack code " + head);
        }
    }

    private long number(int size) throws IOException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | need();
        }
        return value;
    }

    /** Reads on, because skipping would pass by the checksum of the stream below. */
    private void bytes(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int read = in.read(scratch, 0, (int) Math.min(scratch.length, left));
            if (read < 0) {
                throw new EOFException("unexpected EOF");
            }
            left -= read;
        }
        at += count;
    }
}
