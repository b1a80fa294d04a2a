package io.curia.rpc;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcHandler;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.call.CallClient;
import io.curia.rpc.lane.LaneTransport;
import io.curia.rpc.net.Addresses;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.port.ServerPort;
import io.curia.rpc.tls.AgentTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/** An agent's two ends on real sockets: a server port and the clients of others. */
final class TestServer implements AutoCloseable {
    /** Longer than any test: what is being tested is not how fast the machine is. */
    private static final long PATIENCE_MILLIS = 60_000;

    final IoLoop calls;
    final Budget budget = new Budget(100 << 20, null);
    final IoLoop consensus = new IoLoop("test-rpc-consensus");
    final AtomicReference<RpcHandler> handler = new AtomicReference<>();
    final CallClient client;
    final LaneTransport lanes;
    final Dialer dialer;
    private final ServerPort port;
    private final InetSocketAddress address;

    TestServer(String datacenter, AgentTls tls) throws IOException {
        this(datacenter, 100, PATIENCE_MILLIS, PATIENCE_MILLIS, tls);
    }

    TestServer(String datacenter, int connectionsPerClient, long handshakeMillis, long stallMillis, AgentTls tls)
            throws IOException {
        this(new InetSocketAddress("127.0.0.1", 0), datacenter, connectionsPerClient, handshakeMillis, stallMillis, tls);
    }

    TestServer(InetSocketAddress bind, String datacenter, int connectionsPerClient, long handshakeMillis, long stallMillis,
            AgentTls tls) throws IOException {
        calls = new IoLoop("test-rpc-io", TimeUnit.MILLISECONDS.toNanos(stallMillis));
        QuietLog log = new QuietLog(LoggerFactory.getLogger(TestServer.class), System::nanoTime);
        dialer = new Dialer(Runnable::run, tls);
        client = new CallClient(calls, dialer);
        lanes = new LaneTransport(consensus, dialer, tls::expectsTls, datacenter, "node-" + datacenter, System::nanoTime, log);
        ServerPort.Limits limits = new ServerPort.Limits(connectionsPerClient, TimeUnit.MILLISECONDS.toNanos(handshakeMillis));
        port = new ServerPort(calls, new ServedProtocols(handler::get, lanes, budget, log), tls, () -> limits, log);
        address = port.open(bind);
    }

    static TestServer plain() throws IOException {
        return new TestServer("dc1", Plain.tls());
    }

    InetSocketAddress address() {
        return address;
    }

    RpcTarget target() {
        return new RpcTarget("dc1", "server", Addresses.text(address), false);
    }

    @Override
    public void close() {
        port.close();
        calls.close();
        consensus.close();
        client.close();
        lanes.close();
    }

    /** Answers every call with its body. */
    static RpcHandler echo() {
        return new RpcHandler() {
            @Override
            public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
                return CompletableFuture.completedFuture(body);
            }

            @Override
            public CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
                return CompletableFuture.completedFuture(new RpcClient.SnapshotReply(request, archive));
            }

            @Override
            public Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
