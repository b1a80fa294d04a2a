package io.curia.core.rpc;

import io.curia.api.model.KvEntry;
import io.curia.api.model.Session;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.TxnOperations.Step;
import java.util.List;

/** The steps of transactions. */
final class TxnForms {
    private TxnForms() { }

    static WireRequests.Txn request(String datacenter, TxnOperations.Request request) {
        return new WireRequests.Txn(datacenter, request.steps().stream().map(TxnForms::step).toList());
    }

    static TxnOperations.Request request(WireRequests.Txn wire) {
        return new TxnOperations.Request(wire.ops() == null ? List.of() : wire.ops().stream().map(TxnForms::step).toList());
    }

    private static WireRequests.TxnOp step(Step step) {
        return new WireRequests.TxnOp(kv(step.kv()),
                step.node() == null ? null : new WireRequests.TxnNode(step.node().verb(), step.node().node()),
                step.service() == null ? null : new WireRequests.TxnService(step.service().verb(), step.service().node(),
                        step.service().service()),
                step.check() == null ? null : new WireRequests.TxnCheck(step.check().verb(), step.check().check()),
                step.session() == null ? null : new WireRequests.TxnSession(step.session().verb(),
                        new Session(step.session().session(), "", "", 0, "", "", null, null, null, 0, 0)));
    }

    private static WireRequests.TxnKv kv(TxnOperations.KvStep kv) {
        return kv == null ? null : new WireRequests.TxnKv(kv.verb(),
                new KvEntry(0, kv.key(), kv.flags(), kv.value(), kv.session(), 0, kv.index()));
    }

    private static Step step(WireRequests.TxnOp op) {
        return new Step(kv(op.kv()),
                op.node() == null ? null : new TxnOperations.NodeStep(op.node().verb(), op.node().node()),
                op.service() == null ? null : new TxnOperations.ServiceStep(op.service().verb(), op.service().node(),
                        op.service().service()),
                op.check() == null ? null : new TxnOperations.CheckStep(op.check().verb(), op.check().check()),
                op.session() == null ? null : new TxnOperations.SessionStep(op.session().verb(),
                        op.session().session() == null ? "" : op.session().session().id()));
    }

    private static TxnOperations.KvStep kv(WireRequests.TxnKv kv) {
        if (kv == null || kv.dirEnt() == null) {
            return null;
        }
        KvEntry entry = kv.dirEnt();
        return new TxnOperations.KvStep(kv.verb(), entry.key(),
                entry.value() == null || entry.value().length == 0 ? null : entry.value(), entry.flags(),
                entry.modifyIndex(), entry.session());
    }
}
