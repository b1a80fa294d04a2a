package io.curia.http.endpoint;

import io.curia.api.model.NodeServiceList;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Params;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import java.util.List;
import java.util.function.BiConsumer;

/** The catalog (reference: http-api, section 5). */
public final class CatalogEndpoints {
    private CatalogEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/catalog/register", CatalogEndpoints::register, "PUT"));
        routes.add(new Route("/v1/catalog/deregister", CatalogEndpoints::deregister, "PUT").namespaced());
        routes.add(new Route("/v1/catalog/datacenters", CatalogEndpoints::datacenters, "GET"));
        routes.add(new Route("/v1/catalog/nodes", CatalogEndpoints::nodes, "GET"));
        routes.add(new Route("/v1/catalog/services", CatalogEndpoints::services, "GET").namespaced());
        routes.add(new Route("/v1/catalog/service/", call -> serviceNodes(call, false), "GET").namespaced());
        routes.add(new Route("/v1/catalog/connect/", call -> serviceNodes(call, true), "GET").namespaced());
        routes.add(new Route("/v1/catalog/node/", CatalogEndpoints::node, "GET").namespaced());
        routes.add(new Route("/v1/catalog/node-services/", CatalogEndpoints::nodeServices, "GET").namespaced());
        routes.add(new Route("/v1/catalog/gateway-services/", CatalogEndpoints::gatewayServices, "GET").namespaced());
    }

    private static void register(Call call) {
        String token = call.token();
        document(call, RegisterRequest.class, true, (request, body) -> call.write(CatalogOperations.REGISTER, request,
                new WriteOptions(either(request.datacenter(), call.query().get("dc")), token), call::json));
    }

    private static void deregister(Call call) {
        String token = call.token();
        document(call, DeregisterRequest.class, true, (request, body) -> call.write(CatalogOperations.DEREGISTER,
                request, new WriteOptions(either(request.datacenter(), call.query().get("dc")), token), call::json));
    }

    static String either(String first, String second) {
        return first == null || first.isEmpty() ? second : first;
    }

    /** Reads a body as a record, with the message that every endpoint begins such failures with. */
    static <T> void document(Call call, Class<T> type, boolean strict, BiConsumer<T, byte[]> then) {
        call.body(body -> then.accept(parse(call, body, type, strict, "Request decode failed: "), body));
    }

    static <T> T parse(Call call, byte[] body, java.lang.reflect.Type type, boolean strict, String prefix) {
        try {
            return call.services().codec().parse(body, type, strict);
        } catch (CuriaException e) {
            throw CuriaException.badRequest(prefix + e.getMessage());
        }
    }

    private static void datacenters(Call call) {
        call.readOptions();
        call.cacheable().read(CatalogOperations.LIST_DATACENTERS, NoRequest.INSTANCE, ReadOptions.DEFAULT, Meta.NONE, Reply.json());
    }

    private static void nodes(Call call) {
        var request = new CatalogOperations.NodesRequest(Params.nodeMeta(call), Params.near(call));
        ReadOptions options = call.readOptions();
        boolean translate = Translation.applies(call, options.datacenter());
        call.read(CatalogOperations.LIST_NODES, request, options, Meta.FULL, translate
                ? (it, answer) -> it.json((Object) Translation.nodes(answer.value())) : Reply.json());
    }

    private static void services(Call call) {
        ReadOptions options = call.readOptions();
        var request = new CatalogOperations.ServicesRequest(Params.nodeMeta(call));
        if (!options.filter().isEmpty()) {
            options = new ReadOptions(options.datacenter(), options.token(), options.minIndex(), options.waitMillis(),
                    options.consistency(), options.maxStaleMillis(), "");
        }
        call.cacheable().read(CatalogOperations.LIST_SERVICES, request, options, Meta.FULL, Reply.json());
    }

    private static void serviceNodes(Call call, boolean connect) {
        ReadOptions options = call.readOptions();
        var request = new CatalogOperations.ServiceNodesRequest(named(call, "Missing service name"),
                call.query().all("tag"), connect, Params.nodeMeta(call), Params.near(call));
        boolean translate = Translation.applies(call, options.datacenter());
        call.cacheable().read(CatalogOperations.SERVICE_NODES, request, options, Meta.FULL, translate
                ? (it, answer) -> it.json((Object) Translation.flat(answer.value())) : Reply.json());
    }

    private static void node(Call call) {
        ReadOptions options = call.readOptions();
        call.read(CatalogOperations.NODE_SERVICES, new CatalogOperations.NodeRequest(named(call, "Missing node name")),
                options, Meta.FULL, Reply.json());
    }

    private static void nodeServices(Call call) {
        ReadOptions options = call.readOptions();
        call.read(CatalogOperations.NODE_SERVICE_LIST,
                new CatalogOperations.NodeRequest(named(call, "Missing node name")), options, Meta.FULL,
                CatalogEndpoints::sendNodeServices);
    }

    /** Here a list that is empty shows as null. */
    private static void sendNodeServices(Call call, Answer<NodeServiceList> answer) {
        call.json(200, answer.<Encoded>encoded(found -> Encoded.of(found.services() != null
                && found.services().isEmpty() ? new NodeServiceList(found.node(), null) : found)));
    }

    /** No gateway has services before the mesh part knows gateways: the answer is that of an unknown gateway. */
    private static void gatewayServices(Call call) {
        ReadOptions options = call.readOptions();
        named(call, "Missing gateway name");
        call.read(io.curia.api.op.ConfigEntryOperations.LIST,
                new io.curia.api.op.ConfigEntryOperations.ListRequest("terminating-gateway"),
                options.waitingFor(0, 0), Meta.FULL, CatalogEndpoints::sendNull);
    }

    private static void sendNull(Call call, Answer<?> answer) {
        call.json((Object) null);
    }

    /** The name behind the route's prefix. */
    static String named(Call call, String missing) {
        String name = call.suffix();
        if (name.isEmpty()) {
            throw CuriaException.badRequest(missing);
        }
        return name;
    }
}
