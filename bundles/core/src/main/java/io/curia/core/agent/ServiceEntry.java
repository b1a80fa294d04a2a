package io.curia.core.agent;

import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.NodeService;

/** A service of the agent with what the agent keeps beside it. Guarded by the lock of its {@link LocalState}. */
final class ServiceEntry {
    NodeService service;
    String token;
    Source source;
    /** Registered because of another service's definition, and removed with it. */
    boolean sidecar;
    boolean inSync;
    /** Gone here, not yet in the catalog. */
    boolean deleted;
    /** Counts changes, so that a confirmation of an old state does not count for a newer one. */
    long version;
    /** As configured; null when it came through the API. */
    ServiceDefinition definition;

    ServiceEntry(NodeService service, String token, Source source, boolean sidecar) {
        this.service = service;
        this.token = token;
        this.source = source;
        this.sidecar = sidecar;
    }
}
