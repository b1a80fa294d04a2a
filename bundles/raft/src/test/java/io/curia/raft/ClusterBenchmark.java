package io.curia.raft;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.ConsensusContract.Engine;
import io.curia.consensus.testkit.TestCluster;
import io.curia.consensus.testkit.TestCluster.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Times three engines in one process over the network in memory: writes of 256 bytes to the leader and barriers on leader and
 * follower, with 1, 16 and 64 under way, each the next when the one before is answered. Run by hand:
 * {@code ClusterBenchmark <empty folder> <seconds per step>}; under {@code strace -f -c -e trace=fsync,fdatasync} it tells the
 * syncs.
 */
public final class ClusterBenchmark {
    private static final int BYTES = 256;
    private static final int SERVERS = 3;

    private ClusterBenchmark() { }

    /** @param args a folder, the seconds for each step, and anything more to only write */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        int seconds = Integer.parseInt(args[1]);
        try (TestCluster cluster = new TestCluster(folder, 1, (data, self, transport, machine) -> {
            LogConsensus consensus = RaftConsensus.create(new LogSettings(data.resolve("raft"), "dc1", self.id(),
                    self.address(), Timing.of(1, 0, 0), false, 1L << 40, Duration.ofHours(1), 0), new NoState(), transport,
                    () -> Long.MAX_VALUE, System::nanoTime);
            consensus.start();
            return new Engine(consensus, consensus);
        })) {
            List<Server> members = cluster.bootstrapped(SERVERS);
            Server leader = cluster.leaderKnownTo(members);
            Consensus writing = leader.consensus;
            Consensus reading = cluster.others(leader).get(0).consensus;
            byte[] command = new byte[BYTES];
            for (int underWay : new int[] {64, 1, 16, 64}) {
                run("writes", underWay, seconds, () -> writing.apply(command));
            }
            if (args.length > 2) {
                return;
            }
            for (Barrier barrier : Barrier.values()) {
                for (int underWay : new int[] {1, 16}) {
                    run(barrier + " on the leader", underWay, seconds, () -> writing.readBarrier(barrier));
                    run(barrier + " on a follower", underWay, seconds, () -> reading.readBarrier(barrier));
                }
            }
            run("a write, then LINEARIZABLE on a follower", 1, seconds,
                    () -> writing.apply(command).thenCompose(done -> reading.readBarrier(Barrier.LINEARIZABLE)));
        }
    }

    private static void run(String what, int underWay, int seconds, Supplier<CompletableFuture<?>> step)
            throws InterruptedException {
        AtomicLong count = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long cpu = cpuMicros();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        CountDownLatch done = new CountDownLatch(underWay);
        for (int i = 0; i < underWay; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    try {
                        step.get().join();
                        count.incrementAndGet();
                    } catch (RuntimeException e) {
                        failed.incrementAndGet();
                    }
                }
                done.countDown();
            }, "client-" + i);
            thread.start();
        }
        done.await();
        System.out.println(what + ", " + underWay + " under way: " + count.get() / seconds + "/s, "
                + (cpuMicros() - cpu) / Math.max(1, count.get()) + " us of CPU each, " + failed.get() + " failed");
    }

    private static long cpuMicros() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1_000;
    }
}
