package io.curia.config;

import java.util.Map;

/** The limits of node and service metadata, and of service weights. */
final class Metadata {

    private static final int MAX_PAIRS = 64;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 512;

    private Metadata() {
    }

    /** @param where starts the error text */
    static void check(String where, Map<?, ?> meta) throws ConfigException {
        if (meta.size() > MAX_PAIRS) {
            throw new ConfigException(where + ": Node metadata cannot contain more than " + MAX_PAIRS
                    + " key/value pairs");
        }
        for (Map.Entry<?, ?> e : meta.entrySet()) {
            String key = String.valueOf(e.getKey());
            String value = String.valueOf(e.getValue());
            String problem = problem(key, value);
            if (problem != null) {
                throw new ConfigException(where + ": Couldn't load metadata pair ('" + key + "', '" + value + "'): "
                        + problem);
            }
        }
    }

    private static String problem(String key, String value) {
        if (key.isEmpty()) {
            return "Key cannot be blank";
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (!ok) {
                return "Key contains invalid characters";
            }
        }
        if (key.length() > MAX_KEY) {
            return "Key is too long (limit: " + MAX_KEY + " characters)";
        }
        if (key.startsWith("consul-")) {
            return "Key prefix 'consul-' is reserved for internal use";
        }
        return value.length() > MAX_VALUE ? "Value is too long (limit: " + MAX_VALUE + " characters)" : null;
    }

    static void checkWeights(Map<String, Object> service) throws ConfigException {
        if (!(service.get("Weights") instanceof Map<?, ?> weights)) {
            return;
        }
        String start = "Invalid weight definition for service " + service.getOrDefault("Name", "") + ": ";
        long passing = weights.get("Passing") instanceof Number n ? n.longValue() : 1;
        long warning = weights.get("Warning") instanceof Number n ? n.longValue() : 1;
        if (passing < 1) {
            throw new ConfigException(start + "Passing must be greater than 0");
        }
        if (warning < 0) {
            throw new ConfigException(start + "Warning must be greater or equal than 0");
        }
        if (passing > 65535 || warning > 65535) {
            throw new ConfigException(start + "DNS Weight must be between 0 and 65535");
        }
    }
}
