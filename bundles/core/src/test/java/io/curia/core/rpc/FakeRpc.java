package io.curia.core.rpc;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Hold;
import io.curia.core.route.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Calls that end as a test says, by address and method. What is not said cannot be reached. */
public final class FakeRpc implements RpcClient {
    public final List<String> called = new ArrayList<>();
    public final List<String> doubted = new ArrayList<>();
    private final Map<String, Supplier<CompletableFuture<byte[]>>> answers = new HashMap<>();
    private final Msgpack msgpack = Msgpack.wire();

    /** A reply that is this value. */
    public void answers(String address, String method, Object value) {
        answers.put(address + " " + method, () -> CompletableFuture.completedFuture(msgpack.encode(value)));
    }

    /** No reply, for this reason. */
    public void fails(String address, String method, RpcException.Reason reason, String message) {
        answers.put(address + " " + method,
                () -> CompletableFuture.failedFuture(new RpcException(reason, message, null)));
    }

    @Override
    public synchronized CompletableFuture<byte[]> call(RpcTarget target, String method, byte[] body, long timeoutMillis) {
        called.add(target.address() + " " + method);
        Supplier<CompletableFuture<byte[]>> answer = answers.get(target.address() + " " + method);
        return answer != null ? answer.get() : CompletableFuture.failedFuture(
                new RpcException(RpcException.Reason.UNREACHABLE, "connection refused", null));
    }

    @Override
    public synchronized void doubt(String address) {
        doubted.add(address);
    }

    @Override
    public CompletableFuture<SnapshotReply> snapshot(RpcTarget target, byte[] request, byte[] archive, long timeoutMillis) {
        throw new UnsupportedOperationException();
    }

    /** Calls through this, of a server of {@code dc1}. */
    public RemoteCalls calls(Servers servers, ScheduledExecutorService timers) {
        RemoteCalls calls = new RemoteCalls(new RemoteCalls.Settings("dc1", true, 300_000, 600_000), Forms.all(), servers,
                () -> this, new Hold(300, timers, new Random(1), System::nanoTime));
        calls.timeout(1_000);
        return calls;
    }
}
