package io.curia.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.curia.faults.Http.Answer;
import io.curia.faults.History.StaleRead;
import java.util.HashMap;
import java.util.Map;

/** Puts, cas, deletes, transactions and reads of all modes, on groups of two keys. */
final class KvClient extends Client {
    static final String FOLDER = "f/";
    private static final String A = "a";
    private static final String B = "b";

    private final Groups groups;

    /** What a key had; {@code index} is its ModifyIndex, 0 if it is absent. */
    private record Found(String value, long index) { }

    KvClient(Shared shared, String name, Groups groups) {
        super(shared, name);
        this.groups = groups;
    }

    @Override
    void step(Server server) throws InterruptedException {
        String group = groups.pick(random);
        String key = random.nextBoolean() ? A : B;
        int choice = random.nextInt(100);
        if (choice < 28) {
            read(server, group, key, mode());
        } else if (choice < 36) {
            readBoth(server, group, mode());
        } else if (choice < 46) {
            readStale(server, group, key);
        } else if (choice < 64) {
            put(server, group, key);
        } else if (choice < 78) {
            cas(server, group, key);
        } else if (choice < 84) {
            delete(server, group, key);
        } else {
            transaction(server, group, choice);
        }
    }

    private String mode() {
        return random.nextBoolean() ? "consistent" : "";
    }

    private static String path(String group, String key) {
        return "/v1/kv/" + FOLDER + group + "/" + key;
    }

    /** What was found, null if there was no answer. */
    private Found read(Server server, String group, String key, String mode) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.get(server, path(group, key) + "?" + mode, TIMEOUT);
        count(answer);
        if (!hasAnswer(answer)) {
            return null;
        }
        Found found = found(answer);
        history.add(group, Op.read(text(server, "get " + mode), Map.of(key, found.value), invoked, history.now()));
        return found;
    }

    private static Found found(Answer answer) {
        if (!answer.isOk()) {
            return new Found(Op.ABSENT, 0);
        }
        JsonNode entry = answer.json().get(0);
        return new Found(value(entry), entry.path("ModifyIndex").asLong());
    }

    private void readBoth(Server server, String group, String mode) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.get(server, path(group, "") + "?recurse&" + mode, TIMEOUT);
        count(answer);
        if (hasAnswer(answer)) {
            Map<String, String> found = new HashMap<>(Map.of(A, Op.ABSENT, B, Op.ABSENT));
            if (answer.isOk()) {
                answer.json().forEach(entry -> found.put(keyOf(entry), value(entry)));
            }
            history.add(group, Op.read(text(server, "recurse " + mode), found, invoked, history.now()));
        }
    }

    private static String keyOf(JsonNode entry) {
        String key = entry.path("Key").asText();
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private void readStale(Server server, String group, String key) throws InterruptedException {
        String incarnation = server.incarnation();
        long invoked = history.now();
        Answer answer = http.get(server, path(group, key) + "?stale", TIMEOUT);
        count(answer);
        if (hasAnswer(answer) && incarnation.equals(server.incarnation())) {
            history.add(new StaleRead(incarnation, group, key, found(answer).value, answer.index(), invoked, history.now()));
        }
    }

    private void put(Server server, String group, String key) throws InterruptedException {
        String value = newValue();
        long invoked = history.now();
        Answer answer = http.put(server, path(group, key), value, TIMEOUT);
        write(group, text(server, "put"), answer, Map.of(), Map.of(key, value), invoked);
    }

    private void cas(Server server, String group, String key) throws InterruptedException {
        Found found = read(server, group, key, "");
        if (found != null) {
            boolean delete = found.index > 0 && random.nextInt(5) == 0;
            String value = delete ? Op.ABSENT : newValue();
            String path = path(group, key) + "?cas=" + found.index;
            long invoked = history.now();
            Answer answer = delete ? http.delete(server, path, TIMEOUT) : http.put(server, path, value, TIMEOUT);
            // to delete what is not there is no conflict
            if (!delete) {
                write(group, text(server, "cas"), answer, Map.of(key, found.value), Map.of(key, value), invoked);
            } else if (answer.body().strip().equals("false") || !answer.isOk()) {
                write(group, text(server, "delete-cas"), answer, Map.of(key, found.value), Map.of(key, value), invoked);
            } else {
                write(group, text(server, "delete-cas"), answer, Map.of(), Map.of(key, value), invoked);
            }
        }
    }

    private void delete(Server server, String group, String key) throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.delete(server, path(group, key), TIMEOUT);
        write(group, text(server, "delete"), answer, Map.of(), Map.of(key, Op.ABSENT), invoked);
    }

    private void transaction(Server server, String group, int choice) throws InterruptedException {
        if (choice < 90) {
            String a = newValue();
            String b = newValue();
            transaction(server, group, "[" + set(group, A, a) + "," + set(group, B, b) + "]", Map.of(), Map.of(A, a, B, b));
        } else if (choice < 92) {
            transaction(server, group, "[" + op("delete", group, A, "") + "," + op("delete", group, B, "") + "]", Map.of(),
                    Map.of(A, Op.ABSENT, B, Op.ABSENT));
        } else if (choice < 97) {
            Found found = read(server, group, A, "");
            if (found != null) {
                String b = newValue();
                String check = found.index == 0 ? op("check-not-exists", group, A, "")
                        : op("check-index", group, A, ",\"Index\":" + found.index);
                transaction(server, group, "[" + check + "," + set(group, B, b) + "]", Map.of(A, found.value), Map.of(B, b));
            }
        } else {
            long invoked = history.now();
            Answer answer = http.put(server, "/v1/txn", "[" + op("get-tree", group, "", "") + "]", TIMEOUT);
            count(answer);
            if (answer.isOk()) {
                Map<String, String> found = new HashMap<>(Map.of(A, Op.ABSENT, B, Op.ABSENT));
                answer.json().path("Results").forEach(result -> found.put(keyOf(result.path("KV")), value(result.path("KV"))));
                history.add(group, Op.read(text(server, "txn get-tree"), found, invoked, history.now()));
            }
        }
    }

    private void transaction(Server server, String group, String body, Map<String, String> expects, Map<String, String> sets)
            throws InterruptedException {
        long invoked = history.now();
        Answer answer = http.put(server, "/v1/txn", body, TIMEOUT);
        write(group, text(server, "txn"), answer, expects, sets, invoked);
    }

    private static String set(String group, String key, String value) {
        return op("set", group, key, ",\"Value\":\"" + encoded(value) + "\"");
    }

    private static String op(String verb, String group, String key, String more) {
        return "{\"KV\":{\"Verb\":\"" + verb + "\",\"Key\":\"" + FOLDER + group + "/" + key + "\"" + more + "}}";
    }
}
