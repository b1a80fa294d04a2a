package io.curia.core.agent.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which names a definition's fields go by: canonical name by lower-case spelling. */
final class FieldNames {
    /** Of checks: what the core itself reads. */
    static final Map<String, String> CHECK_CORE = names("ID", "CheckID", "Name", "Notes", "ServiceID", "Token", "Status",
            "Interval", "Timeout", "TTL", "DeregisterCriticalServiceAfter", "SuccessBeforePassing",
            "FailuresBeforeWarning", "FailuresBeforeCritical", "OutputMaxSize", "Namespace", "ProxyHTTP", "ProxyGRPC");
    private static final String[] CHECK_TEXTS = {"HTTP", "Method", "Body", "TLSServerName", "TCP", "UDP", "GRPC", "H2PING",
        "DockerContainerID", "Shell", "AliasNode", "AliasService", "OSService"};
    private static final String[] CHECK_FLAGS =
        {"TLSSkipVerify", "DisableRedirects", "TCPUseTLS", "GRPCUseTLS", "H2PingUseTLS"};
    static final Set<String> TEXTS = Set.of(CHECK_TEXTS);
    static final Set<String> FLAGS = Set.of(CHECK_FLAGS);
    static final Map<String, String> SERVICE = names("Kind", "ID", "Name", "Tags", "Address", "TaggedAddresses",
            "Check", "Checks", "Meta", "Port", "SocketPath", "Token", "Weights", "EnableTagOverride", "Proxy", "Connect",
            "Namespace");
    static final Map<String, String> ADDRESS = names("Address", "Port");
    static final Map<String, String> WEIGHTS = names("Passing", "Warning");
    static final Map<String, String> CONNECT = names("Native", "SidecarService");
    static final Map<String, String> PROXY = names("DestinationServiceName", "DestinationServiceID",
            "LocalServiceAddress", "LocalServicePort", "LocalServiceSocketPath", "Mode", "Config", "Upstreams",
            "MeshGateway", "Expose", "TransparentProxy");
    static final Map<String, String> UPSTREAM = names("DestinationType", "DestinationNamespace", "DestinationName",
            "Datacenter", "LocalBindAddress", "LocalBindPort", "LocalBindSocketPath", "LocalBindSocketMode", "Config",
            "MeshGateway", "CentrallyConfigured");
    static final Map<String, String> MESH_GATEWAY = names("Mode");
    static final Map<String, String> EXPOSE = names("Checks", "Paths");
    static final Map<String, String> EXPOSE_PATH =
            names("ListenerPort", "Path", "LocalPathPort", "Protocol", "ParsedFromCheck");
    static final Map<String, String> TRANSPARENT_PROXY = names("OutboundListenerPort", "DialedDirectly");

    static {
        alias(SERVICE, "enable_tag_override", "EnableTagOverride");
        alias(SERVICE, "tagged_addresses", "TaggedAddresses");
        alias(SERVICE, "socket_path", "SocketPath");
        alias(CONNECT, "sidecar_service", "SidecarService");
        for (Map<String, String> names : java.util.List.of(PROXY, UPSTREAM, EXPOSE, EXPOSE_PATH, TRANSPARENT_PROXY)) {
            for (String name : names.values().toArray(new String[0])) {
                alias(names, snake(name), name);
            }
        }
        for (String name : CHECK_TEXTS) {
            alias(CHECK_CORE, name, name);
        }
        for (String name : CHECK_FLAGS) {
            alias(CHECK_CORE, name, name);
        }
        alias(CHECK_CORE, "Header", "Header");
        alias(CHECK_CORE, "ScriptArgs", "ScriptArgs");
        alias(CHECK_CORE, "args", "ScriptArgs");
        alias(CHECK_CORE, "script_args", "ScriptArgs");
        alias(CHECK_CORE, "deregister_critical_service_after", "DeregisterCriticalServiceAfter");
        alias(CHECK_CORE, "docker_container_id", "DockerContainerID");
        alias(CHECK_CORE, "tls_server_name", "TLSServerName");
        alias(CHECK_CORE, "tls_skip_verify", "TLSSkipVerify");
        alias(CHECK_CORE, "grpc_use_tls", "GRPCUseTLS");
        alias(CHECK_CORE, "tcp_use_tls", "TCPUseTLS");
        alias(CHECK_CORE, "h2ping_use_tls", "H2PingUseTLS");
        alias(CHECK_CORE, "service_id", "ServiceID");
        alias(CHECK_CORE, "disable_redirects", "DisableRedirects");
        alias(CHECK_CORE, "os_service", "OSService");
    }

    private FieldNames() { }

    /** The names of checks, with those that check types claim besides. */
    static Map<String, String> check(Iterable<String> claimed) {
        Map<String, String> all = null;
        for (String name : claimed) {
            if (!CHECK_CORE.containsKey(name.toLowerCase(Locale.ROOT))) {
                if (all == null) {
                    all = new HashMap<>(CHECK_CORE);
                }
                alias(all, name, name);
                alias(all, snake(name), name);
            }
        }
        return all == null ? CHECK_CORE : all;
    }

    private static Map<String, String> names(String... canonical) {
        Map<String, String> names = new HashMap<>();
        for (String name : canonical) {
            alias(names, name, name);
        }
        return names;
    }

    private static void alias(Map<String, String> names, String spelling, String canonical) {
        names.put(spelling.toLowerCase(Locale.ROOT), canonical);
    }

    /** {@code TLSSkipVerify} as {@code tls_skip_verify}. */
    static String snake(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = Character.isUpperCase(c);
            boolean startsWord = i > 0 && upper && (!Character.isUpperCase(name.charAt(i - 1))
                    || i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)));
            if (startsWord) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
