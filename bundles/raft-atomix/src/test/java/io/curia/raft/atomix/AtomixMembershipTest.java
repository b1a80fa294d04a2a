package io.curia.raft.atomix;

import io.curia.consensus.testkit.MembershipContract;
import io.curia.consensus.testkit.TestCluster;

class AtomixMembershipTest extends MembershipContract {
    @Override
    protected TestCluster.Starter starter() {
        return AtomixClusterTest::start;
    }
}
