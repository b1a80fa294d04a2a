package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentControl;
import io.curia.api.agent.AgentControl.ServerAddresses;
import io.curia.api.gossip.Member;
import io.curia.api.model.AutopilotConfiguration;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the leader looks after the servers, and how they are (reference: http-api, section 10.1). A server is healthy when
 * the gossip pool has it alive and the consensus has a leader; positions in the log are known of this server alone.
 */
public final class AutopilotEndpoints {
    private static final String UNKNOWN_SINCE = "0001-01-01T00:00:00Z";
    private static final String NEVER = "0s";
    private static final int UNHEALTHY = 429;

    private AutopilotEndpoints() { }

    /** The health of all. */
    record Health(boolean healthy, int failureTolerance, List<ServerHealth> servers) { }

    /** The health of one. */
    record ServerHealth(@Wire("ID") String id, String name, String address, String serfStatus, String version,
            boolean leader, String lastContact, long lastTerm, long lastIndex, boolean healthy, boolean voter,
            String stableSince) { }

    /** Everything at once. */
    record State(boolean healthy, int failureTolerance, int optimisticFailureTolerance, Map<String, ServerState> servers,
            String leader, List<String> voters) { }

    /** Everything about one. */
    record ServerState(@Wire("ID") String id, String name, String address, String nodeStatus, String version,
            String lastContact, long lastTerm, long lastIndex, boolean healthy, String stableSince, boolean readReplica,
            String status, Map<String, String> meta, String nodeType) { }

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
        AgentAccess.readOperator(call, () -> {
            List<ServerHealth> servers = servers(call.services().control());
            boolean healthy = healthy(servers);
            call.json(healthy ? 200 : UNHEALTHY, Encoded.of(new Health(healthy, tolerance(servers), servers)));
        });
    }

    private static void state(Call call) {
        AgentAccess.readOperator(call, () -> {
            List<ServerHealth> servers = servers(call.services().control());
            Map<String, ServerState> states = new LinkedHashMap<>();
            List<String> voters = new ArrayList<>();
            String leader = "";
            for (ServerHealth server : servers) {
                leader = server.leader() ? server.id() : leader;
                if (server.voter()) {
                    voters.add(server.id());
                }
                states.put(server.id(), new ServerState(server.id(), server.name(), server.address(), server.serfStatus(),
                        server.version(), server.lastContact(), server.lastTerm(), server.lastIndex(), server.healthy(),
                        server.stableSince(), false, server.leader() ? "leader" : server.voter() ? "voter" : "non-voter",
                        Map.of(), "voter"));
            }
            int tolerance = tolerance(servers);
            call.json(new State(healthy(servers), tolerance, tolerance, states, leader, voters));
        });
    }

    private static boolean healthy(List<ServerHealth> servers) {
        return !servers.isEmpty() && servers.stream().allMatch(ServerHealth::healthy);
    }

    /** How many of the healthy voters may fail until there is no majority. */
    private static int tolerance(List<ServerHealth> servers) {
        int voters = (int) servers.stream().filter(ServerHealth::voter).count();
        int healthy = (int) servers.stream().filter(server -> server.voter() && server.healthy()).count();
        return Math.max(0, healthy - (voters / 2 + 1));
    }

    private static List<ServerHealth> servers(AgentControl control) {
        ServerAddresses known = control.servers();
        List<Member> members = control.members(false);
        List<ServerHealth> servers = new ArrayList<>();
        for (String address : known.peers()) {
            Member member = OperatorEndpoints.member(members, address);
            servers.add(health(control, known, address, member));
        }
        return servers;
    }

    private static ServerHealth health(AgentControl control, ServerAddresses known, String address, Member member) {
        Map<String, String> tags = member == null ? Map.of() : member.tags();
        boolean self = member != null && member.name().equals(control.nodeName());
        boolean alive = member != null && member.status() == Member.ALIVE;
        Map<String, String> raft = self ? control.stats().getOrDefault("raft", Map.of()) : Map.of();
        String build = tags.getOrDefault("build", "");
        int colon = build.indexOf(':');
        return new ServerHealth(tags.getOrDefault("id", ""), member == null ? "(unknown)" : member.name(), address,
                member == null ? "none" : alive ? "alive" : "failed", colon < 0 ? build : build.substring(0, colon),
                address.equals(known.leader()), NEVER, number(raft.get("last_log_term")), number(raft.get("last_log_index")),
                alive && !known.leader().isEmpty(), !tags.containsKey("nonvoter"), self ? since() : UNKNOWN_SINCE);
    }

    private static String since() {
        return ProcessHandle.current().info().startInstant().map(start -> start.truncatedTo(ChronoUnit.SECONDS))
                .map(Instant::toString).orElse(UNKNOWN_SINCE);
    }

    private static long number(String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
