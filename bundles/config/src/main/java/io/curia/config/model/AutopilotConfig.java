package io.curia.config.model;

import io.curia.config.source.Settings;

/** What autopilot's cluster-wide configuration starts from. */
public record AutopilotConfig(boolean cleanupDeadServers, long lastContactThresholdMs, long maxTrailingLogs,
        long minQuorum, long serverStabilizationTimeMs, long serverHealthIntervalMs) {

    public static AutopilotConfig read(Settings s) {
        long health = s.millis("consul.server.health_interval");
        return new AutopilotConfig(s.flag("autopilot.cleanup_dead_servers"),
                s.millis("autopilot.last_contact_threshold"), s.number("autopilot.max_trailing_logs"),
                s.number("autopilot.min_quorum"), s.millis("autopilot.server_stabilization_time"),
                health == 0 ? 2000 : health);
    }
}
