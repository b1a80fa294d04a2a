package io.curia.http.endpoint;

import io.curia.api.model.NodeCoordinate;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CoordinateOperations;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Endpoint;
import io.curia.http.call.Meta;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import java.util.List;

/** Network coordinates (reference: http-api, section 9). */
public final class CoordinateEndpoints {
    private CoordinateEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/coordinate/datacenters", enabled(CoordinateEndpoints::datacenters), "GET"));
        routes.add(new Route("/v1/coordinate/nodes", enabled(CoordinateEndpoints::nodes), "GET"));
        routes.add(new Route("/v1/coordinate/node/", enabled(CoordinateEndpoints::node), "GET"));
        routes.add(new Route("/v1/coordinate/update", enabled(CoordinateEndpoints::update), "PUT"));
    }

    private static Endpoint enabled(Endpoint endpoint) {
        return call -> {
            if (call.services().control().coordinate() == null) {
                call.text(401, "Coordinate support disabled");
            } else {
                endpoint.handle(call);
            }
        };
    }

    private static void datacenters(Call call) {
        call.read(CoordinateOperations.LIST_DATACENTERS, NoRequest.INSTANCE, ReadOptions.DEFAULT, Meta.NONE,
                Reply.json());
    }

    private static void nodes(Call call) {
        call.read(CoordinateOperations.LIST_NODES,
                new CoordinateOperations.NodesRequest(call.query().get("segment")), call.unfiltered(), Meta.INDEX,
                Reply.json());
    }

    private static void node(Call call) {
        call.read(CoordinateOperations.NODE, new CoordinateOperations.NodeRequest(call.suffix()), call.unfiltered(),
                Meta.INDEX, sending(call.query().get("segment")));
    }

    private static Reply<List<NodeCoordinate>> sending(String segment) {
        return (call, answer) -> send(call, answer, segment);
    }

    private static void send(Call call, Answer<List<NodeCoordinate>> answer, String segment) {
        List<NodeCoordinate> found = answer.value().stream()
                .filter(one -> segment.isEmpty() || segment.equals(one.segment())).toList();
        if (found.isEmpty()) {
            Meta.forget(call.headers());
            call.empty(404);
        } else {
            call.json((Object) found);
        }
    }

    private static void update(Call call) {
        WriteOptions options = call.writeOptions();
        CatalogEndpoints.document(call, CoordinateOperations.UpdateRequest.class, true, (request, body) ->
                call.write(CoordinateOperations.UPDATE, request, options, done -> call.empty(200)));
    }
}
