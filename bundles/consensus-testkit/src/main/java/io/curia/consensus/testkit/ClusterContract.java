package io.curia.consensus.testkit;

import static io.curia.consensus.testkit.TestCluster.bytes;
import static io.curia.consensus.testkit.TestCluster.get;
import static io.curia.consensus.testkit.TestCluster.soon;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CopyOnWriteArrayList;
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
        get(server.consensus.bootstrap(List.of(server.self)));
        assertThat(failure(server.consensus.bootstrap(List.of(server.self, new Peer("other", "127.0.0.9:8300", true)))).reason())
                .isEqualTo(Reason.UNAVAILABLE);
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
        soon().until(() -> joining.consensus.status().peers().contains(joining.self));
        cluster.write("b");

        cluster.awaitEqual(cluster.servers(), "b");
        assertThat(cluster.leaderKnownTo(cluster.servers())).isSameAs(founder);

        get(founder.consensus.transferLeadership(joining.self.id()));
        assertThat(cluster.leaderKnownTo(cluster.servers())).isSameAs(joining);
        cluster.write("c");
        cluster.awaitEqual(cluster.servers(), "c");
    }

    @Test
    void shouldServeNothingFromALeaderThatIsCutOff() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        Applied before = cluster.write("before");

        cluster.network.isolate(old.address());
        CompletableFuture<Applied> lost = old.consensus.apply(bytes("lost"));
        List<Server> rest = cluster.others(old);
        Server successor = cluster.leaderOf(rest);
        Applied after = get(successor.consensus.apply(bytes("after")));

        // the successor has acknowledged a write that the old leader cannot have
        for (Barrier barrier : Barrier.values()) {
            assertThat(failure(old.consensus.readBarrier(barrier)).reason()).isEqualTo(Reason.NOT_LEADER);
        }
        assertThat(after.term()).isGreaterThan(before.term());
        assertThat(failure(lost).reason()).isEqualTo(Reason.TIMED_OUT);
        soon().until(() -> !old.consensus.status().leading());

        cluster.network.heal();
        cluster.awaitEqual(members, "after");
        assertThat(old.machine.commands()).containsExactly("before", "after");
    }

    @Test
    void shouldKeepNobodyWaitingWhenTheMajorityIsGone() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        cluster.write("before");
        for (Server other : cluster.others(leader)) {
            cluster.stop(other);
        }

        assertThat(failure(leader.consensus.readBarrier(Barrier.LINEARIZABLE)).reason()).isEqualTo(Reason.NOT_LEADER);
        assertThat(failure(leader.consensus.apply(bytes("lost"))).reason()).isIn(Reason.TIMED_OUT, Reason.NOT_LEADER);
        soon().until(() -> !leader.consensus.status().leading());
        assertThat(failure(leader.consensus.apply(bytes("refused"))).reason()).isEqualTo(Reason.NOT_LEADER);
    }

    @Test
    void shouldFollowWhateverOneWayCutsLeave() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        // the leader is not heard any more, but hears
        for (Server other : cluster.others(old)) {
            cluster.network.cut(old.address(), other.address());
        }

        Server successor = cluster.leaderOf(cluster.others(old));
        get(successor.consensus.apply(bytes("after")));

        cluster.network.heal();
        cluster.awaitEqual(members, "after");
    }

    @Test
    void shouldLoseNothingWhereMessagesGetLost() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        cluster.network.lose(0.05);
        cluster.network.delay(5);
        int written = 0;
        int tried = 0;
        while (written < 30) {
            String command = "c" + tried++;
            try {
                get(cluster.leader().consensus.apply(bytes(command)));
                written++;
                for (Server member : members) {
                    if (member.consensus.status().leading()) {
                        assertThat(member.machine.commands()).contains(command);
                    }
                }
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ConsensusException.class);
            }
        }

        cluster.network.lose(0);
        cluster.network.delay(0);
        cluster.write("end");
        cluster.awaitEqual(members, "end");
        assertThat(members.get(0).machine.commands().size()).isGreaterThan(written);
    }

    @Test
    void shouldElectAnotherLeaderSoonAfterALeaderDied() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        cluster.write("before");

        cluster.network.isolate(old.address());
        long began = System.nanoTime();
        Server successor = cluster.leaderOf(cluster.others(old));
        get(successor.consensus.apply(bytes("after")));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    /** What a loaded machine takes once it does not take every time: the shortest of several pauses counts. */
    @Test
    void shouldTransferLeadership() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        cluster.write("before");
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            Server old = cluster.leaderKnownTo(members);
            Server heir = cluster.others(old).get(1);
            long began = System.nanoTime();
            get(old.consensus.transferLeadership(heir.self.id()));
            cluster.write("after" + i);
            Duration gap = Duration.ofNanos(System.nanoTime() - began);
            shortest = gap.compareTo(shortest) < 0 ? gap : shortest;
            assertThat(cluster.leaderKnownTo(members)).isSameAs(heir);
        }
        assertThat(shortest).isLessThan(Duration.ofMillis(500));

        Server last = cluster.leaderKnownTo(members);
        get(last.consensus.transferLeadership(""));
        assertThat(cluster.leaderKnownTo(members)).isNotSameAs(last);
        cluster.awaitEqual(members, "after2");
    }

    @Test
    void shouldGoOnWithoutAServerThatIsRemoved() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server leaving = cluster.others(leader).get(0);

        get(leader.consensus.changeMembers(without(peers(members), leaving)));
        long term = leader.consensus.status().term();
        cluster.write("after");

        // the removed server calls for no election that the others would hear of
        soon().pollDelay(Duration.ofSeconds(3)).until(() -> leader.consensus.status().leading());
        assertThat(leader.consensus.status().term()).isEqualTo(term);
        assertThat(leader.consensus.status().peers()).doesNotContain(leaving.self);
        assertThat(failure(leaving.consensus.apply(bytes("no more"))).reason()).isIn(Reason.NOT_LEADER, Reason.UNAVAILABLE);
    }

    @Test
    void shouldTakeARemovedServerInAgain() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server leaving = cluster.others(leader).get(0);
        get(leader.consensus.changeMembers(without(peers(members), leaving)));
        cluster.write("without");
        soon().pollDelay(Duration.ofSeconds(2))
                .until(() -> leaving.consensus.status().leaderId().isEmpty());

        get(leader.consensus.changeMembers(with(without(peers(members), leaving), learner(leaving))));
        get(leader.consensus.changeMembers(peers(members)));
        cluster.write("again");

        cluster.awaitEqual(members, "again");
        soon().untilAsserted(() -> assertThat(leaving.consensus.status().peers())
                .containsExactlyInAnyOrderElementsOf(peers(members)));
    }

    /** The removal is in the log of the old leader only, and the new one is the old one again. */
    @Test
    void shouldTakeInAServerWhoseRemovalWasLeftUnfinished() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server leaving = cluster.others(leader).get(0);
        Server staying = cluster.others(leader).get(1);
        cluster.stop(staying);
        leader.consensus.changeMembers(without(peers(members), leaving));
        soon().until(() -> leader.consensus.status().peers().size() == 2);
        cluster.stop(leaving);
        cluster.stop(leader);
        cluster.start(leader);
        cluster.start(staying);
        cluster.write("goes on");
        assertThat(cluster.leader().consensus.status().peers()).doesNotContain(leaving.self);

        cluster.start(leaving);
        get(cluster.leader().consensus.changeMembers(with(without(peers(members), leaving), learner(leaving))));
        get(cluster.leader().consensus.changeMembers(peers(members)));
        cluster.write("again");

        cluster.awaitEqual(members, "again");
    }

    @Test
    void shouldRemoveADeadServer() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server dead = cluster.others(leader).get(0);
        cluster.stop(dead);

        get(leader.consensus.changeMembers(without(peers(members), dead)));

        cluster.write("after");
        assertThat(leader.consensus.status().peers()).hasSize(2).doesNotContain(dead.self);
    }

    @Test
    void shouldHandOverWhenTheLeaderItselfIsRemoved() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        cluster.write("before");

        get(old.consensus.changeMembers(without(peers(members), old)));
        long began = System.nanoTime();
        List<Server> rest = cluster.others(old);
        Server successor = cluster.leaderOf(rest);
        get(successor.consensus.apply(bytes("after")));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_000));
        assertThat(successor.consensus.status().peers()).containsExactlyInAnyOrderElementsOf(peers(rest));
        soon().until(() -> !old.consensus.status().leading());
    }

    @Test
    void shouldRefuseAVoterThatCannotCatchUp() throws Exception {
        List<Server> members = cluster.bootstrapped(1);
        Peer nobody = new Peer("nobody", "127.0.0.99:8300", true);

        ConsensusException refusal = failure(members.get(0).consensus.changeMembers(with(peers(members), nobody)));

        assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal.getMessage()).doesNotContain("\n");
        cluster.write("goes on");
        assertThat(members.get(0).consensus.status().peers()).isEqualTo(peers(members));
    }

    @Test
    void shouldDemoteAVoter() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server demoted = cluster.others(leader).get(0);

        get(leader.consensus.changeMembers(with(peers(members), learner(demoted))));
        cluster.write("after");
        cluster.awaitEqual(members, "after");
        assertThat(leader.consensus.status().peers()).contains(learner(demoted)).doesNotContain(demoted.self);

        // what is left of the voters without the leader is no majority, whatever the learner would say
        cluster.stop(leader);
        soon().pollDelay(Duration.ofSeconds(3)).until(() -> cluster.others(leader).stream()
                .noneMatch(server -> server.consensus.status().leading()));
        cluster.start(leader);
        cluster.write("again");
        cluster.awaitEqual(members, "again");
    }

    @Test
    void shouldFollowAServerToItsNewAddress() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server moving = cluster.others(leader).get(0);
        Server moved = cluster.move(moving, "127.0.0.77:8300");

        get(leader.consensus.changeMembers(with(peers(members), moved.self)));
        cluster.write("after");

        cluster.awaitEqual(List.of(leader, moved), "after");
        assertThat(leader.consensus.status().peers()).contains(moved.self).hasSize(3);
    }

    @Test
    void shouldBringAWipedServerUpToDateWithASnapshot() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        cluster.writeAll("a".repeat(100_000), 100);
        Server wiped = cluster.others(leader).get(0);
        cluster.stop(wiped);
        cluster.wipe(wiped);
        get(leader.consensus.snapshot());
        cluster.write("last");

        cluster.start(wiped);

        cluster.awaitEqual(members, "last");
        assertThat(wiped.machine.restored()).isEqualTo(1);
        cluster.write("more");
        cluster.awaitEqual(members, "more");

        cluster.stop(wiped);
        cluster.start(wiped);
        cluster.awaitEqual(members, "more");
    }

    @Test
    void shouldRestartAsAWholeFromTheDisks() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        cluster.writeAll("a", 100);
        cluster.awaitEqual(members, "a99");

        cluster.stopAll();
        for (Server member : members) {
            cluster.start(member);
        }
        cluster.write("b");

        cluster.awaitEqual(members, "b");
        assertThat(members.get(0).machine.commands()).hasSize(101);
        for (Server member : members) {
            assertThat(member.consensus.status().peers()).containsExactlyInAnyOrderElementsOf(peers(members));
        }
    }

    @Test
    void shouldRecoverFromOneSurvivor() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server survivor = cluster.leaderKnownTo(members);
        cluster.writeAll("a", 100);
        for (Server other : cluster.others(survivor)) {
            cluster.stop(other);
        }
        soon().until(() -> !survivor.consensus.status().leading());

        get(survivor.consensus.recover(List.of(survivor.self)));
        cluster.write("after");

        assertThat(survivor.consensus.status().peers()).containsExactly(survivor.self);
        assertThat(survivor.machine.commands()).hasSize(101).contains("a0", "a99", "after");
        cluster.stop(survivor);
        cluster.start(survivor);
        cluster.write("restarted");
        assertThat(survivor.consensus.status().peers()).containsExactly(survivor.self);
        assertThat(survivor.machine.commands()).hasSize(102);
    }

    @Test
    void shouldSurviveTheLossOfTwoOfFive() throws Exception {
        List<Server> members = cluster.bootstrapped(5);
        Server first = cluster.leaderKnownTo(members);
        cluster.write("a");
        cluster.stop(first);
        Server second = cluster.leaderKnownTo(cluster.others(first));
        cluster.write("b");
        cluster.stop(second);
        cluster.write("c");

        cluster.start(first);
        cluster.start(second);

        cluster.awaitEqual(members, "c");
        assertThat(first.machine.commands()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldTellOfLeadershipOnEveryServer() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server old = cluster.leaderKnownTo(members);
        Server heir = cluster.others(old).get(0);
        List<Boolean> toldOld = new CopyOnWriteArrayList<>();
        List<Boolean> toldHeir = new CopyOnWriteArrayList<>();
        old.consensus.onLeadership((leading, term) -> toldOld.add(leading));
        heir.consensus.onLeadership((leading, term) -> toldHeir.add(leading));

        get(old.consensus.transferLeadership(heir.self.id()));

        soon().untilAsserted(() -> {
            assertThat(toldOld).containsExactly(true, false);
            assertThat(toldHeir).containsExactly(false, true);
        });
    }

    @Test
    void shouldNeverShowAnOldStateWhateverTheNetworkDoes() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        FaultyHistory history = new FaultyHistory(cluster, members, SEED);

        history.run(8);

        assertThat(history.violations()).isEmpty();
        assertThat(history.writes()).isPositive();
        assertThat(history.reads()).isPositive();
        cluster.write("end");
        cluster.awaitEqual(members, "end");
    }
}
