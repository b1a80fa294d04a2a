package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.List;

/**
 * Agreement among servers. The three raft times are 0 unless set: the engine then derives them from the multiplier.
 *
 * @param engine the consensus implementation, one of {@link #ENGINES}; "memory" in dev mode and "ratis" otherwise, unless set
 * @param allowUnsafe lets an engine run that may lose acknowledged writes
 */
public record ConsensusConfig(String engine, boolean allowUnsafe, int protocol, int raftMultiplier,
        long snapshotThreshold, long snapshotIntervalMs, long trailingLogs, long electionTimeoutMs,
        long heartbeatTimeoutMs, long leaderLeaseTimeoutMs, long leaveDrainTimeMs, long rpcHoldTimeoutMs) {

    /** The engines that an agent comes with. */
    public static final List<String> ENGINES = List.of("atomix", "memory", "ratis");

    public static ConsensusConfig read(Settings s, boolean devMode) {
        String engine = s.text("consensus.engine");
        return new ConsensusConfig(engine.isEmpty() ? devMode ? "memory" : "ratis" : engine,
                s.flag("consensus.allow_unsafe"), s.integer("raft_protocol"), s.integer("performance.raft_multiplier"),
                s.number("raft_snapshot_threshold"), s.millis("raft_snapshot_interval"), s.number("raft_trailing_logs"),
                s.millis("consul.raft.election_timeout"), s.millis("consul.raft.heartbeat_timeout"),
                s.millis("consul.raft.leader_lease_timeout"), s.millis("performance.leave_drain_time"),
                s.millis("performance.rpc_hold_timeout"));
    }

    /** The same with another's engine, which is chosen when the process starts. */
    public ConsensusConfig withEngineOf(ConsensusConfig other) {
        return new ConsensusConfig(other.engine, allowUnsafe, protocol, raftMultiplier, snapshotThreshold, snapshotIntervalMs,
                trailingLogs, electionTimeoutMs, heartbeatTimeoutMs, leaderLeaseTimeoutMs, leaveDrainTimeMs, rpcHoldTimeoutMs);
    }
}
