package io.curia.core.fsm;

import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Session;
import io.curia.api.model.Weights;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.TxnOperations;
import io.curia.core.codec.Msgpack;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A state machine and short ways to write to it, for tests. */
public final class Cluster {
    public final StateStore store = new StateStore();
    public final Msgpack msgpack = new Msgpack();
    public final Fsm fsm = new Fsm(store, msgpack);
    private long index;

    public State state() {
        return store.state();
    }

    public Object apply(byte[] command, Type answer) {
        return Results.decode(fsm.apply(++index, 1, command), answer, msgpack);
    }

    public long index() {
        return index;
    }

    public Object kv(Verb verb, String key, String value, long cas, String session) {
        return apply(KvCommand.encode(new ApplyRequest(verb, key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8), 0, cas, session)), Boolean.class);
    }

    public void set(String key, String value) {
        kv(Verb.SET, key, value, 0, "");
    }

    public KvEntry get(String key) {
        return state().kv.get(Keys.bytes(key));
    }

    public void register(String node, NodeService service, HealthCheck check) {
        apply(msgpack.encode(CommandType.REGISTER, new RegisterRequest("dc1", "", node, "10.0.0.1", null, null, service,
                check, null, false)), Boolean.class);
    }

    public void deregister(String node, String service, String check) {
        apply(msgpack.encode(CommandType.DEREGISTER, new DeregisterRequest("", node, service, check)), Boolean.class);
    }

    public static NodeService service(String name, String... tags) {
        return new NodeService("", name, name, List.of(tags), "", null, null, 80, "", Weights.DEFAULT, false, Proxy.NONE,
                ServiceConnect.NONE, 0, 0);
    }

    public static HealthCheck check(String node, String id, String service, String status) {
        return new HealthCheck(node, id, id, status, "", "", service, "", null, "", "", "", 0, CheckInfo.NONE, 0, 0);
    }

    public void session(String id, String node, String behavior, long lockDelay, List<String> checks) {
        apply(msgpack.encode(CommandType.SESSION, new SessionWrites.SessionCommand(false,
                new Session(id, "", node, lockDelay, behavior, "", checks, null, null, 0, 0))), String.class);
    }

    public void destroy(String id) {
        apply(msgpack.encode(CommandType.SESSION, SessionWrites.SessionCommand.end(id)), String.class);
    }

    public TxnOperations.Outcome txn(TxnOperations.Step... steps) {
        return (TxnOperations.Outcome) apply(msgpack.encode(CommandType.TXN,
                new TxnOperations.Request(List.of(steps))), TxnOperations.Outcome.class);
    }
}
