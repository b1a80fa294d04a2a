package io.curia.raft.atomix;

import io.curia.consensus.testkit.FaultyHistory;
import io.curia.consensus.testkit.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs histories under network faults by hand: {@code FaultMain <empty folder> <first seed> <how many> <faults each>}. */
public final class FaultMain {
    private FaultMain() { }

    /** @param args see above */
    public static void main(String[] args) throws Exception {
        long first = Long.parseLong(args[1]);
        for (long seed = first; seed < first + Long.parseLong(args[2]); seed++) {
            Path folder = Files.createDirectories(Path.of(args[0], String.valueOf(seed)));
            try (TestCluster cluster = new TestCluster(folder, seed, AtomixClusterTest::start)) {
                FaultyHistory history = new FaultyHistory(cluster, cluster.bootstrapped(3 + 2 * (int) (seed % 2)), seed);
                history.run(Integer.parseInt(args[3]));
                cluster.write("end");
                cluster.awaitEqual(cluster.servers(), "end");
                System.out.println("seed " + seed + ": " + history.writes() + " writes, " + history.reads() + " reads, "
                        + history.violations());
            }
        }
    }
}
