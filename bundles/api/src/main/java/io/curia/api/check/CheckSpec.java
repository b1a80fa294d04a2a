package io.curia.api.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A check's definition, as a check type sees it.
 *
 * @param checkID unique on the node
 * @param serviceID the service that it belongs to, "" for the node
 * @param interval between the end of one probe and the start of the next; zero when not given
 * @param timeout of one probe; zero when not given
 * @param outputMaxSize bytes of output that are kept; a type that collects output need not keep more
 * @param fields everything else in the definition, by its name in the HTTP API ({@code HTTP}, {@code Header}); values are
 *     String, Boolean, Long, Double, List or Map
 */
public record CheckSpec(String checkID, String name, String serviceID, Duration interval, Duration timeout,
        int outputMaxSize, Map<String, Object> fields) {

    /** Whether the field is there and not empty. */
    public boolean has(String field) {
        Object value = fields.get(field);
        return value != null && !"".equals(value) && !Boolean.FALSE.equals(value)
                && !(value instanceof List<?> list && list.isEmpty());
    }

    /** The field's text, or "". */
    public String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }

    /** Whether the field is true. */
    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** The field's list of texts, or an empty one. */
    public List<String> texts(String field) {
        return fields.get(field) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /** The field's map from name to texts, or an empty one. */
    public Map<String, List<String>> multimap(String field) {
        if (!(fields.get(field) instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, List<String>> result = new java.util.LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key),
                value instanceof List<?> list ? list.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value))));
        return result;
    }

    /** The timeout, or another when none is given. */
    public Duration timeoutOr(Duration other) {
        return timeout.isZero() ? other : timeout;
    }
}
