package io.curia.api.op;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServiceList;
import io.curia.api.model.NodeServices;
import io.curia.api.model.ServiceNode;
import io.curia.api.model.Wire;
import java.util.List;
import java.util.Map;

/** The catalog (reference: http-api, section 5). Lists in answers are never null. */
public final class CatalogOperations {
    private CatalogOperations() { }

    /**
     * What to register: a node (its row is left alone with {@code skipNodeUpdate}), and with it a service, a check and
     * more checks. Null or empty parts are not registered.
     */
    public record RegisterRequest(
            String datacenter,
            @Wire("ID") String id,
            String node,
            String address,
            Map<String, String> taggedAddresses,
            Map<String, String> nodeMeta,
            NodeService service,
            HealthCheck check,
            List<HealthCheck> checks,
            boolean skipNodeUpdate) { }

    /** What to deregister: the service, else the check, else the whole node. */
    public record DeregisterRequest(String datacenter, String node, String serviceID, String checkID) { }

    /** @param near sort by round-trip time from this node, "" for no sort; {@code nodeMeta} pairs must all match */
    public record NodesRequest(Map<String, String> nodeMeta, String near) { }

    /** {@code nodeMeta} pairs must all match. */
    public record ServicesRequest(Map<String, String> nodeMeta) { }

    /**
     * @param tags must all be present, whatever their case
     * @param connect ask for the proxies and native instances of the service
     * @param near sort by round-trip time from this node, "" for no sort
     */
    public record ServiceNodesRequest(String service, List<String> tags, boolean connect, Map<String, String> nodeMeta,
            String near) { }

    /** A node by its name, or by at least two characters of its id. */
    public record NodeRequest(String node) { }

    /** A gateway by its name. */
    public record GatewayRequest(String gateway) { }

    /** Nothing to ask for. */
    public record NoRequest() {
        /** The only one. */
        public static final NoRequest INSTANCE = new NoRequest();
    }

    /** Answers true. */
    public static final WriteOperation<RegisterRequest, Boolean> REGISTER =
            WriteOperation.of("Catalog.Register", RegisterRequest.class, Boolean.class);
    /** Answers true, also when nothing matched. */
    public static final WriteOperation<DeregisterRequest, Boolean> DEREGISTER =
            WriteOperation.of("Catalog.Deregister", DeregisterRequest.class, Boolean.class);
    /** Known datacenters, nearest first. */
    public static final ReadOperation<NoRequest, List<String>> LIST_DATACENTERS =
            ReadOperation.of("Catalog.ListDatacenters", NoRequest.class, new ReadOperation.Of<List<String>>() { });
    /** Nodes by name. */
    public static final ReadOperation<NodesRequest, List<Node>> LIST_NODES =
            ReadOperation.of("Catalog.ListNodes", NodesRequest.class, new ReadOperation.Of<List<Node>>() { });
    /** Tags by service name. */
    public static final ReadOperation<ServicesRequest, Map<String, List<String>>> LIST_SERVICES =
            ReadOperation.of("Catalog.ListServices", ServicesRequest.class,
                    new ReadOperation.Of<Map<String, List<String>>>() { });
    /** Instances of a service. */
    public static final ReadOperation<ServiceNodesRequest, List<ServiceNode>> SERVICE_NODES =
            ReadOperation.of("Catalog.ServiceNodes", ServiceNodesRequest.class,
                    new ReadOperation.Of<List<ServiceNode>>() { });
    /** A node and its services; null when unknown. */
    public static final ReadOperation<NodeRequest, NodeServices> NODE_SERVICES =
            ReadOperation.of("Catalog.NodeServices", NodeRequest.class, NodeServices.class);
    /** A node and its services as a list. */
    public static final ReadOperation<NodeRequest, NodeServiceList> NODE_SERVICE_LIST =
            ReadOperation.of("Catalog.NodeServiceList", NodeRequest.class, NodeServiceList.class);
}
