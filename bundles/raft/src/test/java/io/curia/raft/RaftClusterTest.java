package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RaftClusterTest extends ClusterContract {
    static final Timing QUICK = Timing.of(1, 300, 0);

    static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine) throws Exception {
        return start(data, self, transport, machine, Duration.ofHours(1), () -> Long.MAX_VALUE);
    }

    private static Engine start(Path data, Peer self, ConsensusTransport transport, StateMachine machine,
            Duration snapshotInterval, LongSupplier usable) throws Exception {
        LogConsensus consensus = RaftConsensus.create(new LogSettings(data.resolve("raft"), "dc1", self.id(), self.address(),
                QUICK, false, 1_000_000, snapshotInterval, 0), machine, transport, usable, System::nanoTime);
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
        return RaftClusterTest::start;
    }

    @Override
    protected TestCluster.Starter onDisks(Map<String, AtomicLong> usable) {
        return (data, self, transport, machine) -> start(data, self, transport, machine, Duration.ofMillis(100),
                usable.computeIfAbsent(self.id(), id -> new AtomicLong(Long.MAX_VALUE))::get);
    }

    /** A leader knows nothing of the log of a server that is taken in, and has dropped its own beginning: it offers a snapshot. */
    @Test
    void shouldNotPutASnapshotInPlaceOfALogThatGoesOnBehindIt() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        Server leaving = cluster.others(leader).get(0);
        List<Peer> all = members.stream().map(member -> member.self).toList();
        List<Peer> rest = all.stream().filter(peer -> !peer.equals(leaving.self)).toList();
        cluster.writeAll("a".repeat(100_000), 100);
        leader.consensus.snapshot().get(10, TimeUnit.SECONDS);
        cluster.writeAll("b", 10);
        cluster.awaitEqual(members, "b9");

        leader.consensus.changeMembers(rest).get(10, TimeUnit.SECONDS);
        await().until(() -> leaving.consensus.status().leaderId().isEmpty());
        cluster.write("without");
        List<Peer> learning = new ArrayList<>(rest);
        learning.add(new Peer(leaving.self.id(), leaving.address(), false));
        leader.consensus.changeMembers(learning).get(10, TimeUnit.SECONDS);
        leader.consensus.changeMembers(all).get(10, TimeUnit.SECONDS);
        cluster.write("again");

        cluster.awaitEqual(members, "again");
        try (Stream<Path> files = Files.walk(leaving.data)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("snapshot."))).isEmpty();
        }
    }

    /** Whatever comes from the network: it is refused, and the servers go on. */
    @Test
    void shouldRefuseGarbage() throws Exception {
        List<Server> members = cluster.bootstrapped(3);
        Server leader = cluster.leaderKnownTo(members);
        ConsensusTransport stranger = cluster.network.at("127.0.0.66:1");
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            if (message.length > 0 && i % 2 == 0) {
                message[0] = (byte) (1 + random.nextInt(8));
            }
            assertThat(stranger.call(leader.address(), Lane.values()[i % 3], ByteBuffer.wrap(message), 1_000))
                    .failsWithin(5, TimeUnit.SECONDS);
        }

        cluster.write("goes on");
        cluster.awaitEqual(members, "goes on");
        assertThat(cluster.leaderKnownTo(members)).isSameAs(leader);
    }
}
