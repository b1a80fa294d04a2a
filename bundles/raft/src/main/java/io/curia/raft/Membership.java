package io.curia.raft;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport.Lane;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of who belongs to the cluster and who leads it, on the leader. Its methods wait for Ratis' locks, so they belong on
 * a thread that may; their futures end later.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final RaftServer server;
    private final RaftServer.Division division;
    private final PeerLink link;
    private final ClientId client;
    private final AtomicLong calls;

    Membership(RaftServer server, RaftServer.Division division, PeerLink link, ClientId client, AtomicLong calls) {
        this.server = server;
        this.division = division;
        this.link = link;
        this.client = client;
        this.calls = calls;
    }

    /**
     * Ends when the new configuration is committed. New voters have caught up before; a leader that is not among the
     * servers any more asks the best of them to take over at once, rather than let them find out.
     */
    CompletableFuture<Void> change(List<Peer> peers) throws IOException {
        int priority = priorityFor(peers);
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setServersInNewConf(Peers.toRatis(peers.stream().filter(Peer::voter).toList(), priority))
                .setListenersInNewConf(Peers.toRatis(peers.stream().filter(peer -> !peer.voter()).toList(), priority))
                .build();
        boolean leaving = peers.stream().noneMatch(peer -> peer.voter() && peer.id().equals(link.self().toString()));
        return server.setConfigurationAsync(new SetConfigurationRequest(client, link.self(),
                        division.getMemberId().getGroupId(), calls.incrementAndGet(), arguments))
                .thenCompose(Membership::check)
                .thenRun(() -> {
                    if (leaving) {
                        handOver();
                    }
                });
    }

    /**
     * Ratis takes a configuration that differs in addresses alone for the present one, so then all priorities change
     * together, which means nothing else as they stay equal.
     */
    private int priorityFor(List<Peer> peers) {
        Map<String, Peer> present = Peers.of(division.getRaftConf()).stream()
                .collect(Collectors.toMap(Peer::id, Function.identity()));
        int priority = division.getRaftConf().getCurrentPeers(RaftPeerRole.FOLLOWER).stream().findAny()
                .map(RaftPeer::getPriority).orElse(0);
        boolean moved = peers.stream().anyMatch(peer -> present.containsKey(peer.id())
                && !present.get(peer.id()).address().equals(peer.address()));
        return moved ? 1 - priority : priority;
    }

    private static CompletableFuture<Void> check(RaftClientReply reply) {
        return reply.isSuccess() ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(reply.getException());
    }

    private void handOver() {
        Optional<RaftPeerId> heir = mostAdvanced();
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        if (heir.isEmpty() || last == null) {
            return;
        }
        RaftPeerId to = heir.get();
        link.lease().giveUp(last.getTerm());
        RaftRpcRequestProto header = LeaderReads.header(link.self(), to, division, calls.incrementAndGet());
        StartLeaderElectionRequestProto request = StartLeaderElectionRequestProto.newBuilder().setServerRequest(header)
                .setLeaderLastEntry(last.toProto()).build();
        link.call(to, Lane.CONTROL,
                Frames.request(Frames.START_ELECTION, request), link.timing().electionMillis());
        LOG.info("this server has left the cluster and asked {} to lead it", to);
    }

    /** @param id of the server that is to lead, "" for the best */
    CompletableFuture<Void> transfer(String id) throws IOException {
        RaftPeerId to = id.isEmpty() ? mostAdvanced().orElseThrow(() -> new IOException("there is no other server to lead"))
                : RaftPeerId.valueOf(id);
        return server.transferLeadershipAsync(new TransferLeadershipRequest(client, link.self(),
                        division.getMemberId().getGroupId(), calls.incrementAndGet(), to, 2 * link.timing().electionMillis()))
                .thenCompose(Membership::check);
    }

    /** The other voter with the most of the log. */
    private Optional<RaftPeerId> mostAdvanced() {
        Collection<RaftPeer> voters = division.getRaftConf().getCurrentPeers(RaftPeerRole.FOLLOWER);
        return voters.stream().map(voter -> link.appenders().get(voter.getId()))
                .filter(appender -> appender != null)
                .map(PipelinedAppender::getFollower)
                .max(Comparator.comparingLong(FollowerInfo::getMatchIndex)
                        .thenComparing(follower -> -follower.getLastRpcResponseTime().elapsedTimeMs()))
                .map(FollowerInfo::getId);
    }
}
