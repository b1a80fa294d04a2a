package io.curia.consensus.testkit;

import static io.curia.consensus.testkit.TestCluster.bytes;
import static io.curia.consensus.testkit.TestCluster.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.Consensus.Status;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.consensus.testkit.TestCluster.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/** What every engine promises, tried with several servers. An engine's own test extends this class. */
@Timeout(90)
@Isolated("elections are timed")
@Execution(ExecutionMode.SAME_THREAD)
public abstract class ClusterContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SEED = 42;

    @TempDir
    protected Path dir;
    protected TestCluster cluster;

    /** Starts servers whose elections take about a second. */
    protected abstract TestCluster.Starter starter();

    @BeforeEach
    void freshCluster() {
        cluster = new TestCluster(dir, SEED, starter());
    }

    @AfterEach
    void closeAll() throws Exception {
        cluster.close();
    }

    protected static ConsensusException failure(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConsensusException.class);
            return (ConsensusException) e.getCause();
        }
        throw new AssertionError("the future ended well");
    }

    protected static List<Peer> peers(List<Server> servers) {
        return servers.stream().map(server -> server.self).toList();
    }

    protected static List<Peer> with(List<Peer> peers, Peer another) {
        List<Peer> all = new ArrayList<>(peers);
        all.removeIf(peer -> peer.id().equals(another.id()));
        all.add(another);
        return all;
    }

    protected static List<Peer> without(List<Peer> peers, Server leaving) {
        return peers.stream().filter(peer -> !peer.id().equals(leaving.self.id())).toList();
    }

    protected static Peer learner(Server server) {
        return new Peer(server.self.id(), server.address(), false);
    }

    @Test
    void shouldWaitWithoutPeersUntilBootstrapped() throws Exception {
        Server server = cluster.add(1).get(0);

        Status status = server.consensus.status();
        assertThat(status.peers()).isEmpty();
        assertThat(status.leading()).isFalse();
        assertThat(status.leaderId()).isEmpty();
        assertThat(failure(server.consensus.apply(bytes("early"))).reason()).isEqualTo(Reason.NOT_LEADER);
        assertThat(failure(server.consensus.readBarrier(Barrier.LINEARIZABLE)).reason()).isEqualTo(Reason.NOT_LEADER);

        get(server.consensus.bootstrap(List.of(server.self)));
        cluster.write("first");

        assertThat(server.consensus.status().peers()).containsExactly(server.self);
        assertThat(failure(server.consensus.bootstrap(List.of(server.self))).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(server.machine.commands()).containsExactly("first");
    }

    @Test
    void shouldElectOneLeaderThatAllKnow() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);

        cluster.writeAll("c", 200);

        cluster.awaitEqual(members, "c199");
        for (Server member : members) {
            Status status = member.consensus.status();
            assertThat(status.peers()).containsExactlyInAnyOrderElementsOf(peers(members));
            assertThat(status.leading()).isEqualTo(member == leader);
            assertThat(status.term()).isEqualTo(leader.consensus.status().term());
            assertThat(status.lastContactMillis()).isBetween(0L, 1_000L);
        }
    }

    @Test
    void shouldPointToTheLeader() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server follower = cluster.others(leader).get(0);

        ConsensusException refusal = failure(follower.consensus.apply(bytes("elsewhere")));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_LEADER);
        assertThat(refusal.leaderHint()).isEqualTo(leader.address());
        assertThat(failure(follower.consensus.changeMembers(peers(members))).reason()).isEqualTo(Reason.NOT_LEADER);
        assertThat(failure(follower.consensus.transferLeadership("")).reason()).isEqualTo(Reason.NOT_LEADER);
    }

    @Test
    void shouldShowAcknowledgedWritesBehindABarrierOnEveryServer() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        cluster.leaderKnownTo(members);
        for (int round = 0; round < 20; round++) {
            for (Barrier barrier : Barrier.values()) {
                Applied applied = cluster.write(barrier + " " + round);
                for (Server member : members) {
                    get(member.consensus.readBarrier(barrier));
                    assertThat(member.machine.appliedIndex()).isGreaterThanOrEqualTo(applied.index());
                }
            }
        }
    }

    @Test
    void shouldTakeInAServerThatLearnsAndThenVotes() throws Exception {
        List<Server> members = cluster.bootstrapped(1);
        Server founder = members.get(0);
        cluster.writeAll("a", 100);
        Server joining = cluster.add(1).get(0);

        get(founder.consensus.changeMembers(with(peers(members), learner(joining))));
        cluster.awaitEqual(cluster.servers(), "a99");
        assertThat(founder.consensus.status().peers()).contains(learner(joining));

        get(founder.consensus.changeMembers(with(peers(members), joining.self)));
        await().atMost(PATIENCE).until(() -> joining.consensus.status().peers().contains(joining.self));
        cluster.write("b");

        cluster.awaitEqual(cluster.servers(), "b");
        assertThat(cluster.leaderKnownTo(cluster.servers())).isSameAs(founder);
    }
}
