package io.curia.consensus.testkit;

import static io.curia.consensus.testkit.TestCluster.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException;
import io.curia.consensus.testkit.TestCluster.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/** Several servers of an engine in one process, anew for each test. */
@Timeout(90)
@Isolated("elections are timed")
@Execution(ExecutionMode.SAME_THREAD)
abstract class SeveralServers {
    static final long SEED = 42;

    @TempDir
    protected Path dir;
    protected TestCluster cluster;

    /** Starts servers whose elections take about a second. */
    protected abstract TestCluster.Starter starter();

    @BeforeEach
    void freshCluster() {
        cluster = new TestCluster(dir, SEED, starter());
    }

    @AfterEach
    void closeAll() throws Exception {
        cluster.close();
    }

    protected static ConsensusException failure(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConsensusException.class);
            return (ConsensusException) e.getCause();
        }
        throw new AssertionError("the future ended well");
    }

    protected static List<Peer> peers(List<Server> servers) {
        return servers.stream().map(server -> server.self).toList();
    }

    protected static List<Peer> with(List<Peer> peers, Peer another) {
        List<Peer> all = new ArrayList<>(peers);
        all.removeIf(peer -> peer.id().equals(another.id()));
        all.add(another);
        return all;
    }

    protected static List<Peer> without(List<Peer> peers, Server leaving) {
        return peers.stream().filter(peer -> !peer.id().equals(leaving.self.id())).toList();
    }

    protected static Peer learner(Server server) {
        return new Peer(server.self.id(), server.address(), false);
    }
}
