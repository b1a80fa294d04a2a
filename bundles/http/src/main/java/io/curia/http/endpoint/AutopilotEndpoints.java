package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.gossip.Member;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.AutopilotHealth;
import io.curia.api.model.AutopilotHealth.ServerHealth;
import io.curia.api.model.Wire;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.OperatorOperations;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Query;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import io.curia.http.text.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the leader looks after the servers, and how they are (reference: http-api, section 10.1). */
public final class AutopilotEndpoints {
    private static final int UNHEALTHY = 429;

    private AutopilotEndpoints() { }

    /** Everything at once. */
    record State(boolean healthy, int failureTolerance, int optimisticFailureTolerance, Map<String, ServerState> servers,
            String leader, List<String> voters) { }

    /** Everything about one. */
    record ServerState(@Wire("ID") String id, String name, String address, String nodeStatus, String version,
            @Wire(duration = true) long lastContact, long lastTerm, long lastIndex, boolean healthy, String stableSince,
            boolean readReplica, String status, Map<String, String> meta, String nodeType) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/operator/autopilot/configuration", AutopilotEndpoints::configuration, "GET", "PUT"));
        routes.add(new Route("/v1/operator/autopilot/health", AutopilotEndpoints::health, "GET"));
        routes.add(new Route("/v1/operator/autopilot/state", AutopilotEndpoints::state, "GET"));
    }

    private static void configuration(Call call) {
        boolean read = call.method().equals("GET");
        AgentAccess.require(call, Resource.OPERATOR, "", read ? Access.READ : Access.WRITE, () -> {
            if (read) {
                call.readJson(OperatorOperations.GET_AUTOPILOT, NoRequest.INSTANCE, Meta.NONE);
            } else {
                store(call);
            }
        });
    }

    private static void store(Call call) {
        WriteOptions options = call.writeOptions();
        Query query = call.query();
        call.body(body -> {
            AutopilotConfiguration config;
            try {
                config = call.services().codec().parse(body, AutopilotConfiguration.class, true);
            } catch (CuriaException e) {
                throw CuriaException.badRequest("Bad request: Error parsing autopilot config: " + e.getMessage());
            }
            if (config == null) {
                throw CuriaException.badRequest("Bad request: Error parsing autopilot config: EOF");
            }
            long cas = query.has("cas") ? cas(query.get("cas")) : -1;
            call.write(OperatorOperations.SET_AUTOPILOT, new SetAutopilotRequest(config, cas), options, call::json);
        });
    }

    private static long cas(String text) {
        try {
            return GoText.parseUint(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Bad request: Error parsing cas value: " + e.getMessage());
        }
    }

    private static void health(Call call) {
        AgentAccess.readOperator(call, () -> call.read(OperatorOperations.SERVER_HEALTH, NoRequest.INSTANCE,
                call.readOptions(), Meta.NONE, (reply, answer) -> reply.json(answer.value().healthy() ? 200 : UNHEALTHY,
                        Encoded.of(answer.value()))));
    }

    private static void state(Call call) {
        AgentAccess.readOperator(call, () -> call.read(OperatorOperations.SERVER_HEALTH, NoRequest.INSTANCE,
                call.readOptions(), Meta.NONE, (reply, answer) -> reply.json(200, Encoded.of(state(answer.value(), readReplicas(call))))));
    }

    /** The ids of servers that say of themselves that they are not to vote. */
    private static Set<String> readReplicas(Call call) {
        return call.services().control().members(false).stream().map(Member::tags).filter(tags -> tags.containsKey("read_replica"))
                .map(tags -> tags.getOrDefault("id", "")).collect(Collectors.toSet());
    }

    private static State state(AutopilotHealth health, Set<String> readReplicas) {
        Map<String, ServerState> states = new LinkedHashMap<>();
        List<String> voters = new ArrayList<>();
        String leader = "";
        for (ServerHealth server : health.servers()) {
            leader = server.leader() ? server.id() : leader;
            if (server.voter()) {
                voters.add(server.id());
            }
            boolean replica = readReplicas.contains(server.id());
            states.put(server.id(), new ServerState(server.id(), server.name(), server.address(), server.serfStatus(),
                    server.version(), server.lastContact(), server.lastTerm(), server.lastIndex(), server.healthy(),
                    server.stableSince(), replica, server.leader() ? "leader" : server.voter() ? "voter" : "non-voter",
                    Map.of(), replica ? "read-replica" : "voter"));
        }
        return new State(health.healthy(), health.failureTolerance(), health.failureTolerance(), states, leader, voters);
    }
}
