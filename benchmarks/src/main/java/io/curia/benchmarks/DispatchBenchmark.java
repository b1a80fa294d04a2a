package io.curia.benchmarks;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.GetRequest;
import io.curia.core.codec.GoJson;
import io.curia.core.filter.CachingFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads through the dispatcher, waking who waits, filters and JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DispatchBenchmark {
    private static final int KEYS = 100_000;
    private static final int WAITERS = 2_000;
    private static final String KEY = Data.key(1);

    private final GoJson json = new GoJson();
    private Data data;
    private List<CheckServiceNode> hundred;
    private Predicate<CheckServiceNode> filter;
    private int port;

    @Setup(Level.Trial)
    public void fill() {
        data = new Data();
        data.keys(KEYS);
        data.instances("web", 100);
        hundred = data.passing("web").value();
        filter = new CachingFilters().compile("Service.Tags contains \"v1\" and Node.Node != \"n7\"",
                CheckServiceNode.class);
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        data.close();
    }

    private CompletableFuture<Answer<KvEntry>> get(long index) {
        return data.dispatcher().read(KvOperations.GET, new GetRequest(KEY), Data.stale(index));
    }

    @Benchmark
    public Answer<KvEntry> kvGet() {
        return get(0).join();
    }

    /** An unchanged health answer: the one that all share. */
    @Benchmark
    public Answer<List<CheckServiceNode>> healthShared() {
        return data.passing("web");
    }

    /** A registration that changes the service, and the first answer after it. */
    @Benchmark
    public Answer<List<CheckServiceNode>> healthAfterChange() {
        port = port % 60_000 + 1;
        data.register("web", 5, port);
        return data.passing("web");
    }

    /** 2,000 readers begin to wait for a key, and one write wakes them all. */
    @Benchmark
    public long wake2000() {
        long index = get(0).join().index();
        List<CompletableFuture<Answer<KvEntry>>> waiting = new ArrayList<>(WAITERS);
        for (int i = 0; i < WAITERS; i++) {
            waiting.add(get(index));
        }
        data.put(KEY);
        long sum = 0;
        for (CompletableFuture<Answer<KvEntry>> answer : waiting) {
            sum += answer.join().index();
        }
        return sum;
    }

    @Benchmark
    public byte[] json100Instances() {
        return json.json(hundred, false);
    }

    @Benchmark
    public int filter100Instances() {
        int count = 0;
        for (CheckServiceNode instance : hundred) {
            count += filter.test(instance) ? 1 : 0;
        }
        return count;
    }
}
