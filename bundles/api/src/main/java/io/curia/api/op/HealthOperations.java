package io.curia.api.op;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import java.util.List;
import java.util.Map;

/** Health views of the catalog (reference: http-api, section 6). Lists in answers are never null. */
public final class HealthOperations {
    private HealthOperations() { }

    /** Which endpoints of a service are asked for. */
    public enum Endpoint {
        /** The service itself. */
        SERVICE,
        /** Its proxies and native instances. */
        CONNECT,
        /** Ingress gateways bound to it. */
        INGRESS
    }

    /**
     * @param tags must all be present, whatever their case
     * @param passingOnly drop instances with any check that is not passing; the index stays that of the whole service
     * @param nodeMeta pairs must all match
     * @param near sort by round-trip time from this node, "" for no sort
     */
    public record ServiceRequest(String service, Endpoint endpoint, List<String> tags, boolean passingOnly,
            Map<String, String> nodeMeta, String near) { }

    /** The checks of a node. */
    public record NodeRequest(String node) { }

    /** The checks of a service; {@code nodeMeta} and {@code near} as above. */
    public record ServiceChecksRequest(String service, Map<String, String> nodeMeta, String near) { }

    /** The checks in a state, or in {@code any}; {@code nodeMeta} and {@code near} as above. */
    public record StateRequest(String state, Map<String, String> nodeMeta, String near) { }

    /** Instances of a service with their checks. */
    public static final ReadOperation<ServiceRequest, List<CheckServiceNode>> SERVICE_NODES =
            ReadOperation.of("Health.ServiceNodes", ServiceRequest.class,
                    new ReadOperation.Of<List<CheckServiceNode>>() { });
    /** The checks of a node. */
    public static final ReadOperation<NodeRequest, List<HealthCheck>> NODE_CHECKS =
            ReadOperation.of("Health.NodeChecks", NodeRequest.class, new ReadOperation.Of<List<HealthCheck>>() { });
    /** The checks of a service. */
    public static final ReadOperation<ServiceChecksRequest, List<HealthCheck>> SERVICE_CHECKS =
            ReadOperation.of("Health.ServiceChecks", ServiceChecksRequest.class,
                    new ReadOperation.Of<List<HealthCheck>>() { });
    /** The checks in a state. */
    public static final ReadOperation<StateRequest, List<HealthCheck>> CHECKS_IN_STATE =
            ReadOperation.of("Health.ChecksInState", StateRequest.class,
                    new ReadOperation.Of<List<HealthCheck>>() { });
}
