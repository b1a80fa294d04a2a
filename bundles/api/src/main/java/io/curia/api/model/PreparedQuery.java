package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** A stored query for instances of a service (reference: semantics, section 8). */
public record PreparedQuery(
        @Wire("ID") String id,
        String name,
        String session,
        String token,
        Template template,
        ServiceQuery service,
        @Wire("DNS") Dns dns,
        long createIndex,
        long modifyIndex) {

    /** How a template matches names; {@code type} is empty for a query that is none. */
    public record Template(String type, String regexp, boolean removeEmptyTags) {
        /** Not a template. */
        public static final Template NONE = new Template("", "", false);
    }

    /** Where to look when nothing is found here. */
    public record Failover(int nearestN, List<String> datacenters) {
        /** Nowhere. */
        public static final Failover NONE = new Failover(0, null);
    }

    /** Which instances. */
    public record ServiceQuery(
            String service,
            Failover failover,
            boolean onlyPassing,
            List<String> ignoreCheckIDs,
            String near,
            List<String> tags,
            Map<String, String> nodeMeta,
            Map<String, String> serviceMeta,
            boolean connect) { }

    /** How DNS answers; {@code ttl} is a duration as text, "" for the configured one. */
    public record Dns(@Wire("TTL") String ttl) {
        /** As configured. */
        public static final Dns NONE = new Dns("");
    }
}
