package io.curia.http.endpoint;

import io.curia.api.check.CheckStatus;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.util.List;

/** The agent's own checks (reference: http-api, section 4). */
public final class AgentCheckEndpoints {
    private AgentCheckEndpoints() { }

    /** What a TTL check's owner reports. */
    record Update(String status, String output) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/agent/checks", AgentCheckEndpoints::checks, "GET").namespaced());
        routes.add(blocking("/v1/agent/check/register", AgentCheckEndpoints::register));
        routes.add(blocking("/v1/agent/check/deregister/", AgentCheckEndpoints::deregister));
        routes.add(blocking("/v1/agent/check/pass/", call -> report(call, "passing", call.query().get("note"))));
        routes.add(blocking("/v1/agent/check/warn/", call -> report(call, "warning", call.query().get("note"))));
        routes.add(blocking("/v1/agent/check/fail/", call -> report(call, "critical", call.query().get("note"))));
        routes.add(blocking("/v1/agent/check/update/", AgentCheckEndpoints::update));
    }

    private static Route blocking(String pattern, io.curia.http.call.Endpoint endpoint) {
        return new Route(pattern, endpoint, "PUT").namespaced().blocking();
    }

    private static void checks(Call call) {
        AgentAccess.filteredChecks(call, checks -> call.json((Object) checks));
    }

    private static void register(Call call) {
        String token = call.token();
        call.body(body -> {
            call.services().local().register(call.services().definitions().check(body), token);
            call.empty(200);
        });
    }

    private static void deregister(Call call) {
        String id = AgentServiceEndpoints.id(call);
        if (id.isEmpty()) {
            throw CuriaException.failed("CheckID missing");
        }
        AgentAccess.writeCheck(call, id, () -> {
            call.services().local().deregisterCheck(id);
            call.empty(200);
        });
    }

    private static void update(Call call) {
        CatalogEndpoints.document(call, Update.class, true, (update, body) -> {
            String status = update.status() == null ? "" : update.status();
            if (CheckStatus.of(status) == null) {
                throw CuriaException.badRequest("Invalid check status: '" + status + "'");
            }
            report(call, status, update.output() == null ? "" : update.output());
        });
    }

    private static void report(Call call, String status, String output) {
        String id = AgentServiceEndpoints.id(call);
        if (id.isEmpty()) {
            throw CuriaException.failed("CheckID " + GoText.quote(id) + " does not have associated TTL");
        }
        AgentAccess.writeCheck(call, id, () -> {
            call.services().local().updateTtl(id, status, output);
            call.empty(200);
        });
    }
}
