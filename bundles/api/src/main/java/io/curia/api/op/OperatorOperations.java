package io.curia.api.op;

import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.CatalogOperations.NoRequest;

/** What operators set for the servers as a whole (reference: http-api, section 10.1). */
public final class OperatorOperations {
    private OperatorOperations() { }

    /** @param cas store only if the present one's modify index is this; negative: always */
    public record SetAutopilotRequest(AutopilotConfiguration config, long cas) { }

    /** The configuration in force. */
    public static final ReadOperation<NoRequest, AutopilotConfiguration> GET_AUTOPILOT =
            ReadOperation.of("Operator.AutopilotGetConfiguration", NoRequest.class, AutopilotConfiguration.class);
    /** Answers whether it was stored. */
    public static final WriteOperation<SetAutopilotRequest, Boolean> SET_AUTOPILOT =
            WriteOperation.of("Operator.AutopilotSetConfiguration", SetAutopilotRequest.class, Boolean.class);
}
