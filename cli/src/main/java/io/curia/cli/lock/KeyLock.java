package io.curia.cli.lock;

import io.curia.cli.Time;
import io.curia.cli.flag.GoDuration;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import java.io.IOException;
import java.util.Map;

/** A lock: the key {@code PREFIX/.lock} held by our session. */
final class KeyLock extends Claim {

    /** Marks keys that are locks, as other clients mark them. */
    static final String FLAGS = "3304740253564472344";
    private static final long WAIT_NANOS = 15_000_000_000L;
    private static final long DELAYED_MILLIS = 5_000;
    private static final long MILLI = 1_000_000;

    private final Keys keys;
    private final Time time;
    private final String key;
    private final String session;
    private final LossWatch loss;

    KeyLock(Keys keys, Time time, String key, String session, int retries) {
        this.keys = keys;
        this.time = time;
        this.key = key;
        this.session = session;
        this.loss = new LossWatch(this, time, retries);
    }

    @Override
    boolean acquire(long nanos) throws IOException, InterruptedException {
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
            Map<String, Object> pair = found.one();
            if (pair != null && !Json.text(pair, "Flags").equals(FLAGS)) {
                throw new IOException("Existing key does not match lock use");
            }
            String holder = pair == null ? "" : Json.text(pair, "Session");
            if (holder.equals(session)) {
                return true;
            }
            index = Math.max(1, found.index());
            if (holder.isEmpty()) {
                if (keys.write(key, keys.writeQuery().set("acquire", session).set("flags", FLAGS), new byte[0])) {
                    return true;
                }
                if (!delayed(nanos, start)) {
                    return false;
                }
            }
        }
        return false;
    }

    /** After a holder was lost the servers keep the key free for a while: wait a little unless it has a new holder. */
    private boolean delayed(long nanos, long start) throws IOException, InterruptedException {
        Map<String, Object> pair = keys.read(key, keys.query().set("consistent", ""), call()).one();
        if (pair != null && !Json.text(pair, "Session").isEmpty()) {
            return true;
        }
        long left = nanos == 0 ? DELAYED_MILLIS : (nanos - (time.nanos() - start)) / MILLI;
        if (left <= 0) {
            return false;
        }
        time.pause(Math.min(DELAYED_MILLIS, left));
        return !stopped();
    }

    private Keys.Found read(long index, long waitNanos) throws IOException {
        Query query = keys.query();
        if (index > 0) {
            query.set("index", Long.toString(index)).set("wait", GoDuration.format(Math.max(MILLI, waitNanos / MILLI * MILLI)));
        }
        try {
            return keys.read(key, query, call());
        } catch (IOException e) {
            if (stopped()) {
                return new Keys.Found(index, java.util.List.of());
            }
            throw e;
        }
    }

    @Override
    void awaitLoss() throws IOException {
        loss.run(index -> {
            Query query = keys.query().set("consistent", "").set("index", Long.toString(index));
            Keys.Found found = keys.read(key, query, call());
            Map<String, Object> pair = found.one();
            return pair != null && Json.text(pair, "Session").equals(session) ? found.index() : -1;
        });
    }

    @Override
    void release() throws IOException {
        keys.write(key, keys.writeQuery().set("release", session).set("flags", FLAGS), new byte[0]);
    }

    @Override
    void cleanUp() throws IOException {
        Map<String, Object> pair = keys.read(key, keys.query(), call()).one();
        if (pair != null && Json.text(pair, "Session").isEmpty() && Json.text(pair, "Flags").equals(FLAGS)) {
            keys.delete(key, keys.writeQuery().set("cas", Json.text(pair, "ModifyIndex")));
        }
    }
}
