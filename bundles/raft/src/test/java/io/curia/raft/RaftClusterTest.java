package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.testkit.ClusterContract;
import io.curia.consensus.testkit.ConsensusContract.Engine;
import io.curia.consensus.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;

class RaftClusterTest extends ClusterContract {
    static final Timing QUICK = Timing.of(1, 300, 0);

    static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine) throws Exception {
        RaftConsensus consensus = new RaftConsensus(new RaftSettings(data.resolve("raft"), "dc1", self.id(), self.address(),
                QUICK, false, 1_000_000, Duration.ofHours(1), 0), machine, transport, () -> Long.MAX_VALUE, System::nanoTime);
        try {
            consensus.start();
        } catch (RaftStartException e) {
            consensus.close();
            throw e;
        }
        return new Engine(consensus, consensus);
    }

    @Override
    protected TestCluster.Starter starter() {
        return RaftClusterTest::start;
    }
}
