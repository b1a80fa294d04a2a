package io.curia.core.ops;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.PreparedQuery;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.QueryOperations.ExecuteRequest;
import io.curia.api.op.QueryOperations.Execution;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.ReadHandler;
import io.curia.core.dispatch.View;
import io.curia.core.store.Instance;
import io.curia.core.store.Keys;
import io.curia.core.store.RadixTree;
import io.curia.core.store.State;
import io.curia.core.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Reads and runs prepared queries (reference: semantics, section 8). */
public final class QueryReads {
    private static final int NEAR_FIRST = 10;

    private final String datacenter;
    private final RandomGenerator random;

    /** @param random shuffles what a query finds */
    public QueryReads(String datacenter, RandomGenerator random) {
        this.datacenter = datacenter;
        this.random = random;
    }

    /**
     * Adds the operations.
     *
     * @param failover what is done when a query finds nothing here
     */
    public void addTo(OperationTable table, ReadHandler.Follow<ExecuteRequest, Execution> failover) {
        table.cheap(QueryOperations.GET, this::get);
        table.shared(QueryOperations.LIST, this::list);
        table.followed(QueryOperations.EXECUTE, this::execute, failover);
        table.cheap(QueryOperations.EXECUTE_REMOTE, this::executeRemote);
        table.cheap(QueryOperations.EXPLAIN, (request, view) -> {
            Indexes.table(view, Table.QUERIES);
            return new QueryOperations.Explanation(find(request.idOrName(), view.state()));
        });
    }

    private List<PreparedQuery> get(QueryOperations.IdRequest request, View view) {
        if (request.id().length() != 36) {
            throw CuriaException.failed("failed prepared query lookup: index error: UUID must be 36 characters");
        }
        Indexes.table(view, Table.QUERIES);
        PreparedQuery found = view.state().queries.get(Keys.name(request.id()));
        if (found == null) {
            throw CuriaException.notFound("Query not found");
        }
        return List.of(found);
    }

    private List<PreparedQuery> list(NoRequest request, View view) {
        Indexes.table(view, Table.QUERIES);
        List<PreparedQuery> all = new ArrayList<>();
        view.state().queries.forEach(all::add);
        return all;
    }

    /** By id, by exact name, or the template with the longest matching prefix; filled in. */
    static PreparedQuery find(String idOrName, State state) {
        PreparedQuery byId = state.queries.get(Keys.name(idOrName));
        if (byId != null) {
            if (!byId.template().type().isEmpty()) {
                throw CuriaException.failed("prepared query templates can only be resolved up by name, not by ID");
            }
            return byId;
        }
        String wanted = Keys.folded(idOrName);
        PreparedQuery[] best = {null};
        state.queries.forEach(query -> {
            String name = Keys.folded(query.name());
            boolean template = !query.template().type().isEmpty();
            boolean exact = !name.isEmpty() && name.equals(wanted);
            if (exact || template && wanted.startsWith(name)
                    && (best[0] == null || name.length() > best[0].name().length())) {
                best[0] = query;
            }
            return !exact;
        });
        if (best[0] == null) {
            throw CuriaException.notFound("Query not found");
        }
        return QueryTemplates.render(best[0], idOrName);
    }

    private Execution execute(ExecuteRequest request, View view) {
        Indexes.table(view, Table.QUERIES);
        PreparedQuery query = find(request.idOrName(), view.state());
        List<CheckServiceNode> nodes = gather(query, request.connect(), view);
        shuffle(nodes);
        String near = near(query, request, view.state());
        nodes = new ArrayList<>(Distance.sorted(nodes, near, view, instance -> instance.node().node()));
        putFirst(nodes, near);
        return execution(query, nodes, request.limit());
    }

    /** What is near to whom is for the datacenter that asks to know. */
    private Execution executeRemote(QueryOperations.RemoteRequest request, View view) {
        if (request.query() == null) {
            throw CuriaException.failed("no query was given");
        }
        List<CheckServiceNode> nodes = gather(request.query(), request.connect(), view);
        shuffle(nodes);
        return execution(request.query(), nodes, request.limit());
    }

    private Execution execution(PreparedQuery query, List<CheckServiceNode> nodes, int limit) {
        return new Execution(query.service().service(), limit > 0 && nodes.size() > limit ? nodes.subList(0, limit) : nodes,
                query.dns(), datacenter, 0);
    }

    private static List<CheckServiceNode> gather(PreparedQuery query, boolean connect, View view) {
        State state = view.state();
        PreparedQuery.ServiceQuery wanted = query.service();
        boolean proxies = connect || wanted.connect();
        RadixTree<Instance> tree = proxies ? state.connectByName : state.servicesByName;
        if (proxies) {
            Indexes.connect(view, wanted.service());
        } else {
            Indexes.service(view, wanted.service());
        }
        List<CheckServiceNode> found = new ArrayList<>();
        tree.forEach(Keys.below(wanted.service()), row -> {
            Node node = state.node(row.node());
            NodeService service = row.service();
            List<HealthCheck> checks = new ArrayList<>();
            state.checksByService.forEach(Keys.below(node.node(), ""), checks::add);
            state.checksByService.forEach(Keys.below(node.node(), service.id()), checks::add);
            if (healthy(checks, wanted) && Shapes.hasMeta(node.meta(), wanted.nodeMeta())
                    && Shapes.hasMeta(service.meta(), wanted.serviceMeta()) && tagged(service, wanted.tags())) {
                found.add(new CheckServiceNode(node, service, checks));
            }
            return true;
        });
        return found;
    }

    private static boolean healthy(List<HealthCheck> checks, PreparedQuery.ServiceQuery wanted) {
        for (HealthCheck check : checks) {
            boolean ignored = wanted.ignoreCheckIDs() != null && wanted.ignoreCheckIDs().contains(check.checkID());
            boolean bad = check.status().equals(HealthCheck.CRITICAL)
                    || wanted.onlyPassing() && !check.status().equals(HealthCheck.PASSING);
            if (bad && !ignored) {
                return false;
            }
        }
        return true;
    }

    private static boolean tagged(NodeService service, List<String> tags) {
        for (String tag : Shapes.list(tags)) {
            boolean unwanted = tag.startsWith("!");
            String name = unwanted ? tag.substring(1) : tag;
            if (Shapes.list(service.tags()).stream().anyMatch(name::equalsIgnoreCase) == unwanted) {
                return false;
            }
        }
        return true;
    }

    private void shuffle(List<CheckServiceNode> nodes) {
        for (int i = nodes.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            CheckServiceNode moved = nodes.get(i);
            nodes.set(i, nodes.get(other));
            nodes.set(other, moved);
        }
    }

    private static String near(PreparedQuery query, ExecuteRequest request, State state) {
        String near = request.near().isEmpty() ? query.service().near() : request.near();
        if ("_agent".equals(near)) {
            return request.agentNode();
        }
        if (!"_ip".equals(near)) {
            return near;
        }
        String[] name = {""};
        state.nodes.forEach(node -> {
            if (node.address().equals(request.sourceAddress())) {
                name[0] = node.node();
            }
            return name[0].isEmpty();
        });
        return name[0];
    }

    private static void putFirst(List<CheckServiceNode> nodes, String near) {
        for (int i = 0; near != null && i < Math.min(NEAR_FIRST, nodes.size()); i++) {
            if (nodes.get(i).node().node().equals(near)) {
                CheckServiceNode first = nodes.get(0);
                nodes.set(0, nodes.get(i));
                nodes.set(i, first);
                return;
            }
        }
    }
}
