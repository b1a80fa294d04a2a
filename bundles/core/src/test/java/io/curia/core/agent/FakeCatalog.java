package io.curia.core.agent;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServiceList;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A catalog of one node behind a dispatcher; answers at once. */
final class FakeCatalog implements Dispatcher {
    Node node;
    final Map<String, NodeService> services = new TreeMap<>();
    final Map<String, HealthCheck> checks = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();
    /** Fails everything with this, when set. */
    CuriaException failure;
    /** Fails writes with this, when set. */
    CuriaException refusal;
    /** The id of a service that it holds to be wrong. */
    String wrong = "";
    /** Runs before the next write, once. */
    Runnable beforeWrite = () -> { };
    int reads;

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        reads++;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        Object value = operation.name().equals(HealthOperations.NODE_CHECKS.name()) ? List.copyOf(checks.values())
                : new NodeServiceList(node, node == null ? null : List.copyOf(services.values()));
        return CompletableFuture.completedFuture(new Answer<>((R) value, 1, 0, true, Consistency.STALE));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        if (failure != null || refusal != null) {
            return CompletableFuture.failedFuture(failure != null ? failure : refusal);
        }
        Runnable before = beforeWrite;
        beforeWrite = () -> { };
        before.run();
        if (request instanceof CatalogOperations.RegisterRequest r && orphan(r)) {
            return CompletableFuture.failedFuture(CuriaException.failed("Missing service registration"));
        }
        if (request instanceof CatalogOperations.RegisterRequest r && r.service() != null && r.service().id().equals(wrong)) {
            return CompletableFuture.failedFuture(CuriaException.failed("Invalid service"));
        }
        tokens.add(options.token());
        if (request instanceof CatalogOperations.RegisterRequest r) {
            register(r);
        } else if (request instanceof CatalogOperations.DeregisterRequest r) {
            deregister(r);
        }
        return CompletableFuture.completedFuture((R) Boolean.TRUE);
    }

    private boolean orphan(CatalogOperations.RegisterRequest r) {
        return r.check() != null && !r.check().serviceID().isEmpty() && !services.containsKey(r.check().serviceID())
                && (r.service() == null || !r.service().id().equals(r.check().serviceID()));
    }

    private void register(CatalogOperations.RegisterRequest r) {
        if (node == null || !r.skipNodeUpdate()) {
            node = new Node(r.id(), r.node(), r.address(), "dc1", r.taggedAddresses(), r.nodeMeta(), 1, 1);
        }
        List<HealthCheck> all = new ArrayList<>(r.checks() == null ? List.of() : r.checks());
        if (r.check() != null) {
            all.add(r.check());
        }
        if (r.service() != null) {
            services.put(r.service().id(), r.service());
        }
        all.forEach(check -> checks.put(check.checkID(), check));
        log.add((r.skipNodeUpdate() ? "" : "node ") + (r.service() == null ? "" : "service " + r.service().id() + " ")
                + all.stream().map(HealthCheck::checkID).toList());
    }

    private void deregister(CatalogOperations.DeregisterRequest r) {
        if (!r.serviceID().isEmpty()) {
            services.remove(r.serviceID());
            checks.values().removeIf(check -> check.serviceID().equals(r.serviceID()));
            log.add("-service " + r.serviceID());
        } else {
            checks.remove(r.checkID());
            log.add("-check " + r.checkID());
        }
    }

    @Override
    public long storeIndex() {
        return 1;
    }
}
