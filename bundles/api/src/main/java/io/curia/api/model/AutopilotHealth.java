package io.curia.api.model;

import java.util.List;

/**
 * How the servers are, as the leader sees them (reference: http-api, section 10.1).
 *
 * @param failureTolerance how many healthy voters may fail until there is no majority
 */
public record AutopilotHealth(boolean healthy, int failureTolerance, List<ServerHealth> servers) {
    /**
     * The health of one.
     *
     * @param serfStatus alive, failed, left or none
     * @param lastContact nanoseconds since it heard of the leader; negative when never
     * @param stableSince when its health last changed, RFC 3339 in UTC
     */
    public record ServerHealth(@Wire("ID") String id, String name, String address, String serfStatus, String version,
            boolean leader, @Wire(duration = true) long lastContact, long lastTerm, long lastIndex, boolean healthy,
            boolean voter, String stableSince) { }
}
