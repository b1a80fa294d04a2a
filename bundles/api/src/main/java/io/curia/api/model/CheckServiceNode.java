package io.curia.api.model;

import java.util.List;

/** An instance of a service with its node and the checks of both, node checks first. */
public record CheckServiceNode(Node node, NodeService service, List<HealthCheck> checks) { }
