package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Peer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a server of the replicated log runs.
 *
 * @param directory all files are below it; made when missing
 * @param cluster the servers of one cluster share one log; a directory belongs to one cluster for good
 * @param nodeId the server's id among its peers; stays with the directory
 * @param serverAddress host:port of the server port
 * @param timing of elections
 * @param alone whether a server without a log makes a cluster of its own at once
 * @param snapshotThreshold commands since the last snapshot that make a new one worth while
 * @param snapshotInterval between two looks at the threshold
 * @param trailingLogs entries kept behind a snapshot for followers that lag
 */
public record LogSettings(Path directory, String cluster, String nodeId, String serverAddress, Timing timing, boolean alone,
        long snapshotThreshold, Duration snapshotInterval, long trailingLogs) {

    /**
     * What the agent's configuration says; the directory is made and tried.
     *
     * @param folder the one below the directory that the engine keeps the log in
     * @param fallbackId the id of a new directory when the configuration has none
     */
    public static LogSettings of(ConsensusConfig config, String folder, String fallbackId) throws EngineStartException {
        if (config.data__dir().isEmpty()) {
            throw new EngineStartException("the consensus engine \"" + config.engine() + "\" needs a data_dir", null);
        }
        Path directory = Path.of(config.data__dir(), "raft").toAbsolutePath();
        String id = DataFolder.prepare(directory, folder, config.datacenter(), config.node__id(), fallbackId);
        long election = config.heartbeat__timeout__ms() > 0 ? config.heartbeat__timeout__ms() : config.election__timeout__ms();
        return new LogSettings(directory, config.datacenter(), id, config.server__address(),
                Timing.of(config.raft__multiplier(), election, config.leader__lease__timeout__ms()),
                config.bootstrap() || config.bootstrap__expect() == 1, Math.max(1, config.snapshot__threshold()),
                Duration.ofMillis(Math.max(1, config.snapshot__interval__ms())),
                Math.max(0, config.trailing__logs()));
    }

    public Peer self() {
        return new Peer(nodeId, serverAddress, true);
    }
}
