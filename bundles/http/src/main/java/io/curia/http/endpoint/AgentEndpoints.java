package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentControl;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Query;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.util.List;
import java.util.Map;

/** The agent itself and its membership (reference: http-api, section 4). */
public final class AgentEndpoints {
    /** The versions of Envoy that the compatible release names. */
    private static final List<String> ENVOY = List.of("1.20.2", "1.18.6", "1.17.4", "1.16.5", "1.15.5");

    private AgentEndpoints() { }

    /** The summary at the head of {@code agent/self}. */
    record Summary(String datacenter, String primaryDatacenter, String nodeName, @Wire("NodeID") String nodeID,
            String revision, boolean server, String version) { }

    /** The answer of {@code agent/self}. */
    record Self(Summary config, Map<String, Object> debugConfig, @Wire(omitEmpty = true) Coordinate coord,
            Member member, Map<String, Map<String, String>> stats, Map<String, String> meta,
            @Wire("xDS") Xds xds) { }

    /** Which proxies can be served. */
    record Xds(Map<String, List<String>> supportedProxies) { }

    /** A secret to set. */
    record TokenBody(String token) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/agent/self", AgentEndpoints::self, "GET").blocking());
        routes.add(new Route("/v1/agent/members", AgentEndpoints::members, "GET"));
        routes.add(new Route("/v1/agent/join/", AgentEndpoints::join, "PUT").blocking());
        routes.add(new Route("/v1/agent/leave", AgentEndpoints::leave, "PUT").blocking());
        routes.add(new Route("/v1/agent/force-leave/", AgentEndpoints::forceLeave, "PUT").blocking());
        routes.add(new Route("/v1/agent/reload", AgentEndpoints::reload, "PUT").blocking());
        routes.add(new Route("/v1/agent/maintenance", AgentEndpoints::maintenance, "PUT").blocking());
        routes.add(new Route("/v1/agent/token/", AgentEndpoints::token, "PUT").blocking());
        routes.add(new Route("/v1/agent/bundles", AgentEndpoints::bundles, "GET").blocking());
    }

    private static void self(Call call) {
        AgentAccess.readAgent(call, () -> {
            AgentControl control = call.services().control();
            Map<String, Object> debug = control.debugConfig();
            Object primary = debug == null ? null : debug.get("PrimaryDatacenter");
            String named = primary instanceof String text && !text.isEmpty() ? text : control.datacenter();
            Summary summary = new Summary(control.datacenter(), named, control.nodeName(), control.nodeID(), "",
                    control.server(), control.version());
            call.json(new Self(summary, debug, control.coordinate(), control.self(), control.stats(), control.meta(),
                    new Xds(Map.of("envoy", ENVOY))));
        });
    }

    private static void members(Call call) {
        Query query = call.query();
        String segment = query.get("segment");
        if (!segment.isEmpty() && !segment.equals("_all")) {
            throw CuriaException.failed("Network segments are not supported in this version of Consul");
        }
        boolean wan = !query.get("wan").isEmpty();
        AgentAccess.authorize(call, who -> {
            List<Member> all = call.services().control().members(wan);
            call.json((Object) (who == null ? all : all.stream()
                    .filter(member -> who.allows(Resource.NODE, member.name(), Access.READ)).toList()));
        });
    }

    private static void join(Call call) {
        String address = AgentServiceEndpoints.id(call);
        boolean wan = !call.query().get("wan").isEmpty();
        AgentAccess.writeAgent(call, () -> call.settle(call.services().control().join(address, wan),
                reached -> call.empty(200)));
    }

    private static void leave(Call call) {
        AgentAccess.writeAgent(call, () -> call.settle(call.services().control().leave(), done -> call.empty(200)));
    }

    private static void forceLeave(Call call) {
        String node = AgentServiceEndpoints.id(call);
        Query query = call.query();
        AgentAccess.require(call, Resource.OPERATOR, "", Access.WRITE, () -> {
            call.services().control().forceLeave(node, query.has("prune"), query.has("wan"));
            call.empty(200);
        });
    }

    private static void reload(Call call) {
        // the bundle that takes the place of another may be this one
        AgentAccess.writeAgent(call, () -> call.outlive(call.services().control()::reload, () -> call.empty(200)));
    }

    private static void maintenance(Call call) {
        boolean enable = AgentServiceEndpoints.enable(call.query());
        String reason = call.query().get("reason");
        AgentAccess.writeNode(call, () -> {
            call.services().local().nodeMaintenance(enable, reason, call.token());
            call.empty(200);
        });
    }

    private static void token(Call call) {
        if (!call.services().accessControlled()) {
            throw new CuriaException(CuriaException.Kind.ACL_DISABLED, "ACL support disabled");
        }
        String name = AgentServiceEndpoints.id(call);
        AgentAccess.writeAgent(call, () -> CatalogEndpoints.document(call, TokenBody.class, true, (asked, body) -> {
            try {
                call.services().control().setToken(name, asked.token());
            } catch (CuriaException e) {
                throw e.kind() == CuriaException.Kind.NOT_FOUND
                        ? CuriaException.notFound("Token " + GoText.quote(name) + " is unknown") : e;
            }
            call.empty(200);
        }));
    }

    private static void bundles(Call call) {
        AgentAccess.readOperator(call, () -> {
            var inventory = call.services().optional().bundles();
            if (inventory == null) {
                throw CuriaException.notFound("No inventory of bundles is available");
            }
            call.json((Object) inventory.bundles());
        });
    }
}
