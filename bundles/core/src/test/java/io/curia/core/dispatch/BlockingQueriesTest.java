package io.curia.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOptions;
import io.curia.core.filter.CachingFilters;
import io.curia.core.fsm.Cluster;
import io.curia.core.ops.KvReads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real threads: whoever follows a key by its index sees indexes rise, never misses the last write, and never hangs. */
class BlockingQueriesTest {
    private static final int READERS = 8;
    private static final int WRITES = 3000;

    @Test
    void noReaderMissesTheLastWrite() throws Exception {
        Cluster cluster = new Cluster();
        OperationTable table = new OperationTable();
        KvReads.addTo(table);
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
        ExecutorService refreshers = Executors.newFixedThreadPool(2);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (LocalDispatcher dispatcher = new LocalDispatcher(
                new LocalDispatcher.Settings("dc1", 300_000, 600_000), table, cluster.store, () -> null,
                new CachingFilters(), cluster.msgpack, refreshers, timers, new Random(1),
                new Nowhere(), new Hold(50, timers, new Random(1), System::nanoTime))) {
            cluster.set("p/key", "0");
            List<Future<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                boolean prefix = i % 2 == 0;
                seen.add(readers.submit(() -> follow(dispatcher, prefix)));
            }
            Random random = new Random(7);
            for (int i = 1; i <= WRITES; i++) {
                cluster.set("p/key", i == WRITES ? "last" : Integer.toString(i));
                cluster.set("q/" + random.nextInt(10), Integer.toString(i));
                if (random.nextInt(50) == 0) {
                    Thread.yield();
                }
            }
            for (Future<Integer> reader : seen) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isBetween(1, WRITES + 1);
            }
        } finally {
            readers.shutdownNow();
            refreshers.shutdownNow();
            timers.shutdownNow();
        }
    }

    private static int follow(LocalDispatcher dispatcher, boolean prefix) {
        long index = 0;
        int answers = 0;
        while (true) {
            ReadOptions options = new ReadOptions("", "", index, 60_000, Consistency.STALE, 0, "");
            long next;
            KvEntry entry;
            if (prefix) {
                Answer<List<KvEntry>> answer =
                        dispatcher.read(KvOperations.LIST, new KvOperations.ListRequest("p/"), options).join();
                next = answer.index();
                entry = answer.value().get(0);
            } else {
                Answer<KvEntry> answer =
                        dispatcher.read(KvOperations.GET, new KvOperations.GetRequest("p/key"), options).join();
                next = answer.index();
                entry = answer.value();
            }
            assertThat(next).isGreaterThan(index);
            assertThat(entry.modifyIndex()).isEqualTo(next);
            index = next;
            answers++;
            if ("last".equals(new String(entry.value(), StandardCharsets.UTF_8))) {
                return answers;
            }
        }
    }
}
