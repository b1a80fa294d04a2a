package io.curia.cli.lock;

import io.curia.cli.api.Api;
import io.curia.cli.http.Answer;
import io.curia.cli.http.Call;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and writes of keys, with the index that a next, blocking read begins at. */
public final class Keys {

    private static final String ROOT = "/v1/kv/";

    /**
     * What a read found.
     *
     * @param index what the next read waits for a change of
     * @param pairs the keys, none if there are none
     */
    public record Found(long index, List<Map<String, Object>> pairs) {
        /** The only key, or null. */
        public Map<String, Object> one() {
            return pairs.isEmpty() ? null : pairs.get(0);
        }
    }

    private final Api api;

    public Keys(Api api) {
        this.api = api;
    }

    /** A read's parameters. */
    public Query query() {
        return api.query();
    }

    /** Reads one key, or several with {@code recurse} in the query. */
    public Found read(String key, Query query, Call call) throws IOException {
        try (Answer answer = api.send("GET", ROOT + Query.path(key), query, null, call)) {
            List<Map<String, Object>> pairs = new ArrayList<>();
            long index = index(answer);
            if (answer.status() != 404) {
                for (Object pair : Json.list(Json.parse(Api.checked(answer).bytes()))) {
                    pairs.add(Json.map(pair));
                }
            }
            return new Found(index, pairs);
        }
    }

    /** Writes a key; false if the condition in the query did not hold. */
    public boolean write(String key, Query query, byte[] value) throws IOException {
        return api.yes("PUT", ROOT + Query.path(key), query, value);
    }

    /** Deletes a key; false if the condition in the query did not hold. */
    public boolean delete(String key, Query query) throws IOException {
        return api.yes("DELETE", ROOT + Query.path(key), query, null);
    }

    /** A write's parameters. */
    public Query writeQuery() {
        return api.writeQuery();
    }

    private static long index(Answer answer) {
        try {
            return Long.parseLong(answer.header("x-consul-index"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
