package io.curia.core.store;

import io.curia.api.model.NodeService;

/** A row of the services table: an instance and the name of its node. */
public record Instance(String node, NodeService service) { }
