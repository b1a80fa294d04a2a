package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaftCoreTest {
    @TempDir
    Path dir;

    /** Atomix forgets with the leader whom it has voted for, on disk as well. */
    @Test
    void shouldNotForgetItsVoteWithTheLeader() throws Exception {
        List<Peer> peers = List.of(new Peer("a", "127.0.0.1:1", true), new Peer("b", "127.0.0.1:2", true),
                new Peer("c", "127.0.0.1:3", true));
        LogSettings settings = new LogSettings(dir, "dc1", "a", "127.0.0.1:1", Timing.of(1, 60_000, 0), true, 1,
                Duration.ofHours(1), 0);
        MemberId self = Members.idOf(peers.get(0));
        MemberId candidate = Members.idOf(peers.get(1));
        LeaderLease lease = new LeaderLease(System::nanoTime, settings.timing(), self);
        RaftCore raft = new RaftCore("a", self, new MemberLink(new LateTransport(), "dc1", settings.timing(), lease),
                AtomixNode.storage(settings), new NoEvents());
        raft.setElectionTimeout(settings.timing().electionTimeout());
        CompletableFuture<MemberId> kept = new CompletableFuture<>();
        raft.execute(() -> {
            try {
                raft.begin();
                raft.bootstrap(Members.of(peers, 1), 1);
                raft.setTerm(5);
                raft.setLastVotedFor(candidate);
                raft.setLeader(candidate);
                raft.setLeader(null);
                kept.complete(raft.getLastVotedFor());
            } catch (Exception e) {
                kept.completeExceptionally(e);
            }
        });

        assertThat(kept.get(10, TimeUnit.SECONDS)).isEqualTo(candidate);
        assertThat(raft.getMetaStore().loadVote()).isEqualTo(candidate);
        raft.end().get(10, TimeUnit.SECONDS);
        raft.close();
    }

    static final class NoEvents implements RaftCore.Events {
        @Override
        public void leading(boolean leading) {
            // nobody is elected
        }

        @Override
        public void logFailed(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void configurationLost() {
            // nothing is truncated
        }
    }
}
