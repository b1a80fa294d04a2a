package io.curia.api.agent;

import java.util.Map;

/**
 * A check as somebody asks the agent to run it (reference: http-api, section 4). Durations are nanoseconds, 0 when not
 * given; texts are "" when not given.
 *
 * @param fields what belongs to a check type, by its name in the HTTP API, for example {@code HTTP}
 */
public record CheckDefinition(
        String checkID,
        String name,
        String notes,
        String serviceID,
        String token,
        String status,
        long intervalNanos,
        long timeoutNanos,
        long ttlNanos,
        long deregisterAfterNanos,
        int successBeforePassing,
        int failuresBeforeWarning,
        int failuresBeforeCritical,
        int outputMaxSize,
        Map<String, Object> fields) {

    /** The same definition with other ids, where the present ones are empty. */
    public CheckDefinition identified(String id, String defaultName, String service) {
        return new CheckDefinition(checkID.isEmpty() ? id : checkID, name.isEmpty() ? defaultName : name, notes, service,
                token, status, intervalNanos, timeoutNanos, ttlNanos, deregisterAfterNanos, successBeforePassing,
                failuresBeforeWarning, failuresBeforeCritical, outputMaxSize, fields);
    }
}
