package io.curia.raft;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.SharedRounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/**
 * Holds reads until this server's state is new enough. The leader knows the index itself ({@link LeaderReads}); a follower
 * asks it, once for all who ask at the same time.
 *
 * <p>Futures end with an {@link IOException} when there is no leader to ask, or a follower does not keep up. Thread-safe.
 */
final class ReadBarriers {
    private final RaftServer.Division division;
    private final PeerLink link;
    private final LeaderReads leader;
    private final AppliedWaiters applied;
    private final SharedRounds byLease = new SharedRounds(() -> askLeader(Barrier.LEASE));
    private final SharedRounds byMajority = new SharedRounds(() -> askLeader(Barrier.LINEARIZABLE));

    ReadBarriers(RaftServer.Division division, PeerLink link, LeaderReads leader, AppliedWaiters applied) {
        this.division = division;
        this.link = link;
        this.leader = leader;
        this.applied = applied;
    }

    CompletableFuture<Void> await(Barrier barrier) {
        if (division.getInfo().isLeader()) {
            CompletableFuture<Long> index = leader.index(barrier);
            // by lease it is known at once, and mostly applied
            return index.isDone() && !index.isCompletedExceptionally() ? applied.await(index.join())
                    : index.thenCompose(applied::await);
        }
        SharedRounds rounds = barrier == Barrier.LEASE ? byLease : byMajority;
        return rounds.join().thenCompose(applied::await);
    }

    private CompletableFuture<Long> askLeader(Barrier barrier) {
        RaftPeerId to = division.getInfo().getLeaderId();
        if (to == null || to.equals(link.self())) {
            return CompletableFuture.failedFuture(new IOException("no leader is known"));
        }
        ByteBuffer request = Frames.request(Frames.READ_INDEX,
                LeaderReads.header(link.self(), to, division, barrier.ordinal()));
        return link.call(to, Lane.CONTROL, request, 2 * link.timing().electionMillis()).thenCompose(reply -> {
            try {
                return CompletableFuture.completedFuture(Frames.number(reply));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }
}
