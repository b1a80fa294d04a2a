package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.consensus.testkit.RecoveryContract;
import io.curia.consensus.testkit.TestCluster;
import io.curia.consensus.testkit.TestCluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RaftRecoveryTest extends RecoveryContract {
    @Override
    protected TestCluster.Starter starter() {
        return RaftClusterTest::start;
    }

    /** Ratis moves the old snapshots aside before it moves the new ones in; a crash comes between. */
    @Test
    void shouldTakeBackSnapshotsThatACrashLeftAside() throws Exception {
        Server server = cluster.bootstrapped(1).get(0);
        cluster.writeAll("a".repeat(600_000), 20);
        server.consensus.snapshot().get(10, TimeUnit.SECONDS);
        cluster.write("b");
        cluster.stop(server);
        Path snapshots = only(raft(server), "sm");
        Files.move(snapshots, snapshots.resolveSibling("sm.tmp2026"));
        Files.createDirectories(snapshots.resolveSibling("tmp").resolve("snapshot-1"));

        cluster.start(server);
        cluster.write("c");

        assertThat(server.machine.commands()).hasSize(22).endsWith("b", "c");
        assertThat(snapshots.resolveSibling("tmp").resolve("snapshot-1")).doesNotExist();
    }

    private static Path only(Path below, String name) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.getFileName().toString().equals(name)).findFirst().orElseThrow();
        }
    }
}
