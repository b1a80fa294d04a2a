package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.RaftMember.Type;
import io.atomix.protocols.raft.cluster.impl.DefaultRaftMember;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.curia.api.consensus.Consensus.Peer;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Servers in our terms and in Atomix'. It knows a member by its id alone, so that id holds the address too: who has moved
 * is a new member, and the old one leaves. A voter is an active member and a learner a promotable one.
 */
final class Members {
    private Members() { }

    static MemberId idOf(Peer peer) {
        return MemberId.from(peer.id() + "@" + peer.address());
    }

    static String nodeOf(MemberId id) {
        return id.id().substring(0, id.id().lastIndexOf('@'));
    }

    static String addressOf(MemberId id) {
        return id.id().substring(id.id().lastIndexOf('@') + 1);
    }

    static RaftMember of(MemberId id, Type type, long timeMillis) {
        return new DefaultRaftMember(id, type, Instant.ofEpochMilli(timeMillis));
    }

    static Set<RaftMember> of(Collection<Peer> peers, long timeMillis) {
        Set<RaftMember> members = new LinkedHashSet<>();
        for (Peer peer : peers) {
            members.add(of(idOf(peer), peer.voter() ? Type.ACTIVE : Type.PROMOTABLE, timeMillis));
        }
        return members;
    }

    /** By id. */
    static List<Peer> peersOf(Configuration configuration) {
        return configuration == null ? List.of() : configuration.members().stream()
                .map(member -> new Peer(nodeOf(member.memberId()), addressOf(member.memberId()), votes(member)))
                .sorted(Comparator.comparing(Peer::id)).toList();
    }

    static List<MemberId> votersOf(Configuration configuration) {
        return configuration.members().stream().filter(Members::votes).map(RaftMember::memberId).toList();
    }

    static boolean contains(Configuration configuration, MemberId id) {
        return configuration.members().stream().anyMatch(member -> member.memberId().equals(id));
    }

    private static boolean votes(RaftMember member) {
        return member.getType() == Type.ACTIVE;
    }
}
