package io.curia.faults;

import io.curia.faults.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts up in a key and in a service, for the {@link Follower}s, and notes when each number was acknowledged. */
final class Beacon extends Client {
    static final String KEY_PATH = "/v1/kv/beacon/key";
    static final String SERVICE_PATH = "/v1/health/service/beacon";
    private static final int INTERVAL_MILLIS = 300;

    private final List<Lit> key = new ArrayList<>();
    private final List<Lit> service = new ArrayList<>();
    private long number;

    /** An acknowledged number. */
    record Lit(long number, long time) { }

    Beacon(Shared shared) {
        super(shared, "beacon");
    }

    @Override
    void step(Server server) throws InterruptedException {
        pause(INTERVAL_MILLIS);
        number++;
        Answer answer = http.put(server, KEY_PATH, String.valueOf(number), TIMEOUT);
        note(answer, key);
        answer = http.put(server, "/v1/catalog/register", "{\"Node\":\"beacon\",\"Address\":\"192.0.2.1\",\"Service\":"
                + "{\"Service\":\"beacon\",\"Meta\":{\"" + CatalogClient.KEY + "\":\"" + number + "\"}}}", TIMEOUT);
        note(answer, service);
    }

    private synchronized void note(Answer answer, List<Lit> to) {
        if (answer.isOk()) {
            to.add(new Lit(number, history.now()));
        }
    }

    /** By what followers ask for. Any thread. */
    synchronized Map<Follower.What, List<Lit>> lit() {
        return Map.of(Follower.What.KEY, List.copyOf(key), Follower.What.KEY_STALE, List.copyOf(key), Follower.What.SERVICE,
                List.copyOf(service));
    }
}
