package io.curia.consensus.testkit;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.Consensus.Barrier;
import io.curia.consensus.testkit.TestCluster.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes and reads through every server while the network is cut and mended from a seed, and looks for a read that misses a
 * write that was acknowledged before it began.
 */
public final class FaultyHistory {
    private static final int LIMIT_SECONDS = 10;
    private static final long READ_PAUSE_NANOS = 200_000;

    private final TestCluster cluster;
    private final List<Server> servers;
    private final Random random;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    public FaultyHistory(TestCluster cluster, List<Server> servers, long seed) {
        this.cluster = cluster;
        this.servers = servers;
        this.random = new Random(seed);
    }

    /** Runs so many faults, one after another, and heals everything. */
    public void run(int faults) throws Exception {
        List<Thread> clients = new ArrayList<>();
        for (Server server : servers) {
            clients.add(start("write-" + server, () -> write(server.consensus)));
            for (Barrier barrier : Barrier.values()) {
                clients.add(start("read-" + barrier + "-" + server, () -> read(server, barrier)));
            }
        }
        try {
            for (int i = 0; i < faults; i++) {
                fault();
                TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1_000));
                cluster.network.heal();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(800));
            }
        } finally {
            over = true;
            cluster.network.heal();
            cluster.network.delay(0);
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private interface Step {
        void take() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private Thread start(String name, Step step) {
        Thread thread = new Thread(() -> {
            while (!over) {
                try {
                    step.take();
                } catch (ExecutionException e) {
                    pauseAfterRefusal();
                } catch (TimeoutException e) {
                    violations.add(name + " was never answered");
                } catch (InterruptedException e) {
                    return;
                }
            }
        }, name);
        thread.start();
        return thread;
    }

    private static void pauseAfterRefusal() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Consensus consensus) throws InterruptedException, ExecutionException, TimeoutException {
        Applied applied = consensus.apply(TestCluster.bytes("w")).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        acknowledged.accumulateAndGet(applied.index(), Math::max);
        writes.incrementAndGet();
    }

    private void read(Server server, Barrier barrier) throws InterruptedException, ExecutionException, TimeoutException {
        long due = acknowledged.get();
        server.consensus.readBarrier(barrier).get(2 * LIMIT_SECONDS, TimeUnit.SECONDS);
        long seen = server.machine.appliedIndex();
        if (seen < due) {
            violations.add(barrier + " on " + server + " showed index " + seen + " after " + due + " was acknowledged");
        }
        reads.incrementAndGet();
        // leaves the processor to the writers
        LockSupport.parkNanos(READ_PAUSE_NANOS);
    }

    private void fault() {
        Server one = servers.get(random.nextInt(servers.size()));
        Server other = servers.get(random.nextInt(servers.size()));
        switch (random.nextInt(5)) {
            case 0 -> cluster.network.isolate(one.address());
            case 1 -> cluster.network.isolate(cluster.servers().stream().filter(server -> server.consensus.status().leading())
                    .findFirst().orElse(one).address());
            case 2 -> {
                cluster.network.cut(one.address(), other.address());
                cluster.network.cut(other.address(), one.address());
            }
            case 3 -> servers.forEach(server -> {
                if (server != one) {
                    cluster.network.cut(one.address(), server.address());
                }
            });
            default -> cluster.network.delay(random.nextInt(30));
        }
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    public int writes() {
        return writes.get();
    }

    public int reads() {
        return reads.get();
    }

    /**
     * Runs histories by hand and prints what they did.
     *
     * @param arguments an empty folder, the first seed, how many seeds, faults each
     */
    public static void main(String[] arguments, TestCluster.Starter starter) throws Exception {
        long first = Long.parseLong(arguments[1]);
        for (long seed = first; seed < first + Long.parseLong(arguments[2]); seed++) {
            Path folder = Files.createDirectories(Path.of(arguments[0], String.valueOf(seed)));
            try (TestCluster cluster = new TestCluster(folder, seed, starter)) {
                FaultyHistory history = new FaultyHistory(cluster, cluster.bootstrapped(3 + 2 * (int) (seed % 2)), seed);
                history.run(Integer.parseInt(arguments[3]));
                cluster.write("end");
                cluster.awaitEqual(cluster.servers(), "end");
                System.out.println("seed " + seed + ": " + history.writes() + " writes, " + history.reads() + " reads, "
                        + history.violations());
            }
        }
    }
}
