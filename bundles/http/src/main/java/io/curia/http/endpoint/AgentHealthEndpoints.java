package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentService;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Wire;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** The health of the agent's own services, for load balancers (reference: http-api, section 4). */
public final class AgentHealthEndpoints {
    private static final String MAINTENANCE = "maintenance";

    private AgentHealthEndpoints() { }

    /** A service with its state. */
    record ServiceState(String aggregatedStatus, AgentService service, List<Check> checks) { }

    /** A check in the layout of the client library. */
    record Check(String node, String checkID, String name, String status, String notes, String output,
            String serviceID, String serviceName, List<String> serviceTags, String type, Definition definition,
            long createIndex, long modifyIndex) { }

    /** A definition in that layout; the agent tells nothing in it. */
    record Definition(@Wire("HTTP") String http, Map<String, List<String>> header, String method, String body,
            @Wire("TLSServerName") String tlsServerName, @Wire("TLSSkipVerify") boolean tlsSkipVerify,
            @Wire("TCP") String tcp, @Wire("GRPC") String grpc, @Wire("GRPCUseTLS") boolean grpcUseTLS,
            String interval, String timeout, String deregisterCriticalServiceAfter) {
        static final Definition NONE =
                new Definition("", null, "", "", "", false, "", "", false, "0s", "0s", "0s");
    }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/agent/health/service/id/", AgentHealthEndpoints::byId, "GET").namespaced());
        routes.add(new Route("/v1/agent/health/service/name/", AgentHealthEndpoints::byName, "GET").namespaced());
    }

    private static void byId(Call call) {
        String id = AgentServiceEndpoints.id(call);
        if (id.isEmpty()) {
            call.text(500, "Bad request: Missing serviceID");
            return;
        }
        AgentService service = call.services().local().services().get(id);
        if (service == null) {
            String reason = "ServiceId " + id + " not found";
            call.headers().add(new HttpField("X-Consul-Reason", reason));
            call.json(404, Encoded.of(wantsText(call) ? reason : new ServiceState("critical", null, null)));
            return;
        }
        AgentAccess.require(call, Resource.SERVICE, service.service(), Access.READ,
                () -> send(call, state(call, service)));
    }

    private static void byName(Call call) {
        String name = AgentServiceEndpoints.id(call);
        if (name.isEmpty()) {
            call.text(500, "Bad request: Missing service Name");
            return;
        }
        AgentAccess.require(call, Resource.SERVICE, name, Access.READ, () -> sendAll(call, name));
    }

    private static void sendAll(Call call, String name) {
        List<ServiceState> states = new ArrayList<>();
        ServiceState worst = null;
        for (AgentService service : new TreeMap<>(call.services().local().services()).values()) {
            if (service.service().equals(name)) {
                ServiceState state = state(call, service);
                states.add(state);
                if (worst == null || rank(state.aggregatedStatus()) > rank(worst.aggregatedStatus())) {
                    worst = state;
                }
            }
        }
        if (worst == null) {
            String reason = "ServiceName " + name + " Not Found";
            call.headers().add(new HttpField("X-Consul-Reason", reason));
            if (wantsText(call)) {
                call.send(404, Headers.PLAIN, reason.getBytes(StandardCharsets.UTF_8));
            } else {
                call.json(404, Encoded.of(states));
            }
            return;
        }
        String status = worst.aggregatedStatus();
        reply(call, status, states);
    }

    private static void send(Call call, ServiceState state) {
        reply(call, state.aggregatedStatus(), state);
    }

    private static void reply(Call call, String status, Object body) {
        call.headers().add(new HttpField("X-Consul-Reason", status));
        int code = switch (status) {
            case HealthCheck.PASSING -> 200;
            case HealthCheck.WARNING -> 429;
            default -> 503;
        };
        if (wantsText(call)) {
            call.send(code, Headers.PLAIN, status.getBytes(StandardCharsets.UTF_8));
        } else {
            call.json(code, Encoded.of(body));
        }
    }

    private static boolean wantsText(Call call) {
        String accepted = call.request().getHeaders().get(HttpHeader.ACCEPT);
        return call.query().get("format").equals("text") || "text/plain".equals(accepted);
    }

    private static ServiceState state(Call call, AgentService service) {
        List<Check> checks = new ArrayList<>();
        String worst = HealthCheck.PASSING;
        for (HealthCheck check : new TreeMap<>(call.services().local().checks()).values()) {
            boolean own = check.serviceID().equals(service.id());
            if (own || check.serviceID().isEmpty()) {
                String status = maintains(check) ? MAINTENANCE : check.status();
                worst = rank(status) > rank(worst) ? status : worst;
                checks.add(new Check(check.node(), check.checkID(), check.name(), check.status(), check.notes(),
                        check.output(), check.serviceID(), check.serviceName(), null, "", Definition.NONE, 0, 0));
            }
        }
        return new ServiceState(worst, service, checks);
    }

    private static boolean maintains(HealthCheck check) {
        return check.checkID().equals("_node_maintenance") || check.checkID().startsWith("_service_maintenance:");
    }

    private static int rank(String status) {
        return switch (status) {
            case HealthCheck.PASSING -> 0;
            case HealthCheck.WARNING -> 1;
            case MAINTENANCE -> 3;
            default -> 2;
        };
    }
}
