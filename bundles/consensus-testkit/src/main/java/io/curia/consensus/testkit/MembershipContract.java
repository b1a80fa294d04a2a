package io.curia.consensus.testkit;

import static io.curia.consensus.testkit.TestCluster.bytes;
import static io.curia.consensus.testkit.TestCluster.get;
import static io.curia.consensus.testkit.TestCluster.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.consensus.ConsensusException.Reason;
import io.curia.api.consensus.ConsensusException;
import io.curia.consensus.testkit.TestCluster.Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every engine promises of who its servers are, and which of them leads. An engine's own test extends this class. */
public abstract class MembershipContract extends SeveralServers {
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
}
