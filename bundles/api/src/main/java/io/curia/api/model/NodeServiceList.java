package io.curia.api.model;

import java.util.List;

/** A node with its services as a list; both null for an unknown node. */
public record NodeServiceList(Node node, List<NodeService> services) { }
