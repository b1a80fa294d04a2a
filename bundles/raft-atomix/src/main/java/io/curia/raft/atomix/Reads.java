package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.consensus.support.AppliedWaiters;
import io.curia.consensus.support.SharedRounds;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Holds reads until this server's state is new enough: up to which index, the leader knows. That index is always fixed before
 * the leadership is looked at, by the lease or by a round to a majority; a follower asks the leader. Who asks at the same
 * time shares a question ({@link SharedRounds}).
 *
 * <p>Futures end with an {@link IOException} when there is no leader to ask. Thread-safe.
 */
final class Reads {
    /** What the leader of a term had committed. */
    record ReadIndex(long index, long term) { }

    private final RaftCore raft;
    private final MemberLink link;
    private final LeaderLease lease;
    private final AppliedWaiters applied;
    private final SharedRounds confirmations = new SharedRounds(() -> new Round().start());
    private final SharedRounds byLease = new SharedRounds(() -> askLeader(Barrier.LEASE));
    private final SharedRounds byMajority = new SharedRounds(() -> askLeader(Barrier.LINEARIZABLE));

    Reads(RaftCore raft, MemberLink link, LeaderLease lease, AppliedWaiters applied) {
        this.raft = raft;
        this.link = link;
        this.lease = lease;
        this.applied = applied;
    }

    CompletableFuture<Void> await(Barrier barrier) {
        if (raft.isLeading()) {
            CompletableFuture<ReadIndex> index = leaderIndex(barrier);
            // by lease it is known at once, and mostly applied
            return index.isDone() && !index.isCompletedExceptionally() ? applied.await(index.join().index())
                    : index.thenCompose(at -> applied.await(at.index()));
        }
        return (barrier == Barrier.LEASE ? byLease : byMajority).join().thenCompose(applied::await);
    }

    /** On the leader. */
    CompletableFuture<ReadIndex> leaderIndex(Barrier barrier) {
        long term = raft.getTerm();
        if (!raft.isLeading(term)) {
            return CompletableFuture.failedFuture(notLeading());
        }
        if (barrier == Barrier.LEASE) {
            long index = raft.committed();
            if (lease.holds(term, voters()) && raft.isLeading(term)) {
                return CompletableFuture.completedFuture(new ReadIndex(index, term));
            }
        }
        // the round is of that term if the term still lasts
        return confirmations.join().thenCompose(index -> raft.isLeading(term)
                ? CompletableFuture.completedFuture(new ReadIndex(index, term)) : CompletableFuture.failedFuture(notLeading()));
    }

    private List<MemberId> voters() {
        return Members.votersOf(raft.getCluster().getConfiguration());
    }

    private static IOException notLeading() {
        return new IOException("this server does not lead");
    }

    private CompletableFuture<Long> askLeader(Barrier barrier) {
        MemberId leader = raft.leader();
        if (leader == null || leader.equals(raft.self())) {
            return CompletableFuture.failedFuture(new IOException("no leader is known"));
        }
        return link.call(Frames.READ_INDEX, leader, Lane.CONTROL, 2, out -> out.writeByte(barrier.ordinal()),
                in -> new ReadIndex(in.readLong(), in.readLong())).thenApply(at -> {
                    // rather than wait for the next heartbeat to say so
                    raft.execute(() -> raft.commitUpTo(at.index(), at.term()));
                    return at.index();
                });
    }

    /** Asks every voter whether it has seen a higher term; ends with a majority's answers, or when it cannot have them. */
    private final class Round {
        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private final long term = raft.getTerm();
        private final long index = raft.committed();
        private final List<MemberId> voters = voters();
        private int confirmed;
        private int waitingFor;

        CompletableFuture<Long> start() {
            if (!raft.isLeading(term)) {
                result.completeExceptionally(notLeading());
                return result;
            }
            List<MemberId> others = voters.stream().filter(voter -> !voter.equals(raft.self())).toList();
            confirmed = voters.size() - others.size();
            waitingFor = others.size();
            look();
            for (MemberId voter : others) {
                link.call(Frames.CONFIRM, voter, Lane.CONTROL, 1, out -> { }, DataInputStream::readLong)
                        .whenComplete(this::answer);
            }
            return result;
        }

        private void answer(Long reached, Throwable failure) {
            synchronized (this) {
                waitingFor--;
                if (failure == null && reached <= term) {
                    confirmed++;
                }
            }
            look();
        }

        private void look() {
            boolean majority;
            boolean hopeless;
            synchronized (this) {
                majority = confirmed > voters.size() / 2;
                hopeless = confirmed + waitingFor <= voters.size() / 2;
            }
            if (majority && raft.isLeading(term)) {
                result.complete(index);
            } else if (majority || hopeless) {
                result.completeExceptionally(notLeading());
            }
        }
    }
}
