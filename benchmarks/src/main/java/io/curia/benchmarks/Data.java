package io.curia.benchmarks;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.Consistency;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.HealthOperations.ServiceRequest;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.ReadOptions;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.LocalDispatcher;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.filter.CachingFilters;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.Fsm;
import io.curia.core.fsm.KvCommand;
import io.curia.core.ops.CatalogReads;
import io.curia.core.ops.HealthReads;
import io.curia.core.ops.KvReads;
import io.curia.core.store.StateStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A state machine with its store and dispatcher, as a server has them, without a log and without threads. */
public final class Data implements AutoCloseable {
    private static final byte[] VALUE = new byte[256];

    static {
        Arrays.fill(VALUE, (byte) 'v');
    }

    final StateStore store = new StateStore();
    private final Msgpack msgpack = new Msgpack();
    private final Fsm fsm = new Fsm(store, msgpack);
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final LocalDispatcher dispatcher;
    private long index;

    /** An empty one. */
    public Data() {
        timers.setRemoveOnCancelPolicy(true);
        OperationTable table = new OperationTable();
        KvReads.addTo(table);
        HealthReads.addTo(table);
        CatalogReads.addTo(table, () -> List.of("dc1"));
        dispatcher = new LocalDispatcher(new LocalDispatcher.Settings("dc1", 300_000, 600_000), table, store,
                () -> null, new CachingFilters(), msgpack, Runnable::run, timers, new Random(1), null,
                new Hold(50, timers, new Random(1), System::nanoTime));
    }

    /** Its dispatcher; who waits is woken by the writing thread. */
    public LocalDispatcher dispatcher() {
        return dispatcher;
    }

    static String key(int number) {
        return String.format("bench/%09d", number);
    }

    void keys(int count) {
        for (int i = 0; i < count; i++) {
            put(key(i));
        }
    }

    byte[] put(String key) {
        byte[] value = VALUE.clone();
        value[0] = (byte) index;
        value[1] = (byte) (index >> 8);
        return fsm.apply(++index, 1, KvCommand.encode(new ApplyRequest(Verb.SET, key, value, 0, 0, "")));
    }

    /** Registers instances of a service with a passing check each, on nodes n0, n1, ... */
    public void instances(String service, int count) {
        for (int i = 0; i < count; i++) {
            register(service, i, 80);
        }
    }

    byte[] register(String service, int number, int port) {
        String id = service + number;
        String node = "n" + number;
        NodeService instance = new NodeService("", id, service, List.of("v1"), "", null, Map.of("seq", "1"), port, "",
                Weights.DEFAULT, false, Proxy.NONE, ServiceConnect.NONE, 0, 0);
        HealthCheck check = new HealthCheck(node, "service:" + id, "check", HealthCheck.PASSING, "", "", id, service,
                List.of(), "", "", "", 0, CheckInfo.NONE, 0, 0);
        return fsm.apply(++index, 1, msgpack.encode(CommandType.REGISTER, new RegisterRequest("dc1", "", node,
                "10.0.0." + number % 250, null, null, instance, check, null, false)));
    }

    Answer<List<CheckServiceNode>> passing(String service) {
        return dispatcher.read(HealthOperations.SERVICE_NODES, new ServiceRequest(service,
                HealthOperations.Endpoint.SERVICE, List.of(), true, Map.of(), ""), stale(0)).join();
    }

    static ReadOptions stale(long index) {
        return new ReadOptions("", "", index, 600_000, Consistency.STALE, 0, "");
    }

    @Override
    public void close() throws Exception {
        dispatcher.close();
        timers.shutdownNow();
    }
}
