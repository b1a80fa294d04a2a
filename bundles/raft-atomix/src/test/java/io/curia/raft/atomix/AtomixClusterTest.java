package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.api.consensus.StateMachine;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.ClusterContract;
import io.curia.consensus.testkit.ConsensusContract.Engine;
import io.curia.consensus.testkit.TestCluster;
import io.curia.consensus.testkit.TestCluster.Server;
import io.curia.raft.atomix.Frames.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AtomixClusterTest extends ClusterContract {
    static final Timing QUICK = Timing.of(1, 300, 0);

    static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine) throws Exception {
        return start(data, self, transport, machine, new AtomicLong(Long.MAX_VALUE));
    }

    private static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine, AtomicLong usable)
            throws Exception {
        LogConsensus consensus = AtomixConsensus.create(new LogSettings(data.resolve("raft"), "dc1", self.id(), self.address(),
                QUICK, false, 1_000_000, Duration.ofHours(1), 0), machine, transport, AtomixConsensusTest.sources(usable::get));
        try {
            consensus.start();
        } catch (EngineStartException e) {
            consensus.close();
            throw e;
        }
        return new Engine(consensus, consensus);
    }

    @Override
    protected TestCluster.Starter starter() {
        return AtomixClusterTest::start;
    }

    @Override
    protected TestCluster.Starter onDisks(Map<String, AtomicLong> usable) {
        return (data, self, transport, machine) -> start(data, self, transport, machine,
                usable.computeIfAbsent(self.id(), id -> new AtomicLong(Long.MAX_VALUE)));
    }

    private static long files(Server server, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(server.data)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending)).count();
        }
    }

    /** The removal is in the log of a leader that was replaced: its successor's log goes over it. */
    @Test
    void shouldReturnToTheConfigurationBeforeAChangeThatWasLost() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        Server leaving = cluster.others(old).get(0);
        cluster.write("before");
        cluster.network.isolate(old.address());
        CompletableFuture<Void> lost = old.consensus.changeMembers(without(peers(members), leaving));
        await().until(() -> old.consensus.status().peers().size() == 2);

        cluster.leaderOf(cluster.others(old)).consensus.apply(new byte[1]).get(10, TimeUnit.SECONDS);
        cluster.network.heal();
        assertThat(lost).failsWithin(10, TimeUnit.SECONDS);

        cluster.write("after");
        cluster.awaitEqual(members, "after");
        await().untilAsserted(() -> assertThat(old.consensus.status().peers())
                .containsExactlyInAnyOrderElementsOf(peers(members)));
    }

    /** Several files, of which a snapshot drops the first ones, here and on a server that has to take it over. */
    @Test
    void shouldDropWhatASnapshotCovers() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server behind = cluster.others(cluster.leaderKnownTo(members)).get(0);
        cluster.write("before");
        cluster.awaitEqual(members, "before");
        cluster.stop(behind);
        for (int i = 0; i < 36; i++) {
            cluster.write("x".repeat(500_000) + i);
        }
        Server leader = cluster.leader();
        assertThat(files(leader, ".log")).isGreaterThanOrEqualTo(3);

        leader.consensus.snapshot().get(20, TimeUnit.SECONDS);
        cluster.write("after");
        assertThat(files(leader, ".log")).isEqualTo(1);
        assertThat(files(leader, ".snapshot")).isEqualTo(1);
        cluster.start(behind);
        cluster.awaitEqual(members, "after");

        assertThat(behind.machine.restored()).isEqualTo(1);
        cluster.stopAll();
        for (Server member : members) {
            cluster.start(member);
        }
        cluster.write("again");
        cluster.awaitEqual(members, "again");
    }

    /** A snapshot takes nobody's time who has what it covers. */
    @Test
    void shouldNotSendASnapshotToThoseWhoAreUpToDate() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        cluster.writeAll("a".repeat(100_000), 20);
        Applied last = cluster.write("last");
        cluster.awaitEqual(members, "last");

        assertThat(cluster.leader().consensus.snapshot().get(20, TimeUnit.SECONDS)).isEqualTo(last.index());
        cluster.write("after");
        cluster.awaitEqual(members, "after");
        Server old = cluster.leader();
        old.consensus.transferLeadership("").get(20, TimeUnit.SECONDS);
        cluster.write("elsewhere");
        cluster.awaitEqual(members, "elsewhere");

        for (Server member : members) {
            assertThat(member.machine.restored()).isZero();
            assertThat(files(member, ".snapshot")).isEqualTo(member == old ? 1 : 0);
        }
    }

    /** A late message from when the leader sent its log from the beginning: Atomix would cut the log off behind it. */
    @Test
    void shouldKeepWhatItHasWhenTheBeginningIsSentAgain() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server follower = cluster.others(leader).get(0);
        cluster.writeAll("a", 50);
        cluster.awaitEqual(members, "a49");
        long term = leader.consensus.status().term();
        cluster.stop(follower);
        cluster.network.isolate(follower.address());
        cluster.start(follower);
        long before = follower.consensus.status().lastIndex();

        MemberId from = Members.idOf(leader.self);
        ByteBuffer late = Frames.request(new Header(Frames.APPEND, "dc1", Members.idOf(follower.self)), out -> Frames.write(
                AppendRequest.builder().withTerm(term).withLeader(from).withPrevLogIndex(0).withPrevLogTerm(0).withCommitIndex(0)
                        .withEntries(new InitializeEntry(term, 1)).build(), out));
        assertThat(cluster.network.at("127.0.0.66:1").call(follower.address(), Lane.LOG, late, 5_000))
                .succeedsWithin(5, TimeUnit.SECONDS);

        assertThat(before).isGreaterThan(1);
        assertThat(follower.consensus.status().lastIndex()).isEqualTo(before);
        cluster.network.heal();
        cluster.write("after");
        cluster.awaitEqual(members, "after");
    }

    /** Whatever comes from the network: it is refused, and the servers go on. */
    @Test
    void shouldRefuseGarbage() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        ConsensusTransport stranger = cluster.network.at("127.0.0.66:1");
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            ByteBuffer message = ByteBuffer.wrap(garbage);
            if (i % 2 == 0) {
                // what it means is garbage, whom it is meant for is not
                message = Frames.request(new Header((byte) (1 + random.nextInt(7)), "dc1", Members.idOf(leader.self)),
                        out -> out.write(garbage));
            }
            assertThat(stranger.call(leader.address(), Lane.values()[i % 3], message, 1_000)).failsWithin(5, TimeUnit.SECONDS);
        }

        cluster.write("goes on");
        cluster.awaitEqual(members, "goes on");
        assertThat(cluster.leaderKnownTo(members)).isSameAs(leader);
    }
}
