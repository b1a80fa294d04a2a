package io.curia.faults;

import io.curia.faults.Client.Shared;
import io.curia.faults.Http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The clients, their threads, and what they read when all is over. */
final class Workload {
    private static final int KV_CLIENTS = 5;
    private static final int CATALOG_CLIENTS = 1;
    private static final int LOCK_CLIENTS = 3;
    /** What still waits for an answer has to time out first. */
    private static final int END_MILLIS = 30_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Shared shared;
    private final Groups keys = new Groups("k", 3, 150);
    private final Groups services = new Groups("s", 1, 80);
    private final Groups locks = new Groups("l", 2, 150);
    private final Beacon beacon;
    private final List<Follower> followers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Workload(Shared shared) {
        this.shared = shared;
        for (int i = 0; i < KV_CLIENTS; i++) {
            start(new KvClient(shared, "kv" + i, keys), "kv" + i);
        }
        for (int i = 0; i < CATALOG_CLIENTS; i++) {
            start(new CatalogClient(shared, "catalog" + i, services), "catalog" + i);
        }
        for (int i = 0; i < LOCK_CLIENTS; i++) {
            start(new LockClient(shared, "lock" + i, locks), "lock" + i);
        }
        beacon = new Beacon(shared);
        start(beacon, "beacon");
        for (Server server : shared.servers()) {
            for (Follower.What what : Follower.What.values()) {
                Follower follower = new Follower(shared, server, what);
                followers.add(follower);
                start(follower, "follower-" + follower);
            }
        }
    }

    private void start(Runnable client, String name) {
        Thread thread = new Thread(client, "faults-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    void stop() throws InterruptedException {
        shared.stop().countDown();
        for (Thread thread : threads) {
            thread.join(END_MILLIS);
            if (thread.isAlive()) {
                shared.findings().accept("the request of " + thread.getName() + " was never answered and did not time out");
            }
        }
    }

    Beacon beacon() {
        return beacon;
    }

    List<Follower> followers() {
        return followers;
    }

    /** What was acknowledged must be found by the last reads, which are part of the history. */
    void readAll() throws InterruptedException {
        for (Server server : shared.servers()) {
            Map<String, Map<String, String>> found = new HashMap<>();
            keys.all().forEach(group -> found.put(KvClient.FOLDER + group, new HashMap<>(Map.of("a", Op.ABSENT, "b", Op.ABSENT))));
            readFolder(server, KvClient.FOLDER, found);
            found.clear();
            locks.all().forEach(group -> found.put(LockClient.FOLDER + group, new HashMap<>(Map.of(LockClient.KEY, Op.ABSENT))));
            readFolder(server, LockClient.FOLDER, found);
        }
        for (String group : services.all()) {
            long invoked = shared.history().now();
            Answer answer = shared.http().get(shared.servers().get(0), "/v1/catalog/service/" + group + "?consistent", TIMEOUT);
            if (answer.isOk()) {
                shared.history().add(group, Op.read("last read", Map.of(CatalogClient.KEY,
                        CatalogClient.registered(answer.json())), invoked, shared.history().now()));
            }
        }
    }

    private void readFolder(Server server, String folder, Map<String, Map<String, String>> found) throws InterruptedException {
        long invoked = shared.history().now();
        Answer answer = shared.http().get(server, "/v1/kv/" + folder + "?recurse&consistent", TIMEOUT);
        if (!Client.hasAnswer(answer)) {
            shared.findings().accept("the last read at " + server.name() + " failed: " + answer.status() + " " + answer.body());
            return;
        }
        if (answer.isOk()) {
            answer.json().forEach(entry -> {
                String key = entry.path("Key").asText();
                if (folder.equals(LockClient.FOLDER)) {
                    found.get(key).put(LockClient.KEY, entry.path("Session").asText(Op.ABSENT));
                } else {
                    int slash = key.lastIndexOf('/');
                    found.get(key.substring(0, slash)).put(key.substring(slash + 1), Client.value(entry));
                }
            });
        }
        long returned = shared.history().now();
        found.forEach((group, values) -> shared.history().add(group.substring(folder.length()),
                Op.read("last read@" + server.name(), values, invoked, returned)));
    }
}
