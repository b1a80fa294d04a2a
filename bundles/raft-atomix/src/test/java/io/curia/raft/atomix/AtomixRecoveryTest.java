package io.curia.raft.atomix;

import io.curia.consensus.testkit.RecoveryContract;
import io.curia.consensus.testkit.TestCluster;

class AtomixRecoveryTest extends RecoveryContract {
    @Override
    protected TestCluster.Starter starter() {
        return AtomixClusterTest::start;
    }
}
