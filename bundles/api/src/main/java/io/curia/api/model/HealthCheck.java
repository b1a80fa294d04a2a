package io.curia.api.model;

import java.util.List;

/** The state of a check. {@code serviceID} is empty for a check of the node itself. */
public record HealthCheck(
        String node,
        String checkID,
        String name,
        String status,
        String notes,
        String output,
        String serviceID,
        String serviceName,
        List<String> serviceTags,
        String type,
        String interval,
        String timeout,
        int exposedPort,
        CheckInfo definition,
        long createIndex,
        long modifyIndex) {

    /** Status texts. */
    public static final String PASSING = "passing";
    /** See {@link #PASSING}. */
    public static final String WARNING = "warning";
    /** See {@link #PASSING}. */
    public static final String CRITICAL = "critical";
    /** The check that the leader keeps about a node's membership. */
    public static final String SERF_HEALTH = "serfHealth";

    /** The same check as of another write. */
    public HealthCheck withIndexes(long create, long modify) {
        return new HealthCheck(node, checkID, name, status, notes, output, serviceID, serviceName, serviceTags, type,
                interval, timeout, exposedPort, definition, create, modify);
    }

    /** The same check with another result. */
    public HealthCheck withResult(String newStatus, String newOutput) {
        return new HealthCheck(node, checkID, name, newStatus, notes, newOutput, serviceID, serviceName, serviceTags,
                type, interval, timeout, exposedPort, definition, createIndex, modifyIndex);
    }

    /** The same check with its service's present name and tags. */
    public HealthCheck withService(String newName, List<String> newTags) {
        return new HealthCheck(node, checkID, name, status, notes, output, serviceID, newName, newTags, type, interval,
                timeout, exposedPort, definition, createIndex, modifyIndex);
    }

    /** Whether everything but the indexes is equal, so that a write of it would change nothing. */
    public boolean sameContent(HealthCheck other) {
        return other != null && withIndexes(0, 0).equals(other.withIndexes(0, 0));
    }
}
