package io.curia.core.ops;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.ServiceNode;
import java.util.List;
import java.util.Map;

/** What lists and maps look like that were never given: {@code []} for tags, as catalog and health answer. */
final class Shapes {
    private Shapes() { }

    static <T> List<T> list(List<T> given) {
        return given == null ? List.of() : given;
    }

    static NodeService service(NodeService stored) {
        NodeService shaped = stored.tags() == null ? stored.withTags(List.of()) : stored;
        return shaped.meta() != null && shaped.meta().isEmpty() ? shaped.withMeta(null) : shaped;
    }

    static HealthCheck check(HealthCheck stored) {
        return stored.serviceTags() != null ? stored : stored.withService(stored.serviceName(), List.of());
    }

    static ServiceNode flat(Node node, NodeService service) {
        return new ServiceNode(node.id(), node.node(), node.address(), node.datacenter(), node.taggedAddresses(),
                node.meta(), service.kind(), service.id(), service.service(), list(service.tags()), service.address(),
                service.taggedAddresses(), service.weights(), service.meta() == null ? Map.of() : service.meta(),
                service.port(), service.socketPath(), service.enableTagOverride(), service.proxy(), service.connect(),
                service.createIndex(), service.modifyIndex());
    }

    /** Whether all pairs are there; a pair without a value matches an empty one only. */
    static boolean hasMeta(Map<String, String> meta, Map<String, String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return true;
        }
        if (meta == null) {
            return false;
        }
        for (Map.Entry<String, String> pair : wanted.entrySet()) {
            if (!pair.getValue().equals(meta.get(pair.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all tags are there, in any mix of cases. */
    static boolean hasTags(List<String> tags, List<String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return true;
        }
        for (String tag : wanted) {
            if (list(tags).stream().noneMatch(tag::equalsIgnoreCase)) {
                return false;
            }
        }
        return true;
    }
}
