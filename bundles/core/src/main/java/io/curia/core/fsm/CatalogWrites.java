package io.curia.core.fsm;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException;
import io.curia.core.store.Keys;
import io.curia.core.store.StateTxn;
import java.util.ArrayList;
import java.util.List;

/** Registers and deregisters nodes, services and checks. Writes that change nothing leave every index alone. */
final class CatalogWrites {
    private CatalogWrites() { }

    static void register(StateTxn txn, RegisterRequest request) {
        Node present = txn.node(request.node());
        Node wanted = new Node(request.id(), request.node(), request.address(), request.datacenter(),
                request.taggedAddresses(), request.nodeMeta(), 0, 0);
        if (present == null || !request.skipNodeUpdate()) {
            try {
                putNode(txn, wanted);
            } catch (CuriaException e) {
                throw CuriaException.failed("failed inserting node: " + e.getMessage());
            }
        }
        String node = txn.node(request.node()).node();
        if (request.service() != null && !request.service().id().isEmpty()) {
            putService(txn, node, request.service());
        }
        List<HealthCheck> checks = new ArrayList<>();
        if (request.check() != null) {
            checks.add(request.check());
        }
        if (request.checks() != null) {
            checks.addAll(request.checks());
        }
        for (HealthCheck check : checks) {
            try {
                putCheck(txn, check);
            } catch (CuriaException e) {
                throw CuriaException.failed("failed inserting check: " + e.getMessage());
            }
        }
    }

    static void putNode(StateTxn txn, Node wanted) {
        if (!wanted.id().isEmpty()) {
            claimName(txn, wanted);
        }
        Node present = txn.node(wanted.node());
        if (present == null) {
            txn.putNode(wanted.withIndexes(txn.index(), txn.index()));
        } else if (!wanted.sameContent(present)) {
            txn.putNode(wanted.withIndexes(present.createIndex(), txn.index()));
        }
    }

    /** A node is known by its id: another name is a rename, unless another living node has that name. */
    private static void claimName(StateTxn txn, Node wanted) {
        String knownAs = txn.nodeNameOf(wanted.id());
        Node holder = txn.node(wanted.node());
        boolean renamed = knownAs != null && !Keys.folded(knownAs).equals(Keys.folded(wanted.node()));
        if (holder != null && !holder.id().equals(wanted.id()) && (renamed || !holder.id().isEmpty())) {
            HealthCheck serf = txn.check(holder.node(), HealthCheck.SERF_HEALTH);
            if (holder.id().isEmpty() || serf == null || !serf.status().equals(HealthCheck.CRITICAL)) {
                throw CuriaException.failed("Error while renaming Node ID: \"" + wanted.id() + "\": Node name "
                        + wanted.node() + " is reserved by node " + holder.id() + " with name " + holder.node() + " ("
                        + holder.address() + ")");
            }
        }
        if (renamed) {
            deregisterNode(txn, txn.node(knownAs));
        }
    }

    static void putService(StateTxn txn, String node, NodeService wanted) {
        NodeService present = txn.service(node, wanted.id());
        if (wanted.sameContent(present)) {
            return;
        }
        txn.putService(node, wanted.withIndexes(present == null ? txn.index() : present.createIndex(), txn.index()));
        if (present != null && (!present.service().equals(wanted.service())
                || !tags(present).equals(tags(wanted)))) {
            txn.view().checksByService.forEach(Keys.below(node, wanted.id()), check -> {
                txn.putCheck(check.withService(wanted.service(), wanted.tags())
                        .withIndexes(check.createIndex(), txn.index()));
                return true;
            });
        }
    }

    private static List<String> tags(NodeService service) {
        return service.tags() == null ? List.of() : service.tags();
    }

    static void putCheck(StateTxn txn, HealthCheck wanted) {
        Node node = txn.node(wanted.node());
        if (node == null) {
            throw CuriaException.failed("Missing node registration");
        }
        HealthCheck check = named(wanted, node.node());
        if (!check.serviceID().isEmpty()) {
            NodeService service = txn.service(node.node(), check.serviceID());
            if (service == null) {
                throw CuriaException.failed("Missing service registration on node \"" + node.node() + "\"");
            }
            check = check.withService(service.service(), service.tags());
        }
        HealthCheck present = txn.check(node.node(), check.checkID());
        if (check.sameContent(present)) {
            return;
        }
        txn.putCheck(check.withIndexes(present == null ? txn.index() : present.createIndex(), txn.index()));
        if (check.status().equals(HealthCheck.CRITICAL)) {
            SessionWrites.invalidateByCheck(txn, node.node(), check.checkID());
        }
    }

    private static HealthCheck named(HealthCheck check, String node) {
        return new HealthCheck(node, check.checkID(), check.name(),
                check.status().isEmpty() ? HealthCheck.CRITICAL : check.status(), check.notes(), check.output(),
                check.serviceID(), "", null, check.type(), check.interval(),
                check.timeout(), check.exposedPort(), check.definition(), 0, 0);
    }

    static void deregister(StateTxn txn, DeregisterRequest request) {
        Node node = txn.node(request.node());
        if (node == null) {
            return;
        }
        if (!request.serviceID().isEmpty()) {
            NodeService service = txn.service(node.node(), request.serviceID());
            if (service != null) {
                deregisterService(txn, node.node(), service);
            }
        } else if (!request.checkID().isEmpty()) {
            HealthCheck check = txn.check(node.node(), request.checkID());
            if (check != null) {
                deregisterCheck(txn, check);
            }
        } else {
            deregisterNode(txn, node);
        }
    }

    static void deregisterCheck(StateTxn txn, HealthCheck check) {
        txn.removeCheck(check);
        SessionWrites.invalidateByCheck(txn, check.node(), check.checkID());
    }

    static void deregisterService(StateTxn txn, String node, NodeService service) {
        txn.view().checksByService.forEach(Keys.below(node, service.id()), check -> {
            deregisterCheck(txn, check);
            return true;
        });
        txn.removeService(node, service);
    }

    static void deregisterNode(StateTxn txn, Node node) {
        txn.view().services.forEach(Keys.below(node.node()), row -> {
            deregisterService(txn, node.node(), row.service());
            return true;
        });
        txn.view().checks.forEach(Keys.below(node.node()), check -> {
            deregisterCheck(txn, check);
            return true;
        });
        txn.removeCoordinates(node.node());
        txn.view().sessionsByNode.forEach(Keys.below(node.node()), session -> {
            SessionWrites.invalidate(txn, session);
            return true;
        });
        txn.removeNode(node);
    }
}
