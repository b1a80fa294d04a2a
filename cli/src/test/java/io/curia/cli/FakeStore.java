package io.curia.cli;

import io.curia.cli.json.JsonText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys and sessions as an agent serves them, with blocking reads of up to the time asked for. */
public final class FakeStore implements FakeAgent.Handler {

    private final TreeMap<String, Map<String, Object>> keys = new TreeMap<>();
    private final List<String> destroyed = new ArrayList<>();
    private long index = 10;
    private int sessions;

    @Override
    public synchronized FakeAgent.Reply answer(FakeAgent.Request request) throws Exception {
        Map<String, String> query = query(request.target());
        String path = URLDecoder.decode(request.path(), StandardCharsets.UTF_8);
        if (path.equals("/v1/session/create")) {
            return FakeAgent.Reply.json("{\"ID\":\"session-" + ++sessions + "\"}");
        }
        if (path.startsWith("/v1/session/destroy/")) {
            destroy(path.substring("/v1/session/destroy/".length()));
            return FakeAgent.Reply.json("true");
        }
        if (path.startsWith("/v1/kv/")) {
            return kv(request, path.substring("/v1/kv/".length()), query);
        }
        return FakeAgent.Reply.text(404, "");
    }

    /** Writes a key as another client would. */
    public synchronized void put(String key, String value, String session, String flags) {
        store(key, value.getBytes(StandardCharsets.UTF_8), session, flags);
    }

    public synchronized Map<String, Object> key(String key) {
        return keys.get(key);
    }

    public synchronized List<String> names() {
        return new ArrayList<>(keys.keySet());
    }

    public synchronized void remove(String key) {
        keys.remove(key);
        changed();
    }

    public synchronized List<String> destroyed() {
        return new ArrayList<>(destroyed);
    }

    private void destroy(String session) {
        destroyed.add(session);
        keys.values().forEach(pair -> {
            if (session.equals(pair.get("Session"))) {
                pair.put("Session", "");
            }
        });
        changed();
    }

    private FakeAgent.Reply kv(FakeAgent.Request request, String key, Map<String, String> query) throws Exception {
        switch (request.method()) {
            case "GET":
                return read(key, query);
            case "DELETE":
                if (query.containsKey("recurse")) {
                    keys.keySet().removeIf(name -> name.startsWith(key));
                } else if (matches(key, query)) {
                    keys.remove(key);
                }
                changed();
                return FakeAgent.Reply.json("true");
            default:
                boolean done = write(key, request.body(), query);
                return FakeAgent.Reply.json(Boolean.toString(done));
        }
    }

    private boolean matches(String key, Map<String, String> query) {
        String cas = query.get("cas");
        Map<String, Object> pair = keys.get(key);
        return cas == null || cas.equals(pair == null ? "0" : String.valueOf(pair.get("ModifyIndex")));
    }

    private boolean write(String key, byte[] value, Map<String, String> query) {
        Map<String, Object> old = keys.get(key);
        String holder = old == null ? "" : String.valueOf(old.get("Session"));
        if (!matches(key, query)) {
            return false;
        }
        if (query.containsKey("acquire")) {
            if (!holder.isEmpty() && !holder.equals(query.get("acquire"))) {
                return false;
            }
            holder = query.get("acquire");
        } else if (query.containsKey("release")) {
            if (!holder.equals(query.get("release"))) {
                return false;
            }
            holder = "";
        }
        store(key, value, holder, query.getOrDefault("flags", "0"));
        return true;
    }

    private void store(String key, byte[] value, String session, String flags) {
        changed();
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("LockIndex", session.isEmpty() ? 0 : 1);
        pair.put("Key", key);
        pair.put("Flags", new java.math.BigInteger(flags));
        pair.put("Value", value.length == 0 ? null : Base64.getEncoder().encodeToString(value));
        if (!session.isEmpty()) {
            pair.put("Session", session);
        } else {
            pair.put("Session", "");
        }
        pair.put("CreateIndex", index);
        pair.put("ModifyIndex", index);
        keys.put(key, pair);
    }

    private void changed() {
        index++;
        notifyAll();
    }

    private FakeAgent.Reply read(String key, Map<String, String> query) throws InterruptedException {
        long from = Long.parseLong(query.getOrDefault("index", "0"));
        long wait = query.containsKey("wait") ? io.curia.cli.flag.GoDuration.parse(query.get("wait")) / 1_000_000 : 60_000;
        long end = System.nanoTime() + wait * 1_000_000;
        while (from >= index && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        List<Object> found = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> pair : keys.entrySet()) {
            if (query.containsKey("recurse") ? pair.getKey().startsWith(key) : pair.getKey().equals(key)) {
                found.add(pair.getValue());
            }
        }
        Map<String, String> headers = Map.of("X-Consul-Index", Long.toString(index));
        return new FakeAgent.Reply(found.isEmpty() ? 404 : 200, headers, found.isEmpty() ? new byte[0] : JsonText.bytes(found), false);
    }

    static Map<String, String> query(String target) {
        Map<String, String> query = new TreeMap<>();
        int mark = target.indexOf('?');
        if (mark >= 0) {
            for (String part : target.substring(mark + 1).split("&")) {
                int equals = part.indexOf('=');
                query.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
