package io.curia.dns;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeInfo;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServices;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A dispatcher over a small catalog in memory; like the real one it gives the same answer until the data changes. */
final class FakeDirectory implements Dispatcher {
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final List<CheckServiceNode> instances = new ArrayList<>();
    final Map<String, QueryOperations.Execution> queries = new LinkedHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    volatile QueryOperations.ExecuteRequest lastExecute;
    volatile ReadOptions lastOptions;
    volatile CuriaException failure;
    volatile boolean asynchronous;
    private final Map<Object, Answer<?>> answers = new ConcurrentHashMap<>();
    private volatile long index = 10;

    /** The key of an answer. */
    private record Asked(String operation, Object request) { }

    synchronized void changed() {
        answers.clear();
        index++;
    }

    /** A write that concerns nobody. */
    void unrelatedWrite() {
        index++;
    }

    Node node(String name, String address, Map<String, String> meta) {
        return node(name, address, meta, null);
    }

    synchronized Node node(String name, String address, Map<String, String> meta, Map<String, String> tagged) {
        Node node = new Node("", name, address, "dc1", tagged, meta, 1, 1);
        nodes.put(name.toLowerCase(), node);
        changed();
        return node;
    }

    void service(String node, String name, int port, String address, String... tags) {
        service(node, name, port, address, Weights.DEFAULT, Map.of(), HealthCheck.PASSING, tags);
    }

    synchronized void service(String node, String name, int port, String address, Weights weights,
            Map<String, ServiceAddress> tagged, String status, String... tags) {
        NodeService service = new NodeService("", name + '-' + instances.size(), name, List.of(tags), address, tagged,
                Map.of(), port, "", weights, false, null, null, 1, 1);
        HealthCheck check = new HealthCheck(node, "c", "c", status, "", "", name, name, List.of(), "", "", "", 0, null,
                1, 1);
        instances.add(new CheckServiceNode(nodes.get(node.toLowerCase()), service, List.of(check)));
        changed();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        reads.incrementAndGet();
        lastOptions = options;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (!options.datacenter().isEmpty() && !options.datacenter().equals("dc2")) {
            return CompletableFuture.failedFuture(CuriaException.failed("No path to datacenter"));
        }
        Answer<R> answer;
        try {
            answer = (Answer<R>) answers.computeIfAbsent(new Asked(operation.name(), request), key ->
                    new Answer<>(evaluate(request), index, 0, true, Consistency.STALE));
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
        return asynchronous ? CompletableFuture.supplyAsync(() -> answer,
                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS))
                : CompletableFuture.completedFuture(answer);
    }

    private synchronized Object evaluate(Object request) {
        if (request instanceof HealthOperations.ServiceRequest service) {
            return service(service);
        } else if (request instanceof CatalogOperations.NodeRequest named) {
            Node node = nodes.get(named.node().toLowerCase());
            return node == null ? null : new NodeServices(node, Map.of());
        } else if (request instanceof CatalogOperations.NodesRequest) {
            return new ArrayList<>(nodes.values());
        } else if (request instanceof QueryOperations.ExecuteRequest execute) {
            lastExecute = execute;
            if (!queries.containsKey(execute.idOrName())) {
                throw CuriaException.notFound("Query not found");
            }
            return queries.get(execute.idOrName());
        } else if (request instanceof CatalogOperations.NoRequest) {
            return dump();
        }
        throw new AssertionError("unexpected request " + request);
    }

    private List<CheckServiceNode> service(HealthOperations.ServiceRequest request) {
        String name = switch (request.endpoint()) {
            case SERVICE -> request.service();
            case CONNECT -> request.service() + "-proxy";
            case INGRESS -> request.service() + "-ingress";
        };
        return instances.stream().filter(instance -> instance.service().service().equalsIgnoreCase(name))
                .filter(instance -> instance.service().tags().stream().map(String::toLowerCase).toList()
                        .containsAll(request.tags()))
                .toList();
    }

    private List<NodeInfo> dump() {
        return nodes.values().stream().map(node -> new NodeInfo("", node.node(), node.address(), null, null,
                instances.stream().filter(instance -> instance.node() == node).map(CheckServiceNode::service).toList(),
                List.of())).toList();
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        throw new AssertionError("the DNS interface writes nothing");
    }

    @Override
    public long storeIndex() {
        return index;
    }

}
