package io.curia.http.endpoint;

import io.curia.api.agent.AgentControl;
import io.curia.api.agent.AgentControl.ServerAddresses;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.StatusOperations;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Reply;
import io.curia.http.call.Route;
import java.util.List;

/** Who leads (reference: http-api, section 9). */
public final class StatusEndpoints {
    private StatusEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/status/leader", StatusEndpoints::leader, "GET"));
        routes.add(new Route("/v1/status/peers", StatusEndpoints::peers, "GET"));
    }

    private static void leader(Call call) {
        if (own(call)) {
            call.json((Object) call.services().control().servers().leader());
        } else {
            call.read(StatusOperations.LEADER, NoRequest.INSTANCE, elsewhere(call), Meta.NONE, Reply.json());
        }
    }

    private static void peers(Call call) {
        if (own(call)) {
            ServerAddresses servers = call.services().control().servers();
            call.json((Object) servers.peers());
        } else {
            call.read(StatusOperations.PEERS, NoRequest.INSTANCE, elsewhere(call), Meta.NONE, Reply.json());
        }
    }

    /** Whether this agent knows it itself: a server, of its own datacenter. */
    private static boolean own(Call call) {
        String datacenter = call.query().get("dc");
        AgentControl control = call.services().control();
        return control.server() && (datacenter.isEmpty() || datacenter.equals(control.datacenter()));
    }

    private static ReadOptions elsewhere(Call call) {
        return ReadOptions.STALE.in(call.query().get("dc"));
    }
}
