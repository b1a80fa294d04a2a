package io.curia.core.agent;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.Expose;
import io.curia.api.model.MeshGateway;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.op.CuriaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The sidecar proxy that comes with a service's definition. */
final class Sidecar {
    private static final String SUFFIX = "-sidecar-proxy";

    private Sidecar() { }

    static String id(String serviceID) {
        return serviceID + SUFFIX;
    }

    /**
     * The complete definition of a service's sidecar, or null when it has none.
     *
     * @param used ports of the agent's other services
     * @param before the port it had until now, 0 for none
     */
    static ServiceDefinition of(ServiceDefinition service, AgentSettings settings, Supplier<Set<Integer>> used, int before) {
        ServiceDefinition given = service.connect() == null ? null : service.connect().sidecarService();
        if (given == null) {
            return null;
        }
        String serviceID = ServiceBuilder.id(service);
        if (service.name().isEmpty()) {
            throw CuriaException.badRequest("Invalid SidecarService: Sidecar service cannot be registered without a name");
        }
        int port = given.port() != 0 ? given.port() : before != 0 ? before : free(settings, used.get());
        List<CheckDefinition> checks = given.checks() == null && given.check() == null
                ? defaults(given.address(), port, serviceID) : given.checks();
        return new ServiceDefinition(NodeService.CONNECT_PROXY, id(serviceID),
                given.name().isEmpty() ? service.name() + SUFFIX : given.name(),
                given.tags() == null ? service.tags() : given.tags(), given.address(), given.taggedAddresses(),
                given.check(), checks, given.meta() == null ? service.meta() : given.meta(), port, given.socketPath(),
                given.token().isEmpty() ? service.token() : given.token(), given.weights(), given.enableTagOverride(),
                proxy(given.proxy(), service, serviceID), null, given.namespace());
    }

    private static Proxy proxy(Proxy given, ServiceDefinition service, String serviceID) {
        Proxy p = given == null ? Proxy.NONE : given;
        boolean named = !p.destinationServiceName().isEmpty();
        boolean local = p.localServicePort() > 0 || !p.localServiceSocketPath().isEmpty();
        return new Proxy(named ? p.destinationServiceName() : service.name(),
                p.destinationServiceID().isEmpty() ? serviceID : p.destinationServiceID(),
                p.localServiceAddress().isEmpty() && p.localServiceSocketPath().isEmpty() ? "127.0.0.1"
                        : p.localServiceAddress(),
                local ? p.localServicePort() : service.port(), p.localServiceSocketPath(), p.mode(), p.config(),
                p.upstreams(), p.meshGateway() == null ? MeshGateway.NONE : p.meshGateway(),
                p.expose() == null ? Expose.NONE : p.expose(), p.transparentProxy());
    }

    private static int free(AgentSettings settings, Set<Integer> used) {
        if (settings.sidecarMinPort() < 1 || settings.sidecarMaxPort() < 1) {
            throw CuriaException.badRequest("Invalid SidecarService: no port provided for sidecar_service and port "
                    + "auto-assignment disabled in config");
        }
        for (int port = settings.sidecarMinPort(); port <= settings.sidecarMaxPort(); port++) {
            if (!used.contains(port)) {
                return port;
            }
        }
        throw CuriaException.badRequest("Invalid SidecarService: no port provided for sidecar_service and none left in "
                + "the configured range [" + settings.sidecarMinPort() + ", " + settings.sidecarMaxPort() + "]");
    }

    private static List<CheckDefinition> defaults(String address, int port, String serviceID) {
        String host = address.isEmpty() ? "127.0.0.1" : address;
        Map<String, Object> tcp = new LinkedHashMap<>();
        tcp.put("TCP", host + ":" + port);
        return List.of(
                new CheckDefinition("", "Connect Sidecar Listening", "", "", "", "", TimeUnit.SECONDS.toNanos(10), 0, 0, 0,
                        0, 0, 0, 0, tcp),
                new CheckDefinition("", "Connect Sidecar Aliasing " + serviceID, "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0,
                        Map.of("AliasService", serviceID)));
    }
}
