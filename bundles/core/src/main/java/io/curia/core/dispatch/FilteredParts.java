package io.curia.core.dispatch;

import io.curia.api.agent.Filters;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServiceList;
import io.curia.api.model.NodeServices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Filters answers that are no plain lists, by what they contain. */
final class FilteredParts {
    private FilteredParts() { }

    static Object filter(Object value, String expression, Filters filters) {
        Predicate<Object> test = LocalDispatcher.test(filters, expression, NodeService.class);
        if (value instanceof NodeServices node) {
            Map<String, NodeService> kept = new LinkedHashMap<>();
            node.services().forEach((id, service) -> {
                if (test.test(service)) {
                    kept.put(id, service);
                }
            });
            return new NodeServices(node.node(), kept);
        }
        if (value instanceof NodeServiceList node && node.services() != null) {
            return new NodeServiceList(node.node(), node.services().stream().filter(test).toList());
        }
        return value;
    }
}
