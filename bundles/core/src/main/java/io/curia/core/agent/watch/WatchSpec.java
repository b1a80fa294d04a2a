package io.curia.core.agent.watch;

import io.curia.api.model.GoDuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A watch as configured. {@code http} is null for a program; {@code args} is empty for a shell's command. */
public record WatchSpec(String type, String key, String prefix, String service, List<String> tags, boolean passingOnly,
        String state, String name, String datacenter, String token, boolean stale, List<String> args, String command,
        Http http) {
    /** An endpoint to be told. */
    public record Http(String path, String method, long timeoutNanos, Map<String, List<String>> header,
            boolean tlsSkipVerify) { }

    private static final long HTTP_TIMEOUT_NANOS = 10_000_000_000L;

    /**
     * Reads a watch object that the configuration has been found good with.
     *
     * @throws IllegalArgumentException when a part cannot be understood after all
     */
    static WatchSpec of(Map<?, ?> watch) {
        return new WatchSpec(text(watch, "type"), text(watch, "key"), text(watch, "prefix"), text(watch, "service"),
                texts(watch.get("tag")), flag(watch, "passingonly"), text(watch, "state"), text(watch, "name"),
                text(watch, "datacenter"), text(watch, "token"), flag(watch, "stale"), texts(watch.get("args")),
                text(watch, "handler"), http(watch));
    }

    private static Http http(Map<?, ?> watch) {
        if (!text(watch, "handler_type").equals("http")) {
            return null;
        }
        Map<?, ?> config = watch.get("http_handler_config") instanceof Map<?, ?> map ? map : Map.of();
        Map<String, List<String>> header = new LinkedHashMap<>();
        if (config.get("header") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> header.put(key.toString(), texts(value)));
        }
        String method = text(config, "method");
        String timeout = text(config, "timeout");
        return new Http(text(config, "path"), method.isEmpty() ? "POST" : method,
                timeout.isEmpty() ? HTTP_TIMEOUT_NANOS : GoDuration.parse(timeout), header,
                flag(config, "tls_skip_verify"));
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) == null ? "" : map.get(key).toString();
    }

    private static boolean flag(Map<?, ?> map, String key) {
        return Boolean.TRUE.equals(map.get(key)) || "true".equals(map.get(key));
    }

    private static List<String> texts(Object value) {
        if (value instanceof List<?> list) {
            List<String> result = new ArrayList<>();
            list.forEach(element -> result.add(String.valueOf(element)));
            return List.copyOf(result);
        }
        return value == null || value.equals("") ? List.of() : List.of(value.toString());
    }
}
