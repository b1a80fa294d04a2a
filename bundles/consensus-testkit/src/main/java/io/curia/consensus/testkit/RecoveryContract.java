package io.curia.consensus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.Consensus.Peer;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.testkit.TestCluster.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What an operator does when the majority is lost. The test of an engine with a log on disk extends this class. */
@Timeout(60)
@Isolated("elections are timed")
public abstract class RecoveryContract {
    @TempDir
    Path dir;
    protected TestCluster cluster;

    /** Starts servers whose elections take about a second. */
    protected abstract TestCluster.Starter starter();

    @BeforeEach
    void freshCluster() {
        cluster = new TestCluster(dir, 7, starter());
    }

    @AfterEach
    void closeAll() throws Exception {
        cluster.close();
    }

    protected static Path raft(Server server) {
        return server.data.resolve("raft");
    }

    private static String json(List<Server> servers) {
        return servers.stream().map(server -> "{\"id\": \"" + server.self.id() + "\", \"address\": \"" + server.address() + "\"}")
                .toList().toString();
    }

    @Test
    void shouldGoOnWithTheServersThatPeersJsonNames() throws Exception {
        List<Server> members = cluster.bootstrapped(5);
        cluster.writeAll("a", 50);
        cluster.awaitEqual(members, "a49");
        // one of the two that are left has missed something
        Server leader = cluster.leaderKnownTo(members);
        List<Server> left = List.of(cluster.others(leader).get(0), leader);
        cluster.stop(left.get(0));
        cluster.write("b");
        cluster.stopAll();
        for (Server server : left) {
            Files.writeString(raft(server).resolve("peers.json"), json(left));
        }

        for (Server server : left) {
            cluster.start(server);
        }
        cluster.write("c");

        cluster.awaitEqual(left, "c");
        assertThat(left.get(0).machine.commands()).hasSize(52).contains("b");
        for (Server server : left) {
            assertThat(raft(server).resolve("peers.json")).doesNotExist();
            assertThat(raft(server).resolve("peers.info")).exists();
            assertThat(server.consensus.status().peers()).containsExactlyInAnyOrder(left.get(0).self, left.get(1).self);
        }
    }

    @Test
    void shouldRefuseToStartOnABadPeersJson() throws Exception {
        Server server = cluster.bootstrapped(1).get(0);
        cluster.write("a");
        cluster.stop(server);
        Files.writeString(raft(server).resolve("peers.json"), "[{\"id\": \"somebody\", \"address\": \"10.0.0.1:8300\"}]");

        assertThatThrownBy(() -> cluster.start(server)).isInstanceOf(EngineStartException.class)
                .hasMessageContaining("does not name this server").message().doesNotContain("\n");

        assertThat(raft(server).resolve("peers.json")).exists();
        Files.delete(raft(server).resolve("peers.json"));
        cluster.start(server);
        cluster.write("b");
        assertThat(server.machine.commands()).containsExactly("a", "b");
    }

    @Test
    void shouldRefuseToRecoverWhatIsEmpty() throws Exception {
        Server server = cluster.add(1).get(0);
        cluster.stop(server);
        Files.writeString(raft(server).resolve("peers.json"), json(List.of(server)));

        assertThatThrownBy(() -> cluster.start(server)).isInstanceOf(EngineStartException.class)
                .hasMessageContaining("no log to recover");
    }

    @Test
    void shouldRefuseToRecoverWithoutThisServer() throws Exception {
        Server server = cluster.bootstrapped(1).get(0);
        Peer other = new Peer("other", "127.0.0.9:8300", true);

        assertThat(server.consensus.recover(List.of(other))).failsWithin(5, TimeUnit.SECONDS);
        cluster.write("goes on");
    }
}
