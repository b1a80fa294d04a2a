package io.curia.raft;

import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times the engine alone: start, writes of 256 bytes by 1, 16 and 64 writers that each wait for their answer, close, and
 * a restart. Run by hand: {@code WriteBenchmark <empty folder> <seconds per step>}; without the
 * seconds it only starts on what is in the folder.
 */
public final class WriteBenchmark {
    private static final int BYTES = 256;

    private WriteBenchmark() { }

    /** @param args a folder, and the seconds for each step */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory);
        if (args.length == 1) {
            close(open(directory, "start"));
            return;
        }
        int seconds = Integer.parseInt(args[1]);
        LogConsensus consensus = open(directory, "start");
        for (int writers : new int[] {64, 1, 16, 64}) {
            run(consensus, writers, seconds);
        }
        report("last index " + consensus.status().lastIndex());
        long before = System.nanoTime();
        consensus.snapshot().get();
        report("snapshot " + millisSince(before) + " ms");
        List<CompletableFuture<?>> filler = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            filler.add(consensus.apply(new byte[BYTES]));
            if (i % 1_000 == 999) {
                CompletableFuture.allOf(filler.toArray(CompletableFuture[]::new)).join();
                filler.clear();
            }
        }
        close(consensus);
        close(open(directory, "restart on 100,000 entries"));
    }

    private static LogConsensus open(Path directory, String what) throws Exception {
        long before = System.nanoTime();
        NoState machine = new NoState();
        LogConsensus consensus = RaftConsensus.create(new LogSettings(directory, "dc1", "node-1", "127.0.0.1:8300",
                Timing.of(1, 0, 0), true,
                1L << 40, Duration.ofHours(1), 0), machine, new LateTransport(), () -> Long.MAX_VALUE, System::nanoTime);
        consensus.start();
        report(what + " " + millisSince(before) + " ms, applied " + machine.appliedIndex());
        return consensus;
    }

    private static void close(LogConsensus consensus) {
        long before = System.nanoTime();
        consensus.close();
        report("close " + millisSince(before) + " ms");
    }

    /** Each writer sends the next command from the answer of the one before, as a non-blocking front end does. */
    private static void run(LogConsensus consensus, int writers, int seconds) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        long cpu = cpuMicros();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        CountDownLatch done = new CountDownLatch(writers);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    consensus.apply(new byte[BYTES]).join();
                    count.incrementAndGet();
                }
                done.countDown();
            }, "writer-" + i);
            thread.start();
            threads.add(thread);
        }
        done.await();
        report(writers + " writers: " + count.get() / seconds + " writes/s, "
                + (cpuMicros() - cpu) / Math.max(1, count.get()) + " us of CPU each");
    }

    private static long cpuMicros() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1_000;
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void report(String line) {
        System.out.println(line);
    }
}
