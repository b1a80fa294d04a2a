package io.curia.raft;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.SharedRounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.ProtoUtils;

/**
 * Up to which index a state must be applied so that it may answer a read that begins now, on the leader. The index is always
 * fixed before the leadership is looked at, by the lease or by a round to a majority.
 *
 * <p>Rounds are shared ({@link SharedRounds}). Ratis' own read index is not used:
 * it takes an index that was confirmed once for confirmed for good, and so answers a deposed leader's reads.
 *
 * <p>Futures end with an {@link IOException} when this server does not lead. Thread-safe.
 */
final class LeaderReads {
    private final RaftServer.Division division;
    private final PeerLink link;
    private final LongSupplier commitIndex;
    private final SharedRounds rounds = new SharedRounds(() -> new Round().start());

    LeaderReads(RaftServer.Division division, PeerLink link, LongSupplier commitIndex) {
        this.division = division;
        this.link = link;
        this.commitIndex = commitIndex;
    }

    CompletableFuture<Long> index(Barrier barrier) {
        if (!division.getInfo().isLeaderReady()) {
            return CompletableFuture.failedFuture(new IOException("this server does not lead"));
        }
        if (barrier == Barrier.LEASE) {
            long term = division.getInfo().getCurrentTerm();
            long index = commitIndex.getAsLong();
            if (link.lease().holds(term, division.getRaftConf()) && isLeading(term)) {
                return CompletableFuture.completedFuture(index);
            }
        }
        return rounds.join();
    }

    private boolean isLeading(long term) {
        return division.getInfo().isLeaderReady() && division.getInfo().getCurrentTerm() == term;
    }

    /** Asks every voter whether it has seen a higher term; ends with a majority's answers, or when it cannot have them. */
    private final class Round {
        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private final long term = division.getInfo().getCurrentTerm();
        private final long index = commitIndex.getAsLong();
        private final RaftConfiguration configuration = division.getRaftConf();
        private final Set<RaftPeerId> confirmed = new HashSet<>();
        private int waitingFor;

        CompletableFuture<Long> start() {
            if (!isLeading(term)) {
                finish(new IOException("this server does not lead"));
                return result;
            }
            confirmed.add(link.self());
            Set<RaftPeerId> others = new HashSet<>();
            configuration.getAllPeers(RaftPeerRole.FOLLOWER).forEach(voter -> others.add(voter.getId()));
            others.remove(link.self());
            waitingFor = others.size();
            if (isMajority()) {
                finish(null);
            }
            for (RaftPeerId voter : others) {
                link.call(voter, Lane.CONTROL, Frames.request(Frames.CONFIRM, header(link.self(), voter, division, term)),
                        link.timing().electionMillis()).whenComplete((reply, failure) -> answer(voter, reply, failure));
            }
            return result;
        }

        private void answer(RaftPeerId voter, ByteBuffer reply, Throwable failure) {
            boolean higher = false;
            boolean majority;
            boolean hopeless;
            synchronized (this) {
                waitingFor--;
                try {
                    higher = failure == null && Frames.number(reply) > term;
                    if (failure == null && !higher) {
                        confirmed.add(voter);
                    }
                } catch (IOException e) {
                    // counts as no answer
                    higher = false;
                }
                majority = isMajority();
                hopeless = higher || waitingFor == 0;
            }
            if (majority && !higher) {
                finish(null);
            } else if (hopeless) {
                finish(new IOException("this server has lost touch with the majority"));
            }
        }

        private boolean isMajority() {
            return isMajority(configuration.getCurrentPeers(RaftPeerRole.FOLLOWER))
                    && isMajority(configuration.getPreviousPeers(RaftPeerRole.FOLLOWER));
        }

        private boolean isMajority(Collection<RaftPeer> voters) {
            return voters.isEmpty()
                    || 2 * voters.stream().filter(voter -> confirmed.contains(voter.getId())).count() > voters.size();
        }

        /** The first end counts. */
        private void finish(IOException failure) {
            if (failure == null && isLeading(term)) {
                result.complete(index);
            } else {
                result.completeExceptionally(failure == null ? new IOException("this server does not lead") : failure);
            }
        }
    }

    /** @param number the term, or the barrier */
    static RaftRpcRequestProto header(RaftPeerId from, RaftPeerId to, RaftServer.Division division, long number) {
        return RaftRpcRequestProto.newBuilder().setRequestorId(from.toByteString()).setReplyId(to.toByteString())
                .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(division.getMemberId().getGroupId())).setCallId(number)
                .build();
    }
}
