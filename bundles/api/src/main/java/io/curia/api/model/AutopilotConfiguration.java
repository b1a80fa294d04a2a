package io.curia.api.model;

/** How the leader looks after the servers (reference: http-api, section 10.1). Durations are nanoseconds. */
public record AutopilotConfiguration(
        boolean cleanupDeadServers,
        @Wire(duration = true) long lastContactThreshold,
        long maxTrailingLogs,
        long minQuorum,
        @Wire(duration = true) long serverStabilizationTime,
        String redundancyZoneTag,
        boolean disableUpgradeMigration,
        String upgradeVersionTag,
        long createIndex,
        long modifyIndex) {

    /** The same as of these writes. */
    public AutopilotConfiguration at(long created, long modified) {
        return new AutopilotConfiguration(cleanupDeadServers, lastContactThreshold, maxTrailingLogs, minQuorum,
                serverStabilizationTime, redundancyZoneTag, disableUpgradeMigration, upgradeVersionTag, created, modified);
    }
}
