package io.curia.http.endpoint;

import io.curia.api.op.CuriaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kinds of configuration entries: their fields, and field names as they are kept. */
final class ConfigEntryKinds {
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "service-defaults", Set.of("Protocol", "Mode", "TransparentProxy", "MeshGateway", "Expose", "ExternalSNI",
                    "UpstreamConfig"),
            "proxy-defaults", Set.of("Config", "Mode", "TransparentProxy", "MeshGateway", "Expose"),
            "service-router", Set.of("Routes"),
            "service-splitter", Set.of("Splits"),
            "service-resolver", Set.of("DefaultSubset", "Subsets", "Redirect", "Failover", "ConnectTimeout",
                    "LoadBalancer"),
            "ingress-gateway", Set.of("TLS", "Listeners"),
            "terminating-gateway", Set.of("Services"),
            "service-intentions", Set.of("Sources"),
            "mesh", Set.of("TransparentProxy"));
    private static final Set<String> COMMON = Set.of("Kind", "Name", "Namespace", "Partition", "Meta", "CreateIndex",
            "ModifyIndex");
    /** Below these stand names that are the user's own. */
    private static final Set<String> OPAQUE = Set.of("Config", "Meta");
    /** Maps from names of the user's own to structures. */
    private static final Set<String> NAMED = Set.of("Subsets", "Failover");
    private static final Set<String> UPPER = Set.of("id", "ttl", "http", "tls", "sni", "ca", "dns", "ip", "acl");

    private ConfigEntryKinds() { }

    static boolean known(String kind) {
        return FIELDS.containsKey(kind);
    }

    static void require(String kind) {
        if (!known(kind)) {
            throw CuriaException.failed("invalid config entry kind: " + kind);
        }
    }

    /** The same map with names in camel case; refuses fields that the kind does not have. */
    static Map<String, Object> normalized(String kind, Map<String, Object> given) {
        List<String> wrong = new ArrayList<>();
        Map<String, Object> result = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            String name = fieldOf(kind, key);
            if (name == null) {
                wrong.add(key);
            } else {
                result.put(name, OPAQUE.contains(name) ? value : nested(value, NAMED.contains(name)));
            }
        });
        if (!wrong.isEmpty()) {
            StringBuilder text = new StringBuilder(wrong.size() == 1 ? "1 error occurred:\n"
                    : wrong.size() + " errors occurred:\n");
            wrong.forEach(key -> text.append("\t* invalid config key \"").append(key).append("\"\n"));
            throw CuriaException.badRequest(text.append('\n').toString());
        }
        return result;
    }

    private static String fieldOf(String kind, String key) {
        String flat = key.replace("_", "");
        for (Set<String> names : List.of(COMMON, FIELDS.get(kind))) {
            for (String name : names) {
                if (name.equalsIgnoreCase(flat)) {
                    return name;
                }
            }
        }
        return null;
    }

    private static Object nested(Object value, boolean named) {
        if (value instanceof List<?> list) {
            List<Object> result = new ArrayList<>(list.size());
            for (Object one : list) {
                result.add(nested(one, false));
            }
            return result;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, inner) -> {
            String name = named ? (String) key : camel((String) key);
            result.put(name, !named && OPAQUE.contains(name) ? inner : nested(inner, false));
        });
        return result;
    }

    private static String camel(String key) {
        if (key.indexOf('_') < 0 && !key.isEmpty() && Character.isUpperCase(key.charAt(0))) {
            return key;
        }
        StringBuilder out = new StringBuilder(key.length());
        for (String word : key.split("_")) {
            if (UPPER.contains(word)) {
                out.append(word.toUpperCase(java.util.Locale.ROOT));
            } else if (!word.isEmpty()) {
                out.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return out.toString();
    }

    /** What clients see even when it was never given. */
    static void addDefaults(String kind, Map<String, Object> shown) {
        switch (kind) {
            case "service-defaults" -> {
                shown.putIfAbsent("Protocol", "");
                structures(shown);
            }
            case "proxy-defaults" -> {
                shown.putIfAbsent("Config", null);
                structures(shown);
            }
            case "ingress-gateway" -> ingress(shown);
            default -> { }
        }
    }

    private static void structures(Map<String, Object> shown) {
        shown.putIfAbsent("TransparentProxy", Map.of());
        shown.putIfAbsent("MeshGateway", Map.of());
        shown.putIfAbsent("Expose", Map.of());
    }

    private static void ingress(Map<String, Object> shown) {
        shown.putIfAbsent("TLS", Map.of("Enabled", false));
        if (!(shown.get("Listeners") instanceof List<?> listeners)) {
            return;
        }
        List<Object> complete = new ArrayList<>();
        for (Object listener : listeners) {
            complete.add(listener instanceof Map<?, ?> map ? listener(map) : listener);
        }
        shown.put("Listeners", complete);
    }

    private static Map<String, Object> listener(Map<?, ?> given) {
        Map<String, Object> listener = new LinkedHashMap<>();
        given.forEach((key, value) -> listener.put((String) key, value));
        if (listener.get("Services") instanceof List<?> services) {
            List<Object> complete = new ArrayList<>();
            for (Object service : services) {
                Map<String, Object> one = new LinkedHashMap<>();
                ((Map<?, ?>) service).forEach((key, value) -> one.put((String) key, value));
                one.putIfAbsent("Hosts", null);
                complete.add(one);
            }
            listener.put("Services", complete);
        }
        return listener;
    }
}
