package io.curia.consensus.testkit;

import static io.curia.consensus.testkit.TestCluster.bytes;
import static io.curia.consensus.testkit.TestCluster.get;
import static io.curia.consensus.testkit.TestCluster.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.Consensus.Status;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.ConsensusException;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.testkit.TestCluster.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What every engine promises of several servers: they elect one that leads, lose nothing that was acknowledged, and show it. An
 * engine's own test extends this class.
 */
public abstract class ClusterContract extends SeveralServers {
    /**
     * Starts servers that have as much room on their disks as is said here by their ids, and look every 100 ms whether they have.
     *
     * @param usable in bytes; who is not in it gets all there is
     */
    protected abstract TestCluster.Starter onDisks(Map<String, AtomicLong> usable);

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

    /** One that was told of its cluster votes after a restart, even if it has not heard of the others yet. */
    @Test
    void shouldKnowItsClusterAfterARestartBeforeItHeardOfALeader() throws Exception {
        List<Server> members = cluster.add(3);
        Server late = members.get(2);
        cluster.network.isolate(late.address());
        for (Server member : members) {
            get(member.consensus.bootstrap(peers(members)));
        }
        Server leader = cluster.leaderOf(List.of(members.get(0), members.get(1)));
        get(leader.consensus.apply(bytes("before")));

        cluster.stopAll();
        cluster.network.heal();
        cluster.start(late);
        assertThat(late.consensus.status().peers()).containsExactlyInAnyOrderElementsOf(peers(members));
        cluster.start(leader);
        cluster.write("after");

        cluster.awaitEqual(List.of(leader, late), "after");
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

    @Test
    void shouldLeadElsewhereWhileALeadersLogCannotBeWritten() throws Exception {
        Map<String, AtomicLong> usable = withDisks();
        List<Server> members = cluster.bootstrapped(3);
        Server broken = cluster.leaderKnownTo(members);
        cluster.write("before");
        usable.get(broken.self.id()).set(0);

        ((LogConsensus) broken.consensus).breakDown(new IOException("No space left on device"));
        Server successor = cluster.leaderOf(cluster.others(broken));
        get(successor.consensus.apply(new byte[1]));

        assertThat(broken.consensus.status().leading()).isFalse();
        usable.get(broken.self.id()).set(Long.MAX_VALUE);
        cluster.write("after");
        cluster.awaitEqual(members, "after");
    }

    @Test
    void shouldHandOverWhenTheLeadersDiskIsFull() throws Exception {
        Map<String, AtomicLong> usable = withDisks();
        List<Server> members = cluster.bootstrapped(3);
        Server full = cluster.leaderKnownTo(members);
        usable.get(full.self.id()).set(0);

        await().dontCatchUncaughtExceptions().until(() -> !full.consensus.status().leading());
        cluster.write("elsewhere");
        assertThat(cluster.leader()).isNotSameAs(full);
    }

    private Map<String, AtomicLong> withDisks() throws Exception {
        Map<String, AtomicLong> usable = new ConcurrentHashMap<>();
        cluster.close();
        cluster = new TestCluster(dir, SEED, onDisks(usable));
        return usable;
    }
}
