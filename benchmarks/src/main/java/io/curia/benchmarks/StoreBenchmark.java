package io.curia.benchmarks;

import io.curia.api.model.KvEntry;
import io.curia.core.store.Keys;
import io.curia.core.store.RadixTree;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The store and the state machine, with 100,000 keys of 256 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {
    private static final int KEYS = 100_000;
    private static final int STEP = 7_919;

    private Data data;
    private RadixTree<KvEntry> tree;
    private byte[][] keys;
    private int at;

    @Setup(Level.Trial)
    public void fill() {
        data = new Data();
        data.keys(KEYS);
        tree = data.store.state().kv;
        keys = new byte[KEYS][];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = Keys.bytes(Data.key(i));
        }
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        data.close();
    }

    private int next() {
        at = (at + STEP) % KEYS;
        return at;
    }

    @Benchmark
    public KvEntry radixGet() {
        return tree.get(keys[next()]);
    }

    @Benchmark
    public RadixTree<KvEntry> radixPut() {
        byte[] key = keys[next()];
        return tree.put(key, tree.get(keys[0]));
    }

    /** All 1,000 keys below a prefix. */
    @Benchmark
    public int radixPrefix() {
        int[] count = {0};
        tree.forEach(Keys.bytes("bench/000042"), entry -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    /** A PUT from the command in the log to its result: decoding, the change, the new state. */
    @Benchmark
    public byte[] applyKv() {
        return data.put(Data.key(next()));
    }
}
