package io.curia.raft;

import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.Timing;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;

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
    private final RaftPeerId self;
    /** When the newest answered append of the term was sent; one entry for each server of the configuration. */
    private final Map<RaftPeerId, Long> answered = new ConcurrentHashMap<>();
    private long term = -1;
    private boolean givenUp;
    /** Cached: the lease holds for a while longer, in the term; both written under the lock. */
    private volatile Held held;

    private record Held(long term, long until) { }

    LeaderLease(LongSupplier nanoTime, Timing timing, RaftPeerId self) {
        this.nanoTime = nanoTime;
        this.length = timing.lease().toNanos();
        this.self = self;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** @param sentAt when the append that was answered was sent, by {@link #now} */
    void answered(RaftPeerId peer, long ofTerm, long sentAt) {
        synchronized (this) {
            if (ofTerm < term) {
                return;
            }
            enter(ofTerm);
            answered.merge(peer, sentAt, (a, b) -> b - a > 0 ? b : a);
        }
    }

    private void enter(long newTerm) {
        if (newTerm > term) {
            term = newTerm;
            givenUp = false;
            held = null;
            answered.clear();
        }
    }

    /** No reads by lease in this term any more. */
    synchronized void giveUp(long ofTerm) {
        enter(ofTerm);
        givenUp = true;
        held = null;
    }

    /** To be asked after the read's index was fixed, and only by a leader that has applied what came before its term. */
    boolean holds(long ofTerm, RaftConfiguration configuration) {
        Held cached = held;
        long now = nanoTime.getAsLong();
        if (cached != null && cached.term == ofTerm && cached.until - now > 0) {
            return true;
        }
        synchronized (this) {
            if (givenUp && term == ofTerm) {
                return false;
            }
            if (isAlone(configuration)) {
                return true;
            }
            if (term != ofTerm) {
                return false;
            }
            long age = Math.max(ageOfMajority(configuration.getCurrentPeers(RaftPeerRole.FOLLOWER), now),
                    ageOfMajority(configuration.getPreviousPeers(RaftPeerRole.FOLLOWER), now));
            if (age >= length) {
                return false;
            }
            held = new Held(ofTerm, now - age + length);
            return true;
        }
    }

    private boolean isAlone(RaftConfiguration configuration) {
        return configuration.getCurrentPeers(RaftPeerRole.FOLLOWER).stream().allMatch(peer -> peer.getId().equals(self))
                && configuration.getPreviousPeers(RaftPeerRole.FOLLOWER).stream()
                        .allMatch(peer -> peer.getId().equals(self));
    }

    /** How long ago the youngest answered append was sent that a majority has answered, or a younger one. */
    private long ageOfMajority(Collection<RaftPeer> voters, long now) {
        if (voters.isEmpty()) {
            return 0;
        }
        long[] ages = voters.stream().mapToLong(voter -> {
            Long sent = answered.get(voter.getId());
            return voter.getId().equals(self) ? 0 : sent == null ? Long.MAX_VALUE : now - sent;
        }).sorted().toArray();
        return ages[ages.length / 2];
    }
}
