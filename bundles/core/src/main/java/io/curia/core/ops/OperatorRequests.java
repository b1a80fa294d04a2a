package io.curia.core.ops;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.OperatorOperations;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.fsm.CommandType;

/** What operators set for the servers as a whole. */
public final class OperatorRequests {
    private OperatorRequests() { }

    /**
     * Adds them.
     *
     * @param initial in force while nothing is stored
     */
    public static void addTo(OperationTable table, Msgpack msgpack, AutopilotConfiguration initial) {
        table.cheap(OperatorOperations.GET_AUTOPILOT, (request, view) ->
                view.state().autopilot == null ? initial : view.state().autopilot);
        table.write(OperatorOperations.SET_AUTOPILOT, "raft apply failed: ", request -> Prepared.command(
                msgpack.encode(CommandType.AUTOPILOT, request)));
    }
}
