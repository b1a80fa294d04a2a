package io.curia.cli.kv;

import io.curia.cli.http.Query;

/** Keys as they stand in paths. */
final class KvKey {

    private KvKey() {
    }

    /** Keys cannot begin with a slash, but people write one. */
    static String stripped(String key) {
        return key.startsWith("/") ? key.substring(1) : key;
    }

    static String path(String key) {
        return "/v1/kv/" + Query.path(key);
    }
}
