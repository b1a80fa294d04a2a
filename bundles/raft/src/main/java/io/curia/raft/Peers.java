package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftConfiguration;

/** Servers in our terms and in those of Ratis, where a voter is a follower and a learner a listener. */
final class Peers {
    private Peers() { }

    static RaftPeer toRatis(Peer peer, int priority) {
        return RaftPeer.newBuilder().setId(peer.id()).setAddress(peer.address()).setPriority(priority)
                .setStartupRole(peer.voter() ? RaftPeerRole.FOLLOWER : RaftPeerRole.LISTENER).build();
    }

    static List<RaftPeer> toRatis(Collection<Peer> peers, int priority) {
        return peers.stream().map(peer -> toRatis(peer, priority)).toList();
    }

    /** The servers of the newest configuration, by id. */
    static List<Peer> of(RaftConfiguration configuration) {
        List<Peer> peers = new ArrayList<>();
        for (RaftPeer voter : configuration.getCurrentPeers(RaftPeerRole.FOLLOWER)) {
            peers.add(new Peer(voter.getId().toString(), voter.getAddress(), true));
        }
        for (RaftPeer learner : configuration.getCurrentPeers(RaftPeerRole.LISTENER)) {
            peers.add(new Peer(learner.getId().toString(), learner.getAddress(), false));
        }
        peers.sort(Comparator.comparing(Peer::id));
        return peers;
    }
}
