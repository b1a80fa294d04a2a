package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.Timing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Until when a leader may answer reads without asking: from the sending of an append that a majority has answered, for the
 * length of the lease, as each of them then helps nobody else to power for longer than that ({@link LeaderContact}).
 *
 * <p>States of a term: held or run out, as appends are answered; given up, for the rest of the term, before the leader asks
 * another server to take over. Times are monotonic, so a process that was stopped finds its lease run out. Thread-safe.
 */
final class LeaderLease {
    private final LongSupplier nanoTime;
    private final long length;
    private final MemberId self;
    /** When the newest answered append of the term was sent; one entry for each server of the term's configurations. */
    private final Map<MemberId, Long> answered = new ConcurrentHashMap<>();
    private long term = -1;
    private boolean givenUp;

    LeaderLease(LongSupplier nanoTime, Timing timing, MemberId self) {
        this.nanoTime = nanoTime;
        this.length = timing.lease().toNanos();
        this.self = self;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** @param sentAt when the append that was answered was sent, by {@link #now} */
    synchronized void answered(MemberId member, long ofTerm, long sentAt) {
        if (ofTerm >= term) {
            enter(ofTerm);
            answered.merge(member, sentAt, (a, b) -> b - a > 0 ? b : a);
        }
    }

    private void enter(long newTerm) {
        if (newTerm > term) {
            term = newTerm;
            givenUp = false;
            answered.clear();
        }
    }

    /** No reads by lease in this term any more. */
    synchronized void giveUp(long ofTerm) {
        enter(ofTerm);
        givenUp = true;
    }

    /** To be asked after the read's index was fixed, and only by a leader that has applied what came before its term. */
    synchronized boolean holds(long ofTerm, List<MemberId> voters) {
        if (givenUp && term == ofTerm) {
            return false;
        }
        if (voters.equals(List.of(self))) {
            return true;
        }
        return term == ofTerm && ageOfMajority(voters) < length;
    }

    /** How long ago the youngest answered append was sent that a majority has answered, or a younger one. */
    private long ageOfMajority(List<MemberId> voters) {
        long now = nanoTime.getAsLong();
        long[] ages = voters.stream().mapToLong(voter -> {
            Long sent = answered.get(voter);
            return voter.equals(self) ? 0 : sent == null ? Long.MAX_VALUE : now - sent;
        }).sorted().toArray();
        return ages.length == 0 ? Long.MAX_VALUE : ages[ages.length / 2];
    }
}
