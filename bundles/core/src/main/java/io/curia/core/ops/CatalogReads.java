package io.curia.core.ops;

import io.curia.api.model.Node;
import io.curia.api.model.NodeInfo;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServiceList;
import io.curia.api.model.NodeServices;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.ServiceNode;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.NodeRequest;
import io.curia.api.op.CatalogOperations.NodesRequest;
import io.curia.api.op.CatalogOperations.ServiceNodesRequest;
import io.curia.api.op.CatalogOperations.ServicesRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.InternalOperations;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.View;
import io.curia.core.store.Instance;
import io.curia.core.store.Keys;
import io.curia.core.store.RadixTree;
import io.curia.core.store.State;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Table;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads of the catalog. */
public final class CatalogReads {
    private CatalogReads() { }

    /**
     * Adds them.
     *
     * @param datacenters all known, nearest first
     */
    public static void addTo(OperationTable table, Supplier<List<String>> datacenters) {
        table.here(CatalogOperations.LIST_DATACENTERS, (request, view) -> datacenters.get());
        table.shared(CatalogOperations.LIST_NODES, CatalogReads::nodes);
        table.shared(CatalogOperations.LIST_SERVICES, CatalogReads::services);
        table.shared(CatalogOperations.SERVICE_NODES, CatalogReads::serviceNodes);
        table.shared(CatalogOperations.NODE_SERVICES, CatalogReads::nodeServices);
        table.shared(CatalogOperations.NODE_SERVICE_LIST, CatalogReads::nodeServiceList);
        table.cheap(InternalOperations.NODE_INFO, CatalogReads::nodeInfo);
        table.cheap(InternalOperations.NODE_DUMP, CatalogReads::nodeDump);
        table.cheap(InternalOperations.CA_ROOTS, (request, view) -> {
            Indexes.table(view, Table.CA_ROOTS);
            if (view.state().caRoots == null) {
                throw CuriaException.failed("Connect must be enabled in order to use this endpoint");
            }
            return view.state().caRoots;
        });
    }

    private static List<Node> nodes(NodesRequest request, View view) {
        Indexes.table(view, Table.NODES);
        List<Node> nodes = new ArrayList<>();
        view.state().nodes.forEach(node -> {
            if (Shapes.hasMeta(node.meta(), request.nodeMeta())) {
                nodes.add(node);
            }
            return true;
        });
        return Distance.sorted(nodes, request.near(), view, Node::node);
    }

    private static Map<String, List<String>> services(ServicesRequest request, View view) {
        Indexes.table(view, Table.SERVICES);
        State state = view.state();
        boolean byMeta = request.nodeMeta() != null && !request.nodeMeta().isEmpty();
        if (byMeta) {
            Indexes.table(view, Table.NODES);
        }
        Map<String, Set<String>> tags = new TreeMap<>();
        state.servicesByName.forEach(row -> {
            if (!byMeta || Shapes.hasMeta(state.node(row.node()).meta(), request.nodeMeta())) {
                tags.computeIfAbsent(row.service().service(), name -> new LinkedHashSet<>())
                        .addAll(Shapes.list(row.service().tags()));
            }
            return true;
        });
        Map<String, List<String>> answer = new LinkedHashMap<>();
        tags.forEach((name, set) -> answer.put(name, List.copyOf(set)));
        return answer;
    }

    private static List<ServiceNode> serviceNodes(ServiceNodesRequest request, View view) {
        State state = view.state();
        RadixTree<Instance> tree = request.connect() ? state.connectByName : state.servicesByName;
        if (request.connect()) {
            Indexes.connectInCatalog(view, request.service());
        } else {
            Indexes.service(view, request.service());
        }
        List<ServiceNode> found = new ArrayList<>();
        tree.forEach(Keys.below(request.service()), row -> {
            Node node = state.node(row.node());
            if (Shapes.hasTags(row.service().tags(), request.tags()) && Shapes.hasMeta(node.meta(), request.nodeMeta())) {
                found.add(Shapes.flat(node, row.service()));
            }
            return true;
        });
        return Distance.sorted(found, request.near(), view, ServiceNode::node);
    }

    /** The node of a name, or of an unambiguous beginning of its id, of which whole bytes count; null when there is none. */
    static Node findNode(State state, String nameOrId) {
        Node node = state.node(nameOrId);
        String beginning = nameOrId.substring(0, nameOrId.length() / 2 * 2);
        byte[] key = StateTxn.idKey(beginning);
        if (node != null || key.length < 2 || key.length % 2 != 0 || !isHex(beginning)) {
            return node;
        }
        List<String> names = new ArrayList<>();
        state.nodeIds.forEach(key, name -> {
            names.add(name);
            return names.size() < 2;
        });
        return names.size() == 1 ? state.node(names.get(0)) : null;
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Node watchedNode(NodeRequest request, View view) {
        State state = view.state();
        Node node = findNode(state, request.node());
        if (node == null) {
            view.watch(Topics.table(Table.NODES));
            return null;
        }
        view.watch(Topics.node(Keys.folded(node.node())));
        view.index(state.tableIndex(Table.NODES, Table.SERVICES));
        return node;
    }

    private static NodeServices nodeServices(NodeRequest request, View view) {
        Node node = watchedNode(request, view);
        if (node == null) {
            return null;
        }
        Map<String, NodeService> services = new LinkedHashMap<>();
        view.state().services.forEach(Keys.below(node.node()), row -> {
            services.put(row.service().id(), Shapes.service(row.service()));
            return true;
        });
        return new NodeServices(node, services);
    }

    private static NodeServiceList nodeServiceList(NodeRequest request, View view) {
        Node node = watchedNode(request, view);
        if (node == null) {
            return new NodeServiceList(null, null);
        }
        List<NodeService> services = new ArrayList<>();
        view.state().services.forEach(Keys.below(node.node()), row -> services.add(Shapes.service(row.service())));
        return new NodeServiceList(node, services.isEmpty() ? null : services);
    }

    private static List<NodeInfo> nodeInfo(InternalOperations.NodeRequest request, View view) {
        Node node = view.state().node(request.node());
        view.watch(Topics.table(Table.NODES));
        view.watch(Topics.node(Keys.folded(request.node())));
        view.index(Math.max(view.state().tableIndex(Table.NODES, Table.SERVICES),
                view.state().tableIndex(Table.CHECKS)));
        return node == null ? List.of() : List.of(info(view.state(), node));
    }

    private static List<NodeInfo> nodeDump(CatalogOperations.NoRequest request, View view) {
        Indexes.table(view, Table.NODES);
        Indexes.table(view, Table.SERVICES);
        Indexes.table(view, Table.CHECKS);
        List<NodeInfo> all = new ArrayList<>();
        view.state().nodes.forEach(node -> all.add(info(view.state(), node)));
        return all;
    }

    private static NodeInfo info(State state, Node node) {
        List<NodeService> services = new ArrayList<>();
        state.services.forEach(Keys.below(node.node()), row -> services.add(row.service()));
        List<HealthCheck> checks = new ArrayList<>();
        state.checks.forEach(Keys.below(node.node()), checks::add);
        return new NodeInfo(node.id(), node.node(), node.address(), node.taggedAddresses(), node.meta(), services,
                checks);
    }
}
