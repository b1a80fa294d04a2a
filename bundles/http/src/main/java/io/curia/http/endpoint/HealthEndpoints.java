package io.curia.http.endpoint;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.ReadOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Params;
import io.curia.http.call.Query;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.util.List;

/** Health views (reference: http-api, section 6). */
public final class HealthEndpoints {
    private static final Reply<List<CheckServiceNode>> INVALID_PASSING =
            (call, answer) -> call.text(400, "Invalid value for ?passing");

    private HealthEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/health/node/", HealthEndpoints::node, "GET").namespaced());
        routes.add(new Route("/v1/health/checks/", HealthEndpoints::checks, "GET").namespaced());
        routes.add(new Route("/v1/health/state/", HealthEndpoints::state, "GET").namespaced());
        routes.add(new Route("/v1/health/service/", call -> service(call, Endpoint.SERVICE), "GET").namespaced());
        routes.add(new Route("/v1/health/connect/", call -> service(call, Endpoint.CONNECT), "GET").namespaced());
        routes.add(new Route("/v1/health/ingress/", call -> service(call, Endpoint.INGRESS), "GET").namespaced());
    }

    private static void node(Call call) {
        ReadOptions options = call.readOptions();
        var request = new HealthOperations.NodeRequest(CatalogEndpoints.named(call, "Missing node name"));
        call.read(HealthOperations.NODE_CHECKS, request, options, Meta.FULL, Reply.json());
    }

    private static void checks(Call call) {
        ReadOptions options = call.readOptions();
        var request = new HealthOperations.ServiceChecksRequest(CatalogEndpoints.named(call, "Missing service name"),
                Params.nodeMeta(call), Params.near(call));
        call.read(HealthOperations.SERVICE_CHECKS, request, options, Meta.FULL, Reply.json());
    }

    private static void state(Call call) {
        ReadOptions options = call.readOptions();
        var request = new HealthOperations.StateRequest(CatalogEndpoints.named(call, "Missing check state"),
                Params.nodeMeta(call), Params.near(call));
        call.read(HealthOperations.CHECKS_IN_STATE, request, options, Meta.FULL, Reply.json());
    }

    private static void service(Call call, Endpoint endpoint) {
        ReadOptions options = call.readOptions();
        Query query = call.query();
        String name = CatalogEndpoints.named(call, "Missing service name");
        Boolean passing = passing(query);
        var request = new HealthOperations.ServiceRequest(name, endpoint, query.all("tag"),
                Boolean.TRUE.equals(passing), Params.nodeMeta(call), Params.near(call));
        String datacenter = options.datacenter();
        Reply<List<CheckServiceNode>> reply = !Translation.applies(call, datacenter) ? Reply.json()
                : (it, answer) -> it.json((Object) Translation.instances(it, datacenter, answer.value()));
        call.cacheable().read(HealthOperations.SERVICE_NODES, request, options, Meta.FULL,
                passing == null ? INVALID_PASSING : reply);
    }

    /** Null when it is neither true nor false. The client hears of that only after the query, as ever. */
    private static Boolean passing(Query query) {
        if (!query.has("passing")) {
            return Boolean.FALSE;
        }
        String value = query.get("passing");
        return value.isEmpty() ? Boolean.TRUE : GoText.parseBool(value);
    }
}
