package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.Timing;
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
record AtomixSettings(Path directory, String cluster, String nodeId, String serverAddress, Timing timing, boolean alone,
        long snapshotThreshold, Duration snapshotInterval, long trailingLogs) {

    /** The name of the folder with Atomix' files, which says whose log it is. */
    static String folder(String cluster) {
        return "atomix-" + cluster;
    }

    Path log() {
        return directory.resolve(folder(cluster));
    }

    Peer self() {
        return new Peer(nodeId, serverAddress, true);
    }
}
