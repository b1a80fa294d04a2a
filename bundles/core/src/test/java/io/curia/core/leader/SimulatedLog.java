package io.curia.core.leader;

import io.curia.core.agent.ManualScheduler;
import io.curia.core.fsm.Cluster;
import io.curia.testkit.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The log of some servers, of whom at most one leads: commands take their time, fail, or are written although they seemed to
 * fail; those under way when the leader falls are written by the next one or by nobody.
 */
final class SimulatedLog {
    private static final long SLOWEST_ANSWER = 3_000;
    private static final long LATEST_WRITE = 20_000;
    private final ManualScheduler time;
    private final SplittableRandom random;
    private final Trace trace;
    private final List<Cluster> replicas = new ArrayList<>();
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Entry> underWay = new ArrayList<>();
    private final int[] applied;
    private int leader = -1;
    private long term;
    /** Whether commands fail now and then. */
    boolean troubled = true;

    private record Entry(byte[] command, CompletableFuture<Void> future, long term) { }

    SimulatedLog(int servers, ManualScheduler time, SplittableRandom random, Trace trace) {
        this.time = time;
        this.random = random;
        this.trace = trace;
        this.applied = new int[servers];
        for (int i = 0; i < servers; i++) {
            replicas.add(new Cluster());
        }
    }

    Cluster replica(int server) {
        return replicas.get(server);
    }

    /** Who leads; -1: nobody. */
    int leader() {
        return leader;
    }

    void fall() {
        trace.note("server " + leader + " no longer leads");
        leader = -1;
        term++;
        for (Entry entry : new ArrayList<>(underWay)) {
            later(entry.future, random.nextLong(SLOWEST_ANSWER), "leader lost");
        }
    }

    /** The new leader has written, or dropped, what was under way, and has applied all that was written. */
    void elect(int server) {
        underWay.forEach(entry -> {
            if (random.nextBoolean()) {
                entries.add(entry.command);
            }
        });
        underWay.clear();
        trace.note("server " + server + " leads");
        leader = server;
        spread();
    }

    CompletableFuture<Void> apply(int server, byte[] command) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        long delay = random.nextInt(10) == 0 ? random.nextLong(SLOWEST_ANSWER) : random.nextLong(50);
        if (server != leader) {
            later(future, delay, "not the leader");
            return future;
        }
        Entry entry = new Entry(command, future, term);
        int fate = troubled ? random.nextInt(10) : 9;
        if (fate < 2) {
            later(future, delay, "nothing written");
        } else if (fate == 2) {
            underWay.add(entry);
            later(future, delay, "no answer in time");
            after(random.nextLong(LATEST_WRITE), () -> write(entry));
        } else {
            underWay.add(entry);
            after(delay, () -> write(entry));
            if (fate == 3) {
                later(future, delay, "answer lost");
            }
        }
        return future;
    }

    private void write(Entry entry) {
        if (entry.term == term && underWay.remove(entry)) {
            entries.add(entry.command);
            spread();
            entry.future.complete(null);
        }
    }

    private void spread() {
        catchUp(leader);
        for (int i = 0; i < applied.length; i++) {
            int follower = i;
            after(random.nextLong(500), () -> catchUp(follower));
        }
    }

    private void catchUp(int server) {
        while (applied[server] < entries.size()) {
            replicas.get(server).fsm.apply(applied[server] + 1, 1, entries.get(applied[server]++));
        }
    }

    private void later(CompletableFuture<Void> future, long delay, String failure) {
        after(delay, () -> future.completeExceptionally(new IllegalStateException(failure)));
    }

    private void after(long millis, Runnable task) {
        time.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Writes one at once, before anything else happens. */
    void begin(byte[] command, Consumer<Integer> each) {
        entries.add(command);
        for (int i = 0; i < applied.length; i++) {
            catchUp(i);
            each.accept(i);
        }
    }
}
