package io.curia.gossip.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MessageCodec;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools of up to a thousand members, from seeds: what the engine does, against theory. */
class SimulationTest {
    private static final long SECOND = Simulation.SECOND;
    /** Rounds of probes until a dead member is first probed by anybody, on average: e / (e - 1). */
    private static final double FIRST_PROBE = 1.58;

    private static Simulation pool(int size, long seed) {
        return new Simulation(size, seed, Timing.LAN, Lifeguard.ALL).introduced();
    }

    private static long alive(SimulatedMember at) {
        return at.swim().members().all().stream().filter(node -> !node.gone()).count();
    }

    @Test
    void aThousandCostEachOtherTwoPacketsASecondAndKnowOfADeathInTime() {
        Simulation pool = pool(1000, 1);
        pool.run(10);
        assertThat(pool.packetsPerMemberSecond(10)).as("a ping and an answer").isCloseTo(2, within(0.05));
        assertThat(pool.bytesPerMemberSecond(10)).isLessThan(120);
        pool.kill(pool.members.get(500));
        double suspicion = Timing.LAN.suspicionMin(1000) / (double) SECOND;
        pool.run(suspicion + 12);
        assertThat(pool.firstDetection()).isBetween(suspicion, suspicion + FIRST_PROBE + 4);
        assertThat(pool.lastDetection()).as("everywhere").isBetween(pool.firstDetection(), pool.firstDetection() + 3);
        assertThat(pool.falsePositives).isZero();
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Simulation one = pool(100, 7);
        Simulation other = pool(100, 7);
        for (Simulation pool : List.of(one, other)) {
            pool.network.loss(0.1);
            pool.kill(pool.members.get(3));
            pool.run(30);
        }
        assertThat(other.network.packets).isEqualTo(one.network.packets).isPositive();
        assertThat(other.network.bytes).isEqualTo(one.network.bytes);
        assertThat(other.lastDetection()).isEqualTo(one.lastDetection());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTenthOfAllPacketsIsLostAndNobodyIsTakenForDead(long seed) {
        Simulation pool = pool(200, seed);
        pool.network.loss(0.1);
        pool.network.delay(1_000_000, 50_000_000);
        pool.run(60);
        assertThat(pool.falsePositives).isZero();
        pool.kill(pool.members.get(9));
        pool.run(40);
        assertThat(pool.lastDetection()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoDoesNotHearOneOtherDoesNotTakeItForDead(long seed) {
        Simulation pool = pool(50, seed);
        SimulatedMember deaf = pool.members.get(0);
        SimulatedMember mute = pool.members.get(1);
        pool.network.cut((from, to) -> from == mute && to == deaf);
        pool.run(180);
        assertThat(pool.falsePositives).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void halvesThatWereCutOffFindEachOtherAgain(long seed) {
        Simulation pool = pool(40, seed);
        Set<SimulatedMember> half = new HashSet<>(pool.members.subList(0, 20));
        pool.network.cut((from, to) -> half.contains(from) != half.contains(to));
        pool.run(25);
        assertThat(pool.members).extracting(SimulationTest::alive).containsOnly(20L);
        pool.network.cut((from, to) -> false);
        // as the layer above does now and then
        pool.members.get(0).swim().join(pool.members.get(39).address(), false, problem -> assertThat(problem).isNull());
        // what gossip left out comes with an exchange of everything
        pool.run(60);
        assertThat(pool.members).extracting(SimulationTest::alive).containsOnly(40L);
    }

    /** It hears the others, who do not hear it, or the other way round. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "4, false", "5, false", "6, false"})
    void whoIsTakenForDeadHearsOfItFromWhomItPings(long seed, boolean mute) {
        Simulation pool = pool(5, seed);
        SimulatedMember lost = pool.members.get(0);
        List<SimulatedMember> others = pool.members.subList(1, 5);
        pool.network.cut((from, to) -> (mute ? from : to) == lost);
        pool.run(16);
        assertThat(others).allMatch(other -> other.swim().members().get(lost.name()).gone());
        pool.network.cut((from, to) -> false);
        pool.run(12);
        assertThat(pool.members).extracting(SimulationTest::alive).containsOnly(5L);
    }

    @Test
    void whoStopsForAWhileContradictsInTime() {
        Simulation pool = pool(100, 5);
        pool.members.get(4).sleep(7 * SECOND);
        pool.run(40);
        assertThat(pool.falsePositives).isZero();
    }

    @Test
    void aHundredJoinOneAndSeeEachOther() {
        Simulation pool = new Simulation(100, 11, Timing.LAN, Lifeguard.ALL);
        SimulatedMember first = pool.members.get(0);
        for (SimulatedMember member : pool.members.subList(1, 100)) {
            member.swim().join(first.address(), true, problem -> assertThat(problem).isNull());
        }
        pool.run(10);
        assertThat(pool.members).extracting(SimulationTest::alive).containsOnly(100L);
    }

    /** As the first agents of a cluster do; who is missed waits for an exchange of everything, up to half a minute. */
    @Test
    void eightWhoJoinOneHardlyEverWaitForAnExchangeOfEverything() {
        int late = 0;
        for (long seed = 1; seed <= 1_000; seed++) {
            Simulation pool = new Simulation(8, seed, Timing.LAN, Lifeguard.ALL);
            SimulatedMember first = pool.members.get(0);
            for (SimulatedMember member : pool.members.subList(1, 8)) {
                member.swim().join(first.address(), true, problem -> assertThat(problem).isNull());
            }
            pool.run(3);
            late += pool.members.stream().allMatch(member -> alive(member) == 8) ? 0 : 1;
        }
        assertThat(late).as("of 1000").isLessThan(2);
    }

    @Test
    void whoSpeaksWhatNobodyUnderstandsIsNotLetIn() {
        Simulation pool = pool(3, 1);
        SimulatedMember member = pool.members.get(0);
        for (byte[] versions : List.of(new byte[] {6, 7, 6, 2, 5, 4}, new byte[] {1, 5, 2, 6, 7, 6}, new byte[] {1, 5, 9, 2, 5, 4},
                new byte[] {1, 5, 2, 2, 5, 9}, new byte[] {5, 1, 3, 2, 5, 4})) {
            member.swim().onStream(Simulation.address(77), new Message.PushPull(true, List.of(new Message.NodeEntry("odd",
                    new byte[] {10, 0, 0, 77}, 8301, new byte[0], 1, Message.NodeEntry.ALIVE, versions)), new byte[0]));
            assertThat(member.swim().members().get("odd")).isNull();
        }
    }

    /** Else everyone would refuse everyone's state because of it, and nobody could join any more. */
    @Test
    void whoSpeaksWhatNobodyUnderstandsIsNotBelievedToBeAlive() {
        Simulation pool = pool(3, 1);
        for (byte[] versions : List.of(new byte[] {6, 7, 6, 2, 5, 4}, new byte[] {1, 5, 2, 6, 7, 6}, new byte[] {1, 5, 9, 2, 5, 4},
                new byte[] {1, 1, 1, 2, 5, 4}, new byte[] {1, 5, 2, 2, 3, 3}, new byte[] {0, 5, 2, 2, 5, 4})) {
            byte[] alive = MessageCodec.encode(new Message.Alive(1, "odd", new byte[] {10, 0, 0, 77}, 8301, new byte[0], versions));
            pool.members.get(0).swim().onPacket(Simulation.address(77), alive, 0, alive.length);
        }
        pool.run(1);
        assertThat(pool.members).extracting(member -> member.swim().members().get("odd")).containsOnlyNulls();
        List<String> problems = new ArrayList<>();
        pool.members.get(1).swim().join(pool.members.get(0).address(), false, problems::add);
        pool.run(5);
        assertThat(problems).containsOnlyNulls().hasSize(1);
    }

    @Test
    void whoLeavesHasLeftEverywhere() {
        Simulation pool = pool(100, 13);
        SimulatedMember leaver = pool.members.get(8);
        boolean[] told = new boolean[1];
        leaver.swim().leave(() -> told[0] = true);
        pool.run(5);
        assertThat(told[0]).isTrue();
        assertThat(pool.members).extracting(member -> member.swim().members().get(leaver.name()).state())
                .containsOnly(Node.State.LEFT);
    }

    @Test
    void eachPartOfLifeguardSparesTheHealthy() {
        int none = falsePositives(Lifeguard.NONE);
        int awareness = falsePositives(new Lifeguard(true, false, false));
        int suspicion = falsePositives(new Lifeguard(false, true, false));
        int all = falsePositives(Lifeguard.ALL);
        assertThat(none).isGreaterThan(20);
        assertThat(awareness).isLessThan(none / 2);
        assertThat(suspicion).isLessThan(none / 5);
        assertThat(all).isLessThan(none / 5);
    }

    /** Two in a hundred get to what comes in so late that their patience is over. */
    private static int falsePositives(Lifeguard lifeguard) {
        Simulation pool = new Simulation(100, 1, Timing.LAN, lifeguard).introduced();
        pool.network.loss(0.01);
        pool.slow(2, 10 * SECOND, 30 * SECOND);
        pool.run(60);
        return pool.falsePositives;
    }
}
