package io.curia.rpc.call;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.IoLoop;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls servers: one connection for each target, made when it is first called. May be used on any thread; what it does, it does on
 * its loop. Bounds: see {@link ServerConnection}; a target that is not called any more is forgotten with its connection.
 */
public final class CallClient implements RpcClient, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallClient.class);
    private static final long LONGEST_TIMEOUT_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final IoLoop loop;
    private final Dialer dialer;
    private final Map<RpcTarget, ServerConnection> connections = new HashMap<>();

    /** A client whose connections live on this loop. */
    public CallClient(IoLoop loop, Dialer dialer) {
        this.loop = loop;
        this.dialer = dialer;
    }

    @Override
    public CompletableFuture<byte[]> call(RpcTarget target, String method, byte[] body, long timeoutMillis) {
        Call call = new Call(target, method, body, nanos(timeoutMillis), loop::execute);
        if (body.length > CallServer.LONGEST_REQUEST) {
            call.fail(RpcException.Reason.UNREACHABLE, "rpc: " + method + ": request too large", null);
        } else {
            start(call);
        }
        return call;
    }

    private static long nanos(long timeoutMillis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(timeoutMillis, LONGEST_TIMEOUT_MILLIS)));
    }

    private void start(Call call) {
        try {
            loop.events().execute(() -> begin(call));
        } catch (RejectedExecutionException e) {
            call.completeExceptionally(stopping(e));
        }
    }

    private static RpcException stopping(RejectedExecutionException cause) {
        return new RpcException(RpcException.Reason.UNREACHABLE, "rpc: the agent is stopping", cause);
    }

    private void begin(Call call) {
        if (call.isDone()) {
            return;
        }
        call.forgetTimer = loop.after(call.timeoutNanos, call::timedOut);
        ServerConnection connection = connections.get(call.target);
        if (connection == null) {
            connection = connect(call.target);
        }
        connection.start(call);
    }

    private ServerConnection connect(RpcTarget target) {
        ServerConnection connection = new ServerConnection(target, loop, left -> connections.remove(target, left));
        connections.put(target, connection);
        dialer.dial(loop, target, connection);
        return connection;
    }

    @Override
    public void doubt(String address) {
        try {
            loop.events().execute(() -> {
                for (ServerConnection connection : connections.values()) {
                    if (connection.target().address().equals(address)) {
                        connection.doubt();
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("no doubts any more: the agent is stopping");
        }
    }

    @Override
    public CompletableFuture<SnapshotReply> snapshot(RpcTarget target, byte[] request, byte[] archive, long timeoutMillis) {
        SnapshotCall call = new SnapshotCall(loop, target, request, archive);
        try {
            loop.events().execute(() -> {
                call.begin(nanos(timeoutMillis));
                dialer.dial(loop, target, call);
            });
        } catch (RejectedExecutionException e) {
            call.completeExceptionally(stopping(e));
        }
        return call;
    }

    /** Fails what still waits for a connection, as the loop cannot any more: it has to be closed before. */
    @Override
    public void close() {
        List.copyOf(connections.values()).forEach(
                connection -> connection.closed(null, new IOException("the agent is stopping")));
    }
}
