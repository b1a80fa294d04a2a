package io.curia.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.Member;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.ConfigEntry;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.ConfigEntryOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.op.HealthOperations.ServiceRequest;
import io.curia.api.op.KvOperations;
import io.curia.api.op.KvOperations.GetRequest;
import io.curia.api.op.KvOperations.ListRequest;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import io.curia.core.fsm.Cluster;
import io.curia.core.filter.CachingFilters;
import io.curia.core.leader.FakeConsensus;
import io.curia.core.ops.HealthReads;
import io.curia.core.ops.KvReads;
import io.curia.core.ops.OtherReads;
import io.curia.core.route.FakePool;
import io.curia.core.store.StateTxn;
import io.curia.core.store.Keys;
import io.curia.core.store.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalDispatcherTest {
    private final Cluster cluster = new Cluster();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final List<Runnable> refreshes = new ArrayList<>();
    private final FakePool wan = new FakePool();
    private final LocalDispatcher dispatcher = dispatcher();

    private LocalDispatcher dispatcher() {
        OperationTable table = new OperationTable();
        KvReads.addTo(table);
        HealthReads.addTo(table);
        OtherReads.addTo(table, "dc1", () -> wan);
        timers.setRemoveOnCancelPolicy(true);
        return new LocalDispatcher(new LocalDispatcher.Settings("dc1", 300_000, 600_000), table, cluster.store,
                () -> null, new CachingFilters(), cluster.msgpack, refreshes::add, timers, new Random(1),
                new Nowhere(), new Hold(50, timers, new Random(1), System::nanoTime));
    }

    @AfterEach
    void stop() throws Exception {
        dispatcher.close();
        timers.shutdownNow();
    }

    private CompletableFuture<Answer<KvEntry>> get(String key, long index, long wait) {
        return dispatcher.read(KvOperations.GET, new GetRequest(key),
                new ReadOptions("", "", index, wait, Consistency.STALE, 0, ""));
    }

    private int refresh() {
        List<Runnable> due = new ArrayList<>(refreshes);
        refreshes.clear();
        due.forEach(Runnable::run);
        return due.size();
    }

    @Test
    void nobodyIsAnsweredWithWhatWasWhileSomebodyWorksOutWhatIs() throws Exception {
        List<Runnable> meanwhile = new ArrayList<>();
        OperationTable table = new OperationTable();
        table.shared(KvOperations.GET, (request, view) -> {
            view.watch(Topics.key(request.key()));
            meanwhile.forEach(Runnable::run);
            return view.state().kv.get(Keys.bytes(request.key()));
        });
        LocalDispatcher shared = new LocalDispatcher(new LocalDispatcher.Settings("dc1", 300_000, 600_000), table,
                cluster.store, () -> null, new CachingFilters(), cluster.msgpack, refreshes::add, timers, new Random(1),
                new Nowhere(), new Hold(50, timers, new Random(1), System::nanoTime));
        ReadOptions stale = new ReadOptions("", "", 0, 0, Consistency.STALE, 0, "");
        cluster.set("k", "old");
        shared.read(KvOperations.GET, new GetRequest("k"), stale).join();
        cluster.set("k", "new");
        CompletableFuture<String> other = new CompletableFuture<>();
        Thread reader = new Thread(() -> other.complete(new String(
                shared.read(KvOperations.GET, new GetRequest("k"), stale).join().value().value())));
        meanwhile.add(() -> {
            if (reader.getState() == Thread.State.NEW) {
                reader.start();
                Awaitility.await().until(() -> other.isDone() || reader.getState() == Thread.State.BLOCKED);
            }
        });
        shared.read(KvOperations.GET, new GetRequest("k"), stale).join();
        assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo("new");
        shared.close();
    }

    @Test
    void aWriteWhoseEngineGoesAwayWaitsForTheNext() throws Exception {
        FakeConsensus engine = new FakeConsensus();
        engine.leading = true;
        Consensus[] present = {engine};
        OperationTable table = new OperationTable();
        table.write(KvOperations.APPLY, request -> {
            present[0] = null;
            return WriteHandler.Prepared.command(new byte[] {0});
        });
        LocalDispatcher writing = new LocalDispatcher(new LocalDispatcher.Settings("dc1", 300_000, 600_000), table, cluster.store,
                () -> present[0], new CachingFilters(), cluster.msgpack, refreshes::add, timers, new Random(1),
                new Nowhere(), new Hold(50, timers, new Random(1), System::nanoTime));
        CompletableFuture<Boolean> written = writing.write(KvOperations.APPLY,
                new KvOperations.ApplyRequest(KvOperations.Verb.SET, "k", null, 0, 0, ""), WriteOptions.DEFAULT);
        assertThatThrownBy(() -> written.get(10, TimeUnit.SECONDS)).hasMessageContaining("No cluster leader");
        writing.close();
    }

    @Test
    void aWaitingReaderWakesForItsKeyOnly() {
        cluster.set("a", "1");
        CompletableFuture<Answer<KvEntry>> waiting = get("a", 1, 60_000);
        cluster.set("b", "1");
        cluster.set("ab", "1");
        assertThat(refresh()).isZero();
        assertThat(waiting).isNotDone();
        cluster.set("a", "2");
        refresh();
        assertThat(waiting).isCompleted();
        assertThat(waiting.join().index()).isEqualTo(4);
        assertThat(timers.getQueue()).isEmpty();
    }

    @Test
    void aThousandReadersAreOneEvaluation() {
        cluster.set("a", "1");
        List<CompletableFuture<Answer<KvEntry>>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(get("a", 1, 60_000));
        }
        cluster.set("a", "2");
        cluster.set("a", "3");
        assertThat(refresh()).isEqualTo(1);
        Answer<KvEntry> first = all.get(0).join();
        assertThat(all).allSatisfy(future -> assertThat(future.join()).isSameAs(first));
        assertThat(first.value().value()).isEqualTo(new byte[] {'3'});
    }

    @Test
    void readersOfPrefixesWakeForKeysBelow() {
        cluster.set("x/1", "1");
        CompletableFuture<Answer<List<KvEntry>>> waiting = dispatcher.read(KvOperations.LIST, new ListRequest("x/"),
                new ReadOptions("", "", 1, 60_000, Consistency.STALE, 0, ""));
        cluster.set("x", "1");
        cluster.set("y/1", "1");
        assertThat(refresh()).isZero();
        cluster.kv(KvOperations.Verb.DELETE, "x/1", null, 0, "");
        refresh();
        assertThat(waiting.join().value()).isEmpty();
        assertThat(waiting.join().index()).isEqualTo(4);
    }

    @Test
    void aReaderOfAConfigurationEntryWakesForThatEntryOnly() {
        configEntry("a");
        CompletableFuture<Answer<ConfigEntry>> waiting = dispatcher.read(ConfigEntryOperations.GET,
                new ConfigEntryOperations.KeyRequest("service-defaults", "b"),
                new ReadOptions("", "", 1, 60_000, Consistency.STALE, 0, ""));
        configEntry("c");
        assertThat(refresh()).isZero();
        configEntry("B");
        refresh();
        assertThat(waiting.join().value().name()).isEqualTo("B");
    }

    @Test
    void theServersOfADatacenterHaveCoordinatesFromTheStart() {
        wan.set(FakePool.server("n.dc1", "dc1", 8300, Member.ALIVE));
        var datacenters = dispatcher.read(io.curia.api.op.CoordinateOperations.LIST_DATACENTERS,
                io.curia.api.op.CatalogOperations.NoRequest.INSTANCE, ReadOptions.STALE).join().value();
        assertThat(datacenters).singleElement().satisfies(datacenter -> {
            assertThat(datacenter.areaID()).isEqualTo("wan");
            assertThat(datacenter.coordinates()).singleElement().satisfies(found -> {
                assertThat(found.node()).isEqualTo("n");
                assertThat(found.coord().vec()).hasSize(8);
            });
        });
    }

    private void configEntry(String name) {
        StateTxn txn = new StateTxn(cluster.state(), cluster.state().index + 1, 1);
        txn.putConfigEntry(new ConfigEntry("service-defaults", name, java.util.Map.of(), 1, 1));
        cluster.store.commit(txn);
    }

    @Test
    void theSameAnswerIsGivenWhileNothingChanged() {
        cluster.register("n", Cluster.service("web"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        ServiceRequest request = new ServiceRequest("web", Endpoint.SERVICE, List.of(), true, java.util.Map.of(), "");
        Answer<List<CheckServiceNode>> first = dispatcher.read(HealthOperations.SERVICE_NODES, request, ReadOptions.STALE).join();
        cluster.register("other", Cluster.service("db"), null);
        assertThat(dispatcher.read(HealthOperations.SERVICE_NODES, request, ReadOptions.STALE).join().value())
                .isSameAs(first.value());
        cluster.register("n", null, Cluster.check("n", "c", "web", HealthCheck.CRITICAL));
        Answer<List<CheckServiceNode>> second = dispatcher.read(HealthOperations.SERVICE_NODES, request, ReadOptions.STALE).join();
        assertThat(second.value()).isEmpty();
        assertThat(second.index()).isEqualTo(3);
    }

    @Test
    void aWaitEndsWithThePresentAnswer() {
        cluster.set("a", "1");
        Answer<KvEntry> answer = get("a", 99, 10).orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(answer.index()).isEqualTo(1);
    }

    @Test
    void aRestoreWakesEverybody() {
        cluster.set("a", "1");
        CompletableFuture<Answer<KvEntry>> waiting = get("a", 50, 60_000);
        cluster.store.restore(cluster.state());
        refresh();
        assertThat(waiting).isCompleted();
    }

    @Test
    void filtersAreAppliedAndTheirErrorsReported() {
        cluster.register("n", Cluster.service("web"), Cluster.check("n", "c", "web", HealthCheck.PASSING));
        HealthOperations.StateRequest any = new HealthOperations.StateRequest("any", java.util.Map.of(), "");
        ReadOptions none = new ReadOptions("", "", 0, 0, Consistency.STALE, 0, "Status == critical");
        assertThat(dispatcher.read(HealthOperations.CHECKS_IN_STATE, any, none).join().value()).isEmpty();
        ReadOptions bad = new ReadOptions("", "", 0, 0, Consistency.STALE, 0, "Nope == 1");
        assertThatThrownBy(() -> dispatcher.read(HealthOperations.CHECKS_IN_STATE, any, bad).join())
                .hasMessageContaining("Failed to create boolean expression evaluator: ");
    }

    @Test
    void withoutALeaderReadsFailAfterTheHold() {
        assertThatThrownBy(() -> dispatcher.read(KvOperations.GET, new GetRequest("a"), ReadOptions.DEFAULT)
                .orTimeout(5, TimeUnit.SECONDS).join()).hasMessageContaining("No cluster leader");
        assertThatThrownBy(() -> dispatcher.read(KvOperations.GET, new GetRequest("a"), ReadOptions.STALE.in("dc9")).join())
                .hasMessageContaining("No path to datacenter");
    }

    @Test
    void idleQueriesAreDroppedBeyondTheBound() {
        for (int i = 0; i < 3 * LiveQueries.MAX_IDLE; i++) {
            dispatcher.read(KvOperations.LIST, new ListRequest("p" + i), ReadOptions.STALE);
        }
        assertThat(Topics.prefix("p1")).isEqualTo("Pp1");
        CompletableFuture<Answer<List<KvEntry>>> waiting = dispatcher.read(KvOperations.LIST, new ListRequest("p1"),
                new ReadOptions("", "", 1, 60_000, Consistency.STALE, 0, ""));
        cluster.set("p1/x", "1");
        cluster.set("p1/x", "2");
        refresh();
        assertThat(waiting).isCompleted();
    }
}
