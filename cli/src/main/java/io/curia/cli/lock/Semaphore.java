package io.curia.cli.lock;

import io.curia.cli.Time;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A slot of a semaphore: every contender keeps the key {@code PREFIX/SESSION} with its session; {@code PREFIX/.lock} lists
 * the holders among them and is changed by check-and-set alone. A holder without its contender key is dead.
 */
final class Semaphore extends Claim {

    /** Marks keys that belong to a semaphore, as other clients mark them. */
    private static final String FLAGS = "16210313421097356768";
    private static final long WAIT_NANOS = 15_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final Keys keys;
    private final Time time;
    private final String prefix;
    private final String session;
    private final int limit;
    private final LossWatch loss;

    Semaphore(Keys keys, Time time, String prefix, String session, int limit, int retries) {
        this.keys = keys;
        this.time = time;
        this.prefix = prefix;
        this.session = session;
        this.limit = limit;
        this.loss = new LossWatch(this, time, retries);
    }

    private record State(long modifyIndex, int limit, Set<String> holders) {
    }

    @Override
    boolean acquire(long nanos) throws IOException {
        if (!keys.write(contender(), keys.writeQuery().set("acquire", session).set("flags", FLAGS), new byte[0])) {
            throw new IOException("failed to make contender entry");
        }
        long start = time.nanos();
        long index = 0;
        while (!stopped()) {
            long left = nanos == 0 ? WAIT_NANOS : nanos - (time.nanos() - start);
            if (nanos > 0 && index > 0 && left <= 0) {
                return false;
            }
            Keys.Found found = read(index, Math.min(WAIT_NANOS, left));
            if (stopped()) {
                return false;
            }
            State state = pruned(found.pairs());
            if (state.limit() != limit) {
                throw new IOException("semaphore limit conflict (lock: " + state.limit() + ", local: " + limit + ")");
            }
            index = Math.max(1, found.index());
            if (state.holders().size() < limit) {
                state.holders().add(session);
                if (store(state)) {
                    return true;
                }
                index = 0;
            }
        }
        return false;
    }

    private Keys.Found read(long index, long waitNanos) throws IOException {
        Query query = keys.query().set("recurse", "");
        if (index > 0) {
            query.set("index", Long.toString(index)).set("wait", GoDuration.format(Math.max(MILLI, waitNanos / MILLI * MILLI)));
        }
        try {
            return keys.read(prefix + "/", query, call());
        } catch (IOException e) {
            if (stopped()) {
                return new Keys.Found(index, List.of());
            }
            throw e;
        }
    }

    @Override
    void awaitLoss() throws IOException {
        loss.run(index -> {
            Query query = keys.query().set("recurse", "").set("consistent", "").set("index", Long.toString(index));
            Keys.Found found = keys.read(prefix + "/", query, call());
            return pruned(found.pairs()).holders().contains(session) ? found.index() : -1;
        });
    }

    @Override
    void release() throws IOException {
        boolean done = false;
        while (!done) {
            List<Map<String, Object>> pairs = keys.read(prefix + "/", keys.query().set("recurse", ""), call()).pairs();
            State state = pruned(pairs);
            done = !state.holders().remove(session) || store(state);
        }
        keys.delete(contender(), keys.writeQuery());
    }

    @Override
    void cleanUp() throws IOException {
        List<Map<String, Object>> pairs = keys.read(prefix + "/", keys.query().set("recurse", ""), call()).pairs();
        Map<String, Object> lock = find(pairs);
        if (lock != null && pairs.size() == 1 && pruned(pairs).holders().isEmpty()) {
            keys.delete(lockKey(), keys.writeQuery().set("cas", Json.text(lock, "ModifyIndex")));
        }
    }

    private String contender() {
        return prefix + "/" + session;
    }

    private String lockKey() {
        return prefix + "/.lock";
    }

    private Map<String, Object> find(List<Map<String, Object>> pairs) {
        for (Map<String, Object> pair : pairs) {
            if (Json.text(pair, "Key").equals(lockKey())) {
                return pair;
            }
        }
        return null;
    }

    private State pruned(List<Map<String, Object>> pairs) throws IOException {
        Map<String, Object> pair = find(pairs);
        if (pair == null) {
            return new State(0, limit, new HashSet<>());
        }
        if (!Json.text(pair, "Flags").equals(FLAGS)) {
            throw new IOException("Existing key does not match semaphore use");
        }
        byte[] value = Base64.getDecoder().decode(Json.text(pair, "Value").getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> lock = value.length == 0 ? Map.of() : Json.map(Json.parse(value));
        Set<String> alive = new HashSet<>();
        for (Map<String, Object> other : pairs) {
            alive.add(Json.text(other, "Session"));
        }
        Set<String> holders = new HashSet<>(value.length == 0 ? Set.of() : Json.map(lock.get("Holders")).keySet());
        holders.retainAll(alive);
        return new State(Json.number(pair, "ModifyIndex"), value.length == 0 ? limit : (int) Json.number(lock, "Limit"), holders);
    }

    private boolean store(State state) throws IOException {
        Map<String, Object> holders = new LinkedHashMap<>();
        List<String> sorted = new ArrayList<>(state.holders());
        sorted.sort(null);
        for (String holder : sorted) {
            holders.put(holder, true);
        }
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("Limit", state.limit());
        lock.put("Holders", holders);
        Query query = keys.writeQuery().set("cas", Long.toString(state.modifyIndex())).set("flags", FLAGS);
        return keys.write(lockKey(), query, JsonText.bytes(lock));
    }
}
