package io.curia.core.agent.parse;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.NodeService;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Upstream;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a service's definition has to fulfil (reference: http-api, section 4). */
public final class ServiceRules {
    private static final int MAX_META = 64;
    private static final int MAX_META_KEY = 128;
    private static final int MAX_META_VALUE = 512;
    private static final int MAX_WEIGHT = 65535;

    private ServiceRules() { }

    /** Refuses a service that makes no sense; {@code checks} are all that come with it. */
    public static void check(ServiceDefinition service, List<CheckDefinition> checks,
            Predicate<CheckDefinition> claimed) {
        if (service.name().isEmpty()) {
            throw CuriaException.badRequest("Missing service name");
        }
        String address = service.address();
        if (address.equals("0.0.0.0") || address.equals("::") || address.equals("[::]")) {
            throw CuriaException.badRequest("Invalid service address");
        }
        weights(service.weights());
        meta(service.meta());
        kind(service);
        for (CheckDefinition check : checks) {
            CheckRules.kind(check, claimed);
        }
        for (CheckDefinition check : checks) {
            if (!CheckRules.statusKnown(check)) {
                throw CuriaException.badRequest("Status for checks must 'passing', 'warning', 'critical'");
            }
        }
    }

    private static void weights(Weights weights) {
        String problem = null;
        if (weights == null) {
            return;
        }
        if (weights.passing() < 1) {
            problem = "Passing must be greater than 0";
        } else if (weights.warning() < 0) {
            problem = "Warning must be greater or equal than 0";
        } else if (weights.passing() > MAX_WEIGHT || weights.warning() > MAX_WEIGHT) {
            problem = "DNS Weight must be between 0 and 65535";
        }
        if (problem != null) {
            throw CuriaException.badRequest("Invalid Weights: " + problem);
        }
    }

    private static void meta(Map<String, String> meta) {
        if (meta == null) {
            return;
        }
        if (meta.size() > MAX_META) {
            throw CuriaException.badRequest("Invalid Service Meta: Node metadata cannot contain more than " + MAX_META
                    + " key/value pairs");
        }
        meta.forEach((key, value) -> {
            String problem = pair(key, value);
            if (problem != null) {
                throw CuriaException.badRequest("Invalid Service Meta: Couldn't load metadata pair ('" + key + "', '"
                        + value + "'): " + problem);
            }
        });
    }

    private static String pair(String key, String value) {
        if (key.isEmpty()) {
            return "Key cannot be blank";
        }
        if (!key.chars().allMatch(ServiceRules::keyCharacter)) {
            return "Key contains invalid characters";
        }
        if (key.length() > MAX_META_KEY) {
            return "Key is too long (limit: " + MAX_META_KEY + " characters)";
        }
        if (key.startsWith("consul-")) {
            return "Key prefix 'consul-' is reserved for internal use";
        }
        return value.length() > MAX_META_VALUE ? "Value is too long (limit: " + MAX_META_VALUE + " characters)" : null;
    }

    private static boolean keyCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static void kind(ServiceDefinition service) {
        List<String> problems = new ArrayList<>();
        switch (service.kind()) {
            case NodeService.CONNECT_PROXY -> connectProxy(service, problems);
            case "mesh-gateway", "terminating-gateway", "ingress-gateway" -> gateway(service, problems);
            default -> { }
        }
        ServiceDefinition sidecar = service.connect() == null ? null : service.connect().sidecarService();
        if (sidecar != null) {
            if (!sidecar.id().isEmpty()) {
                problems.add("A SidecarService cannot specify an ID as this is managed by the agent");
            }
            if (sidecar.connect() != null && sidecar.connect().sidecarService() != null) {
                problems.add("A SidecarService cannot have a nested SidecarService");
            }
        }
        if (!problems.isEmpty()) {
            throw CuriaException.badRequest(several(problems));
        }
    }

    private static void connectProxy(ServiceDefinition service, List<String> problems) {
        if (service.proxy() == null || service.proxy().destinationServiceName().isBlank()) {
            problems.add("Proxy.DestinationServiceName must be non-empty for Connect proxy services");
        }
        if (service.port() == 0 && service.socketPath().isEmpty()) {
            problems.add("Port or SocketPath must be set for a Connect proxy");
        }
        if (service.connect() != null && service.connect().isNative()) {
            problems.add("A Proxy cannot also be Connect Native, only typical services");
        }
        if (service.proxy() != null && service.proxy().upstreams() != null) {
            for (Upstream upstream : service.proxy().upstreams()) {
                upstream(upstream, problems);
            }
        }
    }

    private static void upstream(Upstream upstream, List<String> problems) {
        boolean bound = upstream.localBindPort() != 0 || !upstream.localBindSocketPath().isEmpty();
        if (upstream.destinationName().isEmpty()) {
            problems.add("upstream destination name cannot be empty");
        } else if (!bound && !upstream.centrallyConfigured()) {
            problems.add("upstream local bind port or local socket path must be defined and nonzero");
        }
    }

    private static void gateway(ServiceDefinition service, List<String> problems) {
        String name = switch (service.kind()) {
            case "mesh-gateway" -> "Mesh Gateway";
            case "terminating-gateway" -> "Terminating Gateway";
            default -> "Ingress Gateway";
        };
        if (service.port() == 0) {
            problems.add("Port must be non-zero for a " + name);
        }
        if (service.connect() != null && service.connect().sidecarService() != null) {
            problems.add("A " + name + " cannot have a sidecar service defined");
        }
        if (service.proxy() != null && !service.proxy().destinationServiceName().isEmpty()) {
            problems.add("The Proxy.DestinationServiceName configuration is invalid for a " + name);
        }
    }

    /** Several problems in one text, as Go's multierror prints them. */
    static String several(List<String> problems) {
        StringBuilder text = new StringBuilder();
        text.append(problems.size() == 1 ? "1 error" : problems.size() + " errors").append(" occurred:\n");
        problems.forEach(problem -> text.append("\t* ").append(problem).append('\n'));
        return text.append('\n').toString();
    }

    /** Refuses addresses that are not of the family their tag promises. */
    public static void taggedAddresses(Map<String, ServiceAddress> addresses) {
        addresses.forEach((tag, address) -> {
            boolean four = tag.equals("lan_ipv4") || tag.equals("wan_ipv4");
            boolean six = tag.equals("lan_ipv6") || tag.equals("wan_ipv6");
            if (four && !IpLiteral.isV4(address.address()) || six && !IpLiteral.isV6(address.address())) {
                throw CuriaException.failed("Service tagged address \"" + tag + "\" must be a valid "
                        + (four ? "ipv4" : "ipv6") + " address");
            }
        });
    }
}
