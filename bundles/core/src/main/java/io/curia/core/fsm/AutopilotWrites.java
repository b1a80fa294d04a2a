package io.curia.core.fsm;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.core.store.StateTxn;

/** Writes of the servers' autopilot configuration. */
final class AutopilotWrites {
    private AutopilotWrites() { }

    static boolean apply(StateTxn txn, SetAutopilotRequest request) {
        AutopilotConfiguration present = txn.view().autopilot;
        if (request.cas() >= 0 && request.cas() != (present == null ? 0 : present.modifyIndex())) {
            return false;
        }
        txn.putAutopilot(request.config().at(present == null ? txn.index() : present.createIndex(), txn.index()));
        return true;
    }
}
