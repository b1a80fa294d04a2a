package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.consensus.support.LeaderContact;
import io.curia.consensus.support.Timing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.junit.jupiter.api.Test;

/** The two halves of a read by lease: what the leader counts on, and what its followers promise; on a hand-moved clock. */
class LeaseTest {
    private static final Timing TIMING = Timing.of(1, 0, 0);
    private static final RaftPeerId A = RaftPeerId.valueOf("a");
    private static final RaftPeerId B = RaftPeerId.valueOf("b");
    private static final RaftPeerId C = RaftPeerId.valueOf("c");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final LeaderLease lease = new LeaderLease(clock::get, TIMING, A);

    private record Configuration(List<String> current, List<String> previous) implements RaftConfiguration {
        private static List<RaftPeer> peers(List<String> ids, RaftPeerRole role) {
            return role == RaftPeerRole.LISTENER ? List.of()
                    : ids.stream().map(id -> RaftPeer.newBuilder().setId(id).build()).toList();
        }

        @Override
        public RaftPeer getPeer(RaftPeerId id, RaftPeerRole... roles) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Collection<RaftPeer> getAllPeers(RaftPeerRole role) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Collection<RaftPeer> getCurrentPeers(RaftPeerRole role) {
            return peers(current, role);
        }

        @Override
        public Collection<RaftPeer> getPreviousPeers(RaftPeerRole role) {
            return peers(previous, role);
        }

        @Override
        public long getLogEntryIndex() {
            return 0;
        }
    }

    private static RaftConfiguration servers(String... ids) {
        return new Configuration(List.of(ids), List.of());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void shouldHoldFromTheSendingOfWhatAMajorityAnswered() {
        RaftConfiguration three = servers("a", "b", "c");
        assertThat(lease.holds(1, three)).isFalse();
        long sent = lease.now();
        pass(TIMING.lease().minusNanos(2));
        lease.answered(B, 1, sent);

        assertThat(lease.holds(1, three)).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(lease.holds(1, three)).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(lease.holds(1, three)).isFalse();
    }

    @Test
    void shouldNeedAMajorityOfFive() {
        RaftConfiguration five = servers("a", "b", "c", "d", "e");
        lease.answered(B, 1, lease.now());
        assertThat(lease.holds(1, five)).isFalse();
        pass(Duration.ofMillis(100));
        lease.answered(C, 1, lease.now());
        assertThat(lease.holds(1, five)).isTrue();

        pass(TIMING.lease().minusMillis(100));
        assertThat(lease.holds(1, five)).as("the older of the two answers has run out").isFalse();
    }

    @Test
    void shouldNeedBothMajoritiesWhileServersChange() {
        RaftConfiguration joint = new Configuration(List.of("a", "d", "e"), List.of("a", "b", "c"));
        lease.answered(B, 1, lease.now());
        assertThat(lease.holds(1, joint)).isFalse();
        lease.answered(RaftPeerId.valueOf("d"), 1, lease.now());
        assertThat(lease.holds(1, joint)).isTrue();
    }

    @Test
    void shouldForgetOtherTerms() {
        RaftConfiguration three = servers("a", "b", "c");
        lease.answered(B, 1, lease.now());
        assertThat(lease.holds(2, three)).isFalse();
        lease.answered(B, 3, lease.now());
        lease.answered(C, 1, lease.now());
        assertThat(lease.holds(1, three)).isFalse();
        assertThat(lease.holds(3, three)).isTrue();
    }

    @Test
    void shouldBeGivenUpForTheRestOfTheTerm() {
        RaftConfiguration three = servers("a", "b", "c");
        lease.answered(B, 1, lease.now());
        assertThat(lease.holds(1, three)).isTrue();

        lease.giveUp(1);
        lease.answered(B, 1, lease.now());
        assertThat(lease.holds(1, three)).isFalse();
        lease.answered(B, 2, lease.now());
        assertThat(lease.holds(2, three)).isTrue();
    }

    @Test
    void shouldNotNeedOthersAlone() {
        assertThat(lease.holds(1, servers("a"))).isTrue();
    }

    @Test
    void shouldBeShorterThanThePromise() {
        assertThat(Timing.of(5, 0, 0).electionTimeout()).isEqualTo(Duration.ofMillis(2_500));
        for (Timing timing : List.of(TIMING, Timing.of(10, 0, 0), Timing.of(1, 200, 0), Timing.of(1, 200, 60_000))) {
            assertThat(timing.lease()).isLessThan(timing.electionTimeout());
        }
        assertThat(Timing.of(1, 1_000, 300).lease()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void shouldHelpNobodyElseSoonAfterTheLeaderWasHeard() {
        LeaderContact contact = new LeaderContact(clock::get, TIMING);
        pass(TIMING.electionTimeout());
        assertThat(contact.mayVote()).isTrue();
        assertThat(contact.millis()).isNegative();

        contact.touch();
        pass(TIMING.electionTimeout().minusNanos(1));
        assertThat(contact.mayVote()).isFalse();
        assertThat(contact.mayCampaign()).isTrue();
        assertThat(contact.millis()).isEqualTo(TIMING.electionMillis() - 1);
        pass(Duration.ofNanos(1));
        assertThat(contact.mayVote()).isTrue();
    }

    /** It may have promised before it stopped. */
    @Test
    void shouldNeitherVoteNorCampaignJustAfterTheStart() {
        LeaderContact contact = new LeaderContact(clock::get, TIMING);
        pass(TIMING.electionTimeout().minusNanos(1));
        assertThat(contact.mayVote()).isFalse();
        assertThat(contact.mayCampaign()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(contact.mayVote()).isTrue();
        assertThat(contact.mayCampaign()).isTrue();
    }
}
