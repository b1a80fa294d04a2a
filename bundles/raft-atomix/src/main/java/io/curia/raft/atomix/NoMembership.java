package io.curia.raft.atomix;

import io.atomix.cluster.ClusterMembershipEventListener;
import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import java.util.Set;

/** Atomix' own gossip, in place of which there is ours: it knows nobody, and nobody comes or goes. */
final class NoMembership implements ClusterMembershipService {
    @Override
    public Member getLocalMember() {
        throw new UnsupportedOperationException("servers are known by the configuration alone");
    }

    @Override
    public Set<Member> getMembers() {
        return Set.of();
    }

    @Override
    public Member getMember(MemberId memberId) {
        return null;
    }

    @Override
    public void addListener(ClusterMembershipEventListener listener) {
        // nothing is ever told
    }

    @Override
    public void removeListener(ClusterMembershipEventListener listener) {
        // it was not kept
    }
}
