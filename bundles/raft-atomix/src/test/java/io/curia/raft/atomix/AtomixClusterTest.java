package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.ClusterContract;
import io.curia.consensus.testkit.ConsensusContract.Engine;
import io.curia.consensus.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;

class AtomixClusterTest extends ClusterContract {
    static final Timing QUICK = Timing.of(1, 300, 0);

    static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine) throws Exception {
        AtomixConsensus consensus = new AtomixConsensus(new AtomixSettings(data.resolve("raft"), "dc1", self.id(), self.address(),
                QUICK, false, 1_000_000, Duration.ofHours(1), 0), machine, transport,
                AtomixConsensusTest.sources(() -> Long.MAX_VALUE));
        try {
            consensus.start();
        } catch (EngineStartException e) {
            consensus.close();
            throw e;
        }
        return new Engine(consensus, consensus);
    }

    @Override
    protected TestCluster.Starter starter() {
        return AtomixClusterTest::start;
    }
}
