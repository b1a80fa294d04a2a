package io.curia.http.endpoint;

import io.curia.api.model.GoDuration;
import io.curia.api.model.Session;
import io.curia.api.model.SessionServiceCheck;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import java.util.List;
import java.util.Map;

/** Sessions (reference: http-api, section 8). */
public final class SessionEndpoints {
    private static final List<String> SERF_HEALTH = List.of("serfHealth");
    private static final long SECOND = 1_000_000_000L;
    private static final long DEFAULT_LOCK_DELAY = 15 * SECOND;
    /** Below this a number means seconds, as clients of long ago sent it. */
    private static final long LEAST_NANOS = 1000;

    private SessionEndpoints() { }

    /** A session as clients describe it. */
    record SessionRequest(Object lockDelay, String node, String name, List<String> checks, List<String> nodeChecks,
            List<SessionServiceCheck> serviceChecks, String behavior, @io.curia.api.model.Wire("TTL") String ttl) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/session/create", SessionEndpoints::create, "PUT").namespaced());
        routes.add(new Route("/v1/session/destroy/", SessionEndpoints::destroy, "PUT").namespaced());
        routes.add(new Route("/v1/session/renew/", SessionEndpoints::renew, "PUT").namespaced());
        routes.add(new Route("/v1/session/info/", SessionEndpoints::info, "GET").namespaced());
        routes.add(new Route("/v1/session/node/", SessionEndpoints::node, "GET").namespaced());
        routes.add(new Route("/v1/session/list", SessionEndpoints::list, "GET").namespaced());
    }

    private static void create(Call call) {
        WriteOptions options = call.writeOptions();
        if (call.request().getLength() <= 0) {
            create(call, options, new SessionRequest(null, "", "", null, null, null, "", ""));
            return;
        }
        call.body(body -> create(call, options, CatalogEndpoints.<SessionRequest>parse(call, body, SessionRequest.class,
                false, "Request decode failed: ")));
    }

    private static void create(Call call, WriteOptions options, SessionRequest asked) {
        List<String> checks = asked.checks() == null ? SERF_HEALTH : asked.checks();
        List<String> nodeChecks = asked.nodeChecks() == null ? SERF_HEALTH : asked.nodeChecks();
        if (checks.isEmpty()) {
            nodeChecks = List.of();
        }
        if (checks.equals(SERF_HEALTH) || nodeChecks.isEmpty()) {
            checks = null;
        }
        String node = asked.node().isEmpty() ? call.services().control().nodeName() : asked.node();
        String behavior = asked.behavior().isEmpty() ? Session.RELEASE : asked.behavior();
        Session session = new Session("", asked.name(), node, lockDelay(asked.lockDelay()), behavior, asked.ttl(),
                nodeChecks, asked.serviceChecks(), checks, 0, 0);
        call.write(SessionOperations.CREATE, new SessionOperations.CreateRequest(session), options,
                id -> call.json((Object) Map.of("ID", id)));
    }

    private static long lockDelay(Object given) {
        if (given instanceof String text && !text.isEmpty()) {
            try {
                return GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw CuriaException.badRequest("Request decode failed: " + e.getMessage());
            }
        }
        if (given instanceof Number number) {
            long value = number.longValue();
            return value < LEAST_NANOS ? value * SECOND : value;
        }
        return given == null ? DEFAULT_LOCK_DELAY : 0;
    }

    private static void destroy(Call call) {
        WriteOptions options = call.writeOptions();
        String id = CatalogEndpoints.named(call, "Missing session");
        call.write(SessionOperations.DESTROY, new SessionOperations.IdRequest(id), options, call::json);
    }

    private static void renew(Call call) {
        WriteOptions options = call.writeOptions();
        String id = CatalogEndpoints.named(call, "Missing session");
        call.write(SessionOperations.RENEW, new SessionOperations.IdRequest(id), options, session -> {
            if (session == null) {
                call.text(404, "Session id '" + id + "' not found");
            } else {
                call.json((Object) List.of(session));
            }
        });
    }

    private static void info(Call call) {
        ReadOptions options = call.unfiltered();
        String id = CatalogEndpoints.named(call, "Missing session");
        call.read(SessionOperations.GET, new SessionOperations.IdRequest(id), options, Meta.INDEX, Reply.json());
    }

    private static void node(Call call) {
        ReadOptions options = call.unfiltered();
        String node = CatalogEndpoints.named(call, "Missing node name");
        call.read(SessionOperations.NODE_SESSIONS, new SessionOperations.NodeRequest(node), options, Meta.INDEX,
                Reply.json());
    }

    private static void list(Call call) {
        call.read(SessionOperations.LIST, NoRequest.INSTANCE, call.unfiltered(), Meta.INDEX, Reply.json());
    }
}
