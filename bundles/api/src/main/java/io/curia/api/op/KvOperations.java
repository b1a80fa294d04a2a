package io.curia.api.op;

import io.curia.api.model.KvEntry;
import java.util.Arrays;
import java.util.List;

/** The key-value store (reference: http-api, section 7; semantics, sections 5 and 6). */
public final class KvOperations {
    private KvOperations() { }

    /** What a write does. The names on the wire are those of transactions. */
    public enum Verb {
        /** Stores. */
        SET("set"),
        /** Deletes. */
        DELETE("delete"),
        /** Deletes if the index still holds. */
        DELETE_CAS("delete-cas"),
        /** Deletes everything below a prefix. */
        DELETE_TREE("delete-tree"),
        /** Stores if the index still holds; 0: if there is no such key. */
        CAS("cas"),
        /** Stores and takes the lock. */
        LOCK("lock"),
        /** Stores and releases the lock. */
        UNLOCK("unlock"),
        /** Reads (transactions only, as all below). */
        GET("get"),
        /** Reads; an absent key is no error. */
        GET_OR_EMPTY("get-or-empty"),
        /** Reads everything below a prefix. */
        GET_TREE("get-tree"),
        /** Fails unless the session holds the lock. */
        CHECK_SESSION("check-session"),
        /** Fails unless the index still holds. */
        CHECK_INDEX("check-index"),
        /** Fails if there is such a key. */
        CHECK_NOT_EXISTS("check-not-exists");

        private final String text;

        Verb(String text) {
            this.text = text;
        }

        /** The name on the wire. */
        public String text() {
            return text;
        }

        /** Whether a transaction of only such verbs is a read. */
        public boolean reads() {
            return ordinal() >= GET.ordinal();
        }

        /** The verb of this name, or null. */
        public static Verb of(String text) {
            for (Verb verb : values()) {
                if (verb.text.equals(text)) {
                    return verb;
                }
            }
            return null;
        }
    }

    /** A write. {@code index} for the verbs with cas, {@code session} for lock and unlock. */
    public record ApplyRequest(Verb verb, String key, byte[] value, long flags, long index, String session) {
        @Override
        public boolean equals(Object o) {
            return o instanceof ApplyRequest other && verb == other.verb && key.equals(other.key) && flags == other.flags
                    && index == other.index && session.equals(other.session) && Arrays.equals(value, other.value);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    /** One key. */
    public record GetRequest(String key) { }

    /** All keys with a prefix. */
    public record ListRequest(String prefix) { }

    /** The names of all keys with a prefix, cut after the first separator behind the prefix ("" for none). */
    public record KeysRequest(String prefix, String separator) { }

    /** Answers whether the write took place. */
    public static final WriteOperation<ApplyRequest, Boolean> APPLY =
            WriteOperation.of("KVS.Apply", ApplyRequest.class, Boolean.class);
    /** The entry, or null. */
    public static final ReadOperation<GetRequest, KvEntry> GET =
            ReadOperation.of("KVS.Get", GetRequest.class, KvEntry.class);
    /** The entries in byte order of their keys. */
    public static final ReadOperation<ListRequest, List<KvEntry>> LIST =
            ReadOperation.of("KVS.List", ListRequest.class, new ReadOperation.Of<List<KvEntry>>() { });
    /** The names in byte order. */
    public static final ReadOperation<KeysRequest, List<String>> LIST_KEYS =
            ReadOperation.of("KVS.ListKeys", KeysRequest.class, new ReadOperation.Of<List<String>>() { });
}
