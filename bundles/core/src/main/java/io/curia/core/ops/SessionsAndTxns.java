package io.curia.core.ops;

import io.curia.api.model.GoDuration;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Session;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.TxnOperations.Failure;
import io.curia.api.op.TxnOperations.Outcome;
import io.curia.api.op.TxnOperations.Step;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.SessionWrites.SessionCommand;
import io.curia.core.leader.LockDelays;
import io.curia.core.leader.SessionTimers;
import io.curia.core.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sessions and transactions: what the leader checks before they go into the log. */
public final class SessionsAndTxns {
    private static final long MAX_TTL = 24L * 3600 * 1_000_000_000L;

    private final Msgpack msgpack;
    private final StateStore store;
    private final LockDelays lockDelays;
    private final SessionTimers timers;
    private final Supplier<String> uuids;
    private final long minTtl;
    private final String datacenter;

    /**
     * @param uuids makes the ids of new sessions
     * @param minTtlNanos of a session
     */
    public SessionsAndTxns(Msgpack msgpack, StateStore store, LockDelays lockDelays, SessionTimers timers,
            Supplier<String> uuids, long minTtlNanos, String datacenter) {
        this.msgpack = msgpack;
        this.store = store;
        this.lockDelays = lockDelays;
        this.timers = timers;
        this.uuids = uuids;
        this.minTtl = minTtlNanos;
        this.datacenter = datacenter;
    }

    /** Adds the operations. */
    public void addTo(OperationTable table) {
        table.write(SessionOperations.CREATE, "apply failed: ", this::create);
        table.write(SessionOperations.DESTROY, "apply failed: ", this::destroy);
        table.write(SessionOperations.RENEW, this::renew);
        table.write(TxnOperations.APPLY, "raft apply failed: ", this::txn);
    }

    private Prepared<String> create(SessionOperations.CreateRequest request) {
        Session wanted = request.session();
        if (wanted.node().isEmpty()) {
            throw CuriaException.failed("Must provide Node");
        }
        String behavior = wanted.behavior().isEmpty() ? Session.RELEASE : wanted.behavior();
        if (!behavior.equals(Session.RELEASE) && !behavior.equals(Session.DELETE)) {
            throw CuriaException.failed("Invalid Behavior setting '" + behavior + "'");
        }
        if (!wanted.ttl().isEmpty()) {
            checkTtl(wanted.ttl());
        }
        Node node = store.state().node(wanted.node());
        Session session = new Session(uuids.get(), wanted.name(), node == null ? wanted.node() : node.node(),
                wanted.lockDelay(), behavior, wanted.ttl(), wanted.nodeChecks(),
                wanted.serviceChecks(), wanted.checks(), 0, 0);
        return Prepared.command(msgpack.encode(CommandType.SESSION, new SessionCommand(false, session)));
    }

    private void checkTtl(String text) {
        long ttl;
        try {
            ttl = GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.failed("Session TTL '" + text + "' invalid: " + e.getMessage());
        }
        if (ttl != 0 && (ttl < minTtl || ttl > MAX_TTL)) {
            throw CuriaException.failed("Invalid Session TTL '" + ttl + "', must be between ["
                    + GoDuration.format(minTtl) + "=24h0m0s]");
        }
    }

    private Prepared<Boolean> destroy(SessionOperations.IdRequest request) {
        OtherReads.requireUuid(request.id());
        return Prepared.command(msgpack.encode(CommandType.SESSION, SessionCommand.end(request.id())), result -> true);
    }

    private Prepared<Session> renew(SessionOperations.IdRequest request) {
        OtherReads.requireUuid(request.id());
        return Prepared.answer(timers.renew(request.id()));
    }

    // -- transactions --------------------------------------------------------------------------------------------------

    private Prepared<Outcome> txn(TxnOperations.Request request) {
        List<Failure> failures = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < request.steps().size(); i++) {
            try {
                steps.add(completed(request.steps().get(i)));
            } catch (CuriaException e) {
                failures.add(new Failure(i, e.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            return Prepared.answer(new Outcome(null, failures));
        }
        return Prepared.command(msgpack.encode(CommandType.TXN, new TxnOperations.Request(steps)));
    }

    private Step completed(Step step) {
        requireSubject(step);
        if (step.kv() != null) {
            boolean tree = step.kv().verb().equals(Verb.DELETE_TREE.text()) || step.kv().verb().equals(Verb.GET_TREE.text());
            if (step.kv().key().isEmpty() && !tree) {
                throw CuriaException.failed("Must provide key");
            }
            if (step.kv().verb().equals(Verb.LOCK.text()) && lockDelays.barred(step.kv().key())) {
                throw CuriaException.failed("failed to lock key \"" + step.kv().key() + "\" due to lock delay");
            }
        } else if (step.node() != null && !step.node().verb().equals("get")) {
            return new Step(null, node(step.node()), null, null, null);
        } else if (step.service() != null && writes(step.service().verb())) {
            NodeService service = CatalogRegistrations.service(step.service().service());
            if (service.id().isEmpty()) {
                throw CuriaException.failed("failed inserting service: object missing primary index");
            }
            return new Step(null, null, new TxnOperations.ServiceStep(step.service().verb(), step.service().node(),
                    service.withIndexes(0, step.service().service().modifyIndex())), null, null);
        } else if (step.check() != null && writes(step.check().verb())) {
            HealthCheck given = step.check().check();
            HealthCheck check = CatalogRegistrations.check(given, given.node());
            return new Step(null, null, null, new TxnOperations.CheckStep(step.check().verb(),
                    check.withIndexes(0, given.modifyIndex())), null);
        }
        return step;
    }

    private static void requireSubject(Step step) {
        if (step.node() != null && step.node().node() == null || step.check() != null && step.check().check() == null) {
            throw CuriaException.failed("Must provide node");
        }
        if (step.service() != null && step.service().service() == null) {
            throw CuriaException.failed("Must provide service name with ID");
        }
    }

    private TxnOperations.NodeStep node(TxnOperations.NodeStep step) {
        Node given = step.node();
        if (given.node().isEmpty()) {
            throw CuriaException.failed("Must provide node");
        }
        if (!given.id().isEmpty()) {
            CatalogRegistrations.requireUuid(given.id());
        }
        return new TxnOperations.NodeStep(step.verb(), new Node(given.id(), given.node(), given.address(), datacenter,
                given.taggedAddresses(), given.meta(), 0, given.modifyIndex()));
    }

    private static boolean writes(String verb) {
        return verb.equals("set") || verb.equals("cas");
    }
}
