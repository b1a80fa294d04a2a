package io.curia.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a watch in the configuration must look like before the agent runs it. */
final class WatchRules {

    private static final Set<String> COMMON = Set.of("type", "args", "handler", "handler_type", "http_handler_config",
            "datacenter", "token", "stale");

    private WatchRules() {
    }

    static void check(List<Map<String, Object>> watches) throws ConfigException {
        for (Map<String, Object> watch : watches) {
            type(watch);
            handler(watch);
        }
    }

    private static void type(Map<String, Object> watch) throws ConfigException {
        Object type = watch.get("type");
        if (!(type instanceof String name) || name.isEmpty()) {
            throw new ConfigException("Watch type not specified");
        }
        Set<String> own = switch (name) {
            case "key" -> Set.of("key");
            case "keyprefix" -> Set.of("prefix");
            case "services" -> Set.of();
            case "nodes" -> Set.of();
            case "service" -> Set.of("service", "tag", "passingonly");
            case "checks" -> Set.of("service", "state");
            case "event" -> Set.of("name");
            case "connect_leaf", "agent_service" -> Set.of("service", "service_id");
            case "connect_roots" ->
                    throw new ConfigException("Watch type connect_roots is not allowed in agent config");
            default -> throw new ConfigException("Unsupported watch type: " + name);
        };
        Set<String> unknown = new TreeSet<>(watch.keySet());
        unknown.removeAll(COMMON);
        unknown.removeAll(own);
        required(watch, name);
        if (!unknown.isEmpty()) {
            throw new ConfigException("Invalid parameters: [" + String.join(" ", unknown) + "]");
        }
    }

    private static void required(Map<String, Object> watch, String type) throws ConfigException {
        String key = switch (type) {
            case "key" -> "key";
            case "keyprefix" -> "prefix";
            case "service" -> "service";
            default -> null;
        };
        if (key != null && (!(watch.get(key) instanceof String text) || text.isEmpty() && !key.equals("prefix"))) {
            throw new ConfigException("Must specify a single " + key + " to watch");
        }
    }

    private static void handler(Map<String, Object> watch) throws ConfigException {
        Object handler = watch.get("handler");
        Object args = watch.get("args");
        String kind = watch.get("handler_type") instanceof String text ? text : "script";
        if (kind.equals("http")) {
            if (!(watch.get("http_handler_config") instanceof Map)) {
                throw new ConfigException("Handler type 'http' requires 'http_handler_config' to be set");
            }
            return;
        }
        if (!kind.equals("script") && !kind.isEmpty()) {
            throw new ConfigException("Handler type '" + kind + "' not recognized");
        }
        if (handler == null && args == null) {
            throw new ConfigException("Must define a watch handler");
        }
        if (handler != null && args != null) {
            throw new ConfigException("Only one watch handler allowed");
        }
        if (handler != null && !(handler instanceof String)) {
            throw new ConfigException("Watch handler must be a string");
        }
        if (args != null && !(args instanceof List<?> list && list.stream().allMatch(String.class::isInstance))) {
            throw new ConfigException("Watch args must be a list of strings");
        }
    }
}
