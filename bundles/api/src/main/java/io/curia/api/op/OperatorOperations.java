package io.curia.api.op;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.AutopilotHealth;
import io.curia.api.model.RaftConfiguration;
import io.curia.api.op.CatalogOperations.NoRequest;

/** What operators see and set of the servers as a whole (reference: http-api, section 10.1). */
public final class OperatorOperations {
    private OperatorOperations() { }

    /** @param cas store only if the present one's modify index is this; negative: always */
    public record SetAutopilotRequest(AutopilotConfiguration config, long cas) { }

    /** A server by its id or by its address; the other one is "". */
    public record PeerRequest(String id, String address) { }

    /** The configuration in force. */
    public static final ReadOperation<NoRequest, AutopilotConfiguration> GET_AUTOPILOT =
            ReadOperation.of("Operator.AutopilotGetConfiguration", NoRequest.class, AutopilotConfiguration.class);
    /** Answers whether it was stored. */
    public static final WriteOperation<SetAutopilotRequest, Boolean> SET_AUTOPILOT =
            WriteOperation.of("Operator.AutopilotSetConfiguration", SetAutopilotRequest.class, Boolean.class);
    /** The servers of the consensus. */
    public static final ReadOperation<NoRequest, RaftConfiguration> RAFT_CONFIGURATION =
            ReadOperation.of("Operator.RaftGetConfiguration", NoRequest.class, RaftConfiguration.class);
    /** How the servers are; always asked of the leader. */
    public static final ReadOperation<NoRequest, AutopilotHealth> SERVER_HEALTH =
            ReadOperation.of("Operator.ServerHealth", NoRequest.class, AutopilotHealth.class);
    /** Takes a server out of the consensus; answers true when that is committed. */
    public static final WriteOperation<PeerRequest, Boolean> REMOVE_PEER =
            WriteOperation.of("Operator.RaftRemovePeerByID", PeerRequest.class, Boolean.class);
    /** Hands leadership to a server, or to any if both fields are empty; answers true when another leads. */
    public static final WriteOperation<PeerRequest, Boolean> TRANSFER_LEADER =
            WriteOperation.of("Operator.TransferLeader", PeerRequest.class, Boolean.class);
}
