package io.curia.raft;

import io.curia.consensus.testkit.MembershipContract;
import io.curia.consensus.testkit.TestCluster;

class RaftMembershipTest extends MembershipContract {
    @Override
    protected TestCluster.Starter starter() {
        return RaftClusterTest::start;
    }
}
