package io.curia.cli.lock;

import io.curia.cli.api.Api;
import io.curia.cli.api.ApiException;
import io.curia.cli.http.Query;
import io.curia.cli.json.Json;
import io.curia.cli.json.JsonText;
import java.io.IOException;
import java.util.Map;

/**
 * A session with a time to live, kept alive by a thread of its own until it is closed. If it cannot be renewed it
 * expires by itself, and whoever watches a key held with it sees that.
 */
public final class Session implements AutoCloseable {

    private static final long SECOND = 1000;

    private final Api api;
    private final String id;
    private final Thread renewer;
    private volatile boolean closed;

    private Session(Api api, String id, long renewMillis) {
        this.api = api;
        this.id = id;
        renewer = new Thread(() -> renew(renewMillis), "session-renewal");
        renewer.setDaemon(true);
        renewer.start();
    }

    /**
     * @param settings   members of the request; must contain the TTL
     * @param ttlSeconds the same TTL
     */
    public static Session create(Api api, Map<String, Object> settings, long ttlSeconds) throws IOException {
        Object answer;
        try {
            answer = Json.parse(api.put("/v1/session/create", api.writeQuery(), JsonText.bytes(settings)));
        } catch (IOException e) {
            throw new IOException("failed to create session: " + e.getMessage());
        }
        return new Session(api, Json.text(Json.map(answer), "ID"), ttlSeconds * SECOND / 2);
    }

    public String id() {
        return id;
    }

    /** Destroys the session. */
    @Override
    public void close() throws IOException {
        closed = true;
        renewer.interrupt();
        api.put("/v1/session/destroy/" + Query.path(id), api.writeQuery(), null);
    }

    private void renew(long millis) {
        long next = millis;
        while (!closed) {
            try {
                api.env().time().pause(next);
                api.put("/v1/session/renew/" + Query.path(id), api.writeQuery(), null);
                next = millis;
            } catch (ApiException e) {
                if (e.status() == 404) {
                    return;
                }
                next = SECOND;
            } catch (IOException e) {
                next = SECOND;
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
