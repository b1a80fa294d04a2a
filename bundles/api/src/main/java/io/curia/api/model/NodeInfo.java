package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** A node with all its services and checks. */
public record NodeInfo(
        @Wire("ID") String id,
        String node,
        String address,
        Map<String, String> taggedAddresses,
        Map<String, String> meta,
        List<NodeService> services,
        List<HealthCheck> checks) { }
