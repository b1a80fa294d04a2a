package io.curia.http.endpoint;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.LocalServices;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Params;
import io.curia.http.call.Query;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import io.curia.http.text.Percent;
import java.util.List;
import org.eclipse.jetty.http.HttpField;

/** The agent's own services (reference: http-api, section 4). */
public final class AgentServiceEndpoints {
    /** How long a service is watched when the client does not say. */
    private static final long DEFAULT_WAIT_MILLIS = 600_000;

    private AgentServiceEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/agent/services", AgentServiceEndpoints::services, "GET").namespaced());
        routes.add(new Route("/v1/agent/service/", AgentServiceEndpoints::service, "GET").namespaced());
        routes.add(new Route("/v1/agent/service/register", AgentServiceEndpoints::register, "PUT")
                .namespaced().blocking());
        routes.add(new Route("/v1/agent/service/deregister/", AgentServiceEndpoints::deregister, "PUT")
                .namespaced().blocking());
        routes.add(new Route("/v1/agent/service/maintenance/", AgentServiceEndpoints::maintenance, "PUT")
                .namespaced().blocking());
    }

    /** The id behind the prefix; since 1.10 its escapes are resolved a second time. */
    static String id(Call call) {
        String once = call.suffix();
        String twice = Percent.decode(once, false);
        if (twice == null) {
            throw CuriaException.failed("failure in unescaping path param " + GoText.quote(once)
                    + ": invalid URL escape " + GoText.quote(Percent.broken(once)));
        }
        return twice;
    }

    private static void services(Call call) {
        AgentAccess.filteredServices(call, services -> call.json((Object) AgentServiceView.of(services)));
    }

    private static void service(Call call) {
        String id = id(call);
        Query query = call.query();
        String hash = query.get("hash");
        LocalServices local = call.services().local();
        AgentAccess.service(call, id, () -> {
            if (hash.isEmpty()) {
                send(call, id, local.service(id));
            } else {
                long wait = Params.wait(query);
                call.settle(local.awaitService(id, hash, wait == 0 ? DEFAULT_WAIT_MILLIS : wait),
                        service -> send(call, id, service));
            }
        });
    }

    private static void send(Call call, String id, AgentService service) {
        if (service == null) {
            call.text(404, "unknown service ID: " + id);
            return;
        }
        call.headers().add(new HttpField("X-Consul-Contenthash", service.contentHash()));
        call.json(AgentServiceView.of(service));
    }

    private static void register(Call call) {
        Query query = call.query();
        boolean replace = GoText.isTrue(query.get("replace-existing-checks"), query.has("replace-existing-checks"));
        String token = call.token();
        call.body(body -> {
            var definition = call.services().definitions().service(body);
            call.services().local().register(definition, replace, token);
            call.empty(200);
        });
    }

    private static void deregister(Call call) {
        String id = id(call);
        if (id.isEmpty()) {
            throw CuriaException.failed("ServiceID missing");
        }
        AgentAccess.writeService(call, id, () -> {
            call.services().local().deregisterService(id);
            call.empty(200);
        });
    }

    private static void maintenance(Call call) {
        String id = id(call);
        if (id.isEmpty()) {
            throw CuriaException.badRequest("Missing service ID");
        }
        boolean enable = enable(call.query());
        AgentAccess.writeService(call, id, () -> {
            call.services().local().serviceMaintenance(id, enable, call.query().get("reason"), call.token());
            call.empty(200);
        });
    }

    /** Whether maintenance begins or ends. */
    static boolean enable(Query query) {
        String value = query.get("enable");
        if (!query.has("enable")) {
            throw CuriaException.badRequest("Missing value for enable");
        }
        Boolean enable = GoText.parseBool(value);
        if (enable == null) {
            throw CuriaException.badRequest("Invalid value for enable: " + GoText.quote(value));
        }
        return enable;
    }
}
