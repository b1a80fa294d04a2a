package io.curia.gossip.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.GossipPool.QueryReply;
import io.curia.api.gossip.Member;
import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.serf.Deliveries;
import io.curia.gossip.serf.KeyStore;
import io.curia.gossip.serf.MergePolicy;
import io.curia.gossip.serf.Serf;
import io.curia.gossip.serf.SerfConfig;
import io.curia.gossip.serf.SerfEnvironment;
import io.curia.gossip.serf.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** Pools of simulated agents, from seeds: what the upper layer promises. */
class SerfSimulationTest {
    private static final int SIZE = 40;
    private final SimulatedTime time = new SimulatedTime();
    private final List<Agent> agents = new ArrayList<>();
    private SimulatedNetwork network;

    /** A member with all its layers. */
    private final class Agent implements GossipPool.Listener {
        private final SimulatedMember process;
        private final List<String> events = new ArrayList<>();
        private Serf serf;

        Agent(int i, SplittableRandom random) throws Exception {
            SwimConfig config = new SwimConfig("n" + i, Simulation.address(i), Timing.LAN, Lifeguard.ALL, any -> true);
            process = new SimulatedMember(config, network, random, member -> {
                Deliveries deliveries = new Deliveries(Runnable::run, NOPLogger.NOP_LOGGER);
                deliveries.add(this);
                Map<String, String> tags = Map.of("nr", "" + i);
                Member self = new Member("n" + i, config.address().getAddress().getHostAddress(), 8301, tags,
                        Member.ALIVE, 1, 5, 2, 2, 5, 4);
                serf = new Serf(new SerfConfig("n" + i, tags, MergePolicy.ANY, 3_600L * Simulation.SECOND, true), self,
                        new SerfEnvironment(member, Runnable::run, random, new Keyring(List.of(), random), KeyStore.NONE,
                                deliveries, null, NOPLogger.NOP_LOGGER));
                return serf;
            });
            serf.start(process.swim(), Snapshot.Content.NONE);
        }

        @Override
        public void onEvent(String name, byte[] payload, long lamportTime) {
            events.add(name);
        }

        @Override
        public byte[] onQuery(String name, byte[] payload) {
            return process.name().getBytes(StandardCharsets.UTF_8);
        }

        int status(Agent of) {
            Member member = serf.views().get(of.process.name());
            return member == null ? 0 : member.status();
        }

        long alive() {
            return serf.views().values().stream().filter(member -> member.status() == Member.ALIVE).count();
        }
    }

    private void pool(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        network = new SimulatedNetwork(time, random.split());
        for (int i = 0; i < SIZE; i++) {
            agents.add(new Agent(i, random.split()));
        }
        for (Agent agent : agents.subList(1, SIZE)) {
            agent.process.swim().join(agents.get(0).process.address(), true, problem -> agent.serf.joined());
        }
        run(15);
        assertThat(agents).extracting(Agent::alive).containsOnly((long) SIZE);
        network.loss(0.1);
    }

    private void run(int seconds) {
        time.runFor(seconds * Simulation.SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eventsReachEveryoneOnceAndQueriesAreAnswered(long seed) throws Exception {
        pool(seed);
        for (int i = 0; i < 20; i++) {
            agents.get(i).serf.fire(agents.get(i).serf.takeEventTime(), "e" + i, new byte[100]);
        }
        List<QueryReply> replies = new ArrayList<>();
        agents.get(5).serf.ask("who", new byte[0], 0, replies::addAll);
        run(90);
        for (Agent agent : agents) {
            assertThat(agent.events).as(agent.process.name()).hasSize(20).doesNotHaveDuplicates();
        }
        assertThat(replies).as("packets with answers are lost, too").hasSizeGreaterThan(SIZE * 7 / 10);
        assertThat(replies).extracting(QueryReply::node).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneLeavesOneFailsOneIsForcedOut(long seed) throws Exception {
        pool(seed);
        Agent leaver = agents.get(3);
        Agent failing = agents.get(4);
        boolean[] left = new boolean[1];
        leaver.serf.leave(() -> left[0] = true);
        failing.process.die();
        run(60);
        assertThat(left[0]).isTrue();
        leaver.process.die();
        List<Agent> others = new ArrayList<>(agents);
        others.removeAll(List.of(leaver, failing));
        assertThat(others).extracting(agent -> agent.status(leaver)).containsOnly(Member.LEFT);
        assertThat(others).extracting(agent -> agent.status(failing)).containsOnly(Member.FAILED);
        agents.get(0).serf.forceLeave("n4", true);
        agents.get(0).serf.forceLeave("n5", false);
        run(60);
        assertThat(others).extracting(agent -> agent.status(failing)).as("pruned").containsOnly(0);
        assertThat(others).extracting(agent -> agent.status(agents.get(5))).as("lives, and says so")
                .containsOnly(Member.ALIVE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void halvesThatWereCutOffForMinutesFindEachOtherAgain(long seed) throws Exception {
        pool(seed);
        Set<SimulatedMember> half = new HashSet<>();
        agents.subList(0, SIZE / 2).forEach(agent -> half.add(agent.process));
        network.cut((from, to) -> half.contains(from) != half.contains(to));
        run(240);
        assertThat(agents).extracting(Agent::alive).containsOnly(SIZE / 2L);
        network.cut((from, to) -> false);
        run(120);
        assertThat(agents).extracting(Agent::alive).containsOnly((long) SIZE);
    }

    /** Fault suite, seed 1003 with 5 servers: a member that lived was leaving to another one, for ever. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneThatDidNotHearThatItIsForcedOutSaysThatItLives(long seed) throws Exception {
        pool(seed);
        Agent deaf = agents.get(5);
        List<Agent> others = new ArrayList<>(agents);
        others.remove(deaf);
        network.loss(0);
        network.cut((from, to) -> to == deaf.process);
        agents.get(0).serf.forceLeave("n5", false);
        run(4);
        assertThat(others).extracting(agent -> agent.status(deaf)).contains(Member.LEAVING);

        network.cut((from, to) -> false);
        run(120);

        assertThat(agents).extracting(agent -> agent.status(deaf)).containsOnly(Member.ALIVE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void tagsAndPlacesSpread(long seed) throws Exception {
        pool(seed);
        agents.get(7).serf.tags(Serf.encodeTags(Map.of("nr", "seven")));
        run(120);
        for (Agent agent : agents) {
            assertThat(agent.serf.views().get("n7").tags()).isEqualTo(Map.of("nr", "seven"));
            assertThat(agent.serf.coordinate(agent.process.name()).error()).as("has learnt").isLessThan(1.5);
            assertThat(agent.serf.coordinate("n7") == null && agent != agents.get(7)).isFalse();
        }
    }
}
