package io.curia.api.model;

import java.util.Map;

/** A node with its services by id. */
public record NodeServices(Node node, Map<String, NodeService> services) { }
