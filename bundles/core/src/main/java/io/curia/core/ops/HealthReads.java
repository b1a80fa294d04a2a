package io.curia.core.ops;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.HealthOperations.NodeRequest;
import io.curia.api.op.HealthOperations.ServiceChecksRequest;
import io.curia.api.op.HealthOperations.ServiceRequest;
import io.curia.api.op.HealthOperations.StateRequest;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.View;
import io.curia.core.store.Instance;
import io.curia.core.store.Keys;
import io.curia.core.store.RadixTree;
import io.curia.core.store.State;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Health views of the catalog. */
public final class HealthReads {
    private HealthReads() { }

    /** Adds them. */
    public static void addTo(OperationTable table) {
        table.shared(HealthOperations.SERVICE_NODES, HealthReads::serviceNodes);
        table.shared(HealthOperations.NODE_CHECKS, HealthReads::nodeChecks);
        table.shared(HealthOperations.SERVICE_CHECKS, HealthReads::serviceChecks);
        table.shared(HealthOperations.CHECKS_IN_STATE, HealthReads::checksInState);
    }

    private static List<CheckServiceNode> serviceNodes(ServiceRequest request, View view) {
        List<CheckServiceNode> found = instances(request, view);
        if (request.passingOnly()) {
            dropUnhealthy(found);
        }
        return Distance.sorted(found, request.near(), view, instance -> instance.node().node());
    }

    private static List<CheckServiceNode> instances(ServiceRequest request, View view) {
        State state = view.state();
        if (request.endpoint() == Endpoint.INGRESS) {
            Indexes.table(view, Table.CONFIG_ENTRIES);
            return new ArrayList<>();
        }
        boolean connect = request.endpoint() == Endpoint.CONNECT;
        RadixTree<Instance> tree = connect ? state.connectByName : state.servicesByName;
        if (connect) {
            Indexes.connect(view, request.service());
        } else {
            Indexes.service(view, request.service());
        }
        List<CheckServiceNode> found = new ArrayList<>();
        tree.forEach(Keys.below(request.service()), row -> {
            Node node = state.node(row.node());
            if (Shapes.hasTags(row.service().tags(), request.tags())
                    && Shapes.hasMeta(node.meta(), request.nodeMeta())) {
                found.add(new CheckServiceNode(node, Shapes.service(row.service()),
                        checksOf(state, node.node(), row.service())));
            }
            return true;
        });
        return found;
    }

    /** The node's checks, then the instance's own, each by id. */
    static List<HealthCheck> checksOf(State state, String node, NodeService service) {
        List<HealthCheck> checks = new ArrayList<>(4);
        state.checksByService.forEach(Keys.below(node, ""), check -> checks.add(Shapes.check(check)));
        state.checksByService.forEach(Keys.below(node, service.id()), check -> checks.add(Shapes.check(check)));
        return checks;
    }

    /** Clients know the order that this leaves: the last one takes the place of each that is dropped. */
    static void dropUnhealthy(List<CheckServiceNode> instances) {
        int at = 0;
        while (at < instances.size()) {
            if (passing(instances.get(at))) {
                at++;
            } else {
                CheckServiceNode last = instances.remove(instances.size() - 1);
                if (at < instances.size()) {
                    instances.set(at, last);
                }
            }
        }
    }

    private static boolean passing(CheckServiceNode instance) {
        for (HealthCheck check : instance.checks()) {
            if (!check.status().equals(HealthCheck.PASSING)) {
                return false;
            }
        }
        return true;
    }

    private static List<HealthCheck> nodeChecks(NodeRequest request, View view) {
        State state = view.state();
        view.watch(Topics.node(Keys.folded(request.node())));
        view.index(state.tableIndex(Table.CHECKS));
        List<HealthCheck> checks = new ArrayList<>();
        state.checks.forEach(Keys.below(request.node()), check -> checks.add(Shapes.check(check)));
        return checks;
    }

    private static List<HealthCheck> serviceChecks(ServiceChecksRequest request, View view) {
        view.watch(Topics.service(Keys.folded(request.service())));
        view.index(view.state().tableIndex(Table.CHECKS));
        List<HealthCheck> checks = new ArrayList<>();
        view.state().checksByServiceName.forEach(Keys.below(request.service()),
                check -> !onNode(check, request.nodeMeta(), view) || checks.add(Shapes.check(check)));
        return Distance.sorted(checks, request.near(), view, HealthCheck::node);
    }

    private static List<HealthCheck> checksInState(StateRequest request, View view) {
        Indexes.table(view, Table.CHECKS);
        if (request.nodeMeta() != null && !request.nodeMeta().isEmpty()) {
            Indexes.table(view, Table.NODES);
        }
        boolean any = request.state().equals("any");
        List<HealthCheck> checks = new ArrayList<>();
        view.state().checks.forEach(check -> {
            if ((any || check.status().equals(request.state())) && onNode(check, request.nodeMeta(), view)) {
                checks.add(Shapes.check(check));
            }
            return true;
        });
        return Distance.sorted(checks, request.near(), view, HealthCheck::node);
    }

    private static boolean onNode(HealthCheck check, Map<String, String> nodeMeta, View view) {
        return nodeMeta == null || nodeMeta.isEmpty()
                || Shapes.hasMeta(view.state().node(check.node()).meta(), nodeMeta);
    }
}
