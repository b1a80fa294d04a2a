package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcHandler;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.call.CallClient;
import io.curia.rpc.net.Dialer;
import io.curia.rpc.net.IoLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls over real sockets, both ends. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class CallsTest {
    private TestServer server;
    private TestServer agent;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.plain();
        agent = TestServer.plain();
    }

    @AfterEach
    void stop() {
        agent.close();
        server.close();
    }

    /** A text in msgpack. */
    private static byte[] body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] raw = new byte[bytes.length + 5];
        raw[0] = (byte) 0xDB;
        java.nio.ByteBuffer.wrap(raw, 1, 4).putInt(bytes.length);
        System.arraycopy(bytes, 0, raw, 5, bytes.length);
        return raw;
    }

    private byte[] call(String method, byte[] body) throws Exception {
        return agent.client.call(server.target(), method, body, 10_000).get(20, TimeUnit.SECONDS);
    }

    /** Holds every call until it is told what to answer. */
    private static final class Holding implements RpcHandler {
        final BlockingQueue<CompletableFuture<byte[]>> held = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
            CompletableFuture<byte[]> future = new CompletableFuture<>();
            held.add(future);
            return future;
        }

        @Override
        public CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void shouldAnswerCalls() throws Exception {
        server.handler.set(TestServer.echo());
        for (int i = 0; i < 100; i++) {
            assertThat(call("Status.Ping", body("call " + i))).isEqualTo(body("call " + i));
        }
    }

    @Test
    void shouldCarryLargeBodies() throws Exception {
        server.handler.set(TestServer.echo());
        byte[] large = body("x".repeat(20 << 20));
        assertThat(call("KVS.Apply", large)).isEqualTo(large);
    }

    @Test
    void shouldSayWhenNobodyServes() {
        assertThatThrownBy(() -> call("Status.Ping", body(""))).cause()
                .isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.reason()).isEqualTo(RpcException.Reason.REMOTE);
                    assertThat(e).hasMessage("rpc: server is not ready");
                });
    }

    @Test
    void shouldPassErrorsOnAsTheyAre() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        CompletableFuture<byte[]> call = agent.client.call(server.target(), "KVS.Apply", body("x"), 10_000);
        await().until(() -> !holding.held.isEmpty());
        holding.held.remove().completeExceptionally(new IllegalStateException("No cluster leader"));

        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).cause()
                .isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.reason()).isEqualTo(RpcException.Reason.REMOTE);
                    assertThat(e).hasMessage("No cluster leader");
                });
    }

    @Test
    void shouldCarryManyCallsAtATime() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        List<CompletableFuture<byte[]>> calls = new ArrayList<>();
        int count = 9000;
        for (int i = 0; i < count; i++) {
            calls.add(agent.client.call(server.target(), "KVS.Get", body("x" + i), 30_000));
        }
        await().until(() -> holding.held.size() == 8192 + 32);
        for (int i = 0; i < count; i++) {
            holding.held.poll(10, TimeUnit.SECONDS).complete(body("done"));
        }
        for (CompletableFuture<byte[]> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(body("done"));
        }
    }

    @Test
    void shouldCancelOnTheServerWhatIsCancelledHere() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        CompletableFuture<byte[]> call = agent.client.call(server.target(), "KVS.Get", body("x"), 60_000);
        await().until(() -> !holding.held.isEmpty());
        call.cancel(true);

        await().until(() -> holding.held.peek().isCancelled());
        server.handler.set(TestServer.echo());
        assertThat(call("Status.Ping", body("after"))).isEqualTo(body("after"));
    }

    @Test
    void shouldTimeOutAndCancel() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        CompletableFuture<byte[]> call = agent.client.call(server.target(), "KVS.Get", body("x"), 100);

        assertReason(call, RpcException.Reason.TIMED_OUT);
        await().until(() -> holding.held.peek().isCancelled());
    }

    @Test
    void shouldFailAtOnceWhatIsUnderWayWhenTheServerGoes() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        CompletableFuture<byte[]> call = agent.client.call(server.target(), "KVS.Get", body("x"), 60_000);
        await().until(() -> !holding.held.isEmpty());
        server.close();

        assertReason(call, RpcException.Reason.BROKEN);
        assertReason(agent.client.call(server.target(), "KVS.Get", body("x"), 60_000), RpcException.Reason.UNREACHABLE);
    }

    @Test
    void shouldSayThatNobodyListens() throws Exception {
        String address;
        try (ServerSocket socket = new ServerSocket(0)) {
            address = "127.0.0.1:" + socket.getLocalPort();
        }
        RpcTarget nobody = new RpcTarget("dc1", "gone", address, false);
        assertReason(agent.client.call(nobody, "Status.Ping", body("x"), 10_000), RpcException.Reason.UNREACHABLE);
    }

    @Test
    void shouldGiveUpAConnectionThatShowsNoLifeWhenInDoubt() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + mute.getLocalPort();
            RpcTarget silent = new RpcTarget("dc1", "silent", address, false);
            CompletableFuture<byte[]> call = agent.client.call(silent, "KVS.Get", body("x"), 60_000);
            try (Socket accepted = mute.accept()) {
                await().until(() -> accepted.getInputStream().available() > 1);
                agent.client.doubt(address);
                assertReason(call, RpcException.Reason.BROKEN);
            }
        }
    }

    @Test
    void shouldConnectAnewWhenInDoubtOfAConnectionThatIsNotMade() throws Exception {
        Deque<Runnable> lookups = new ConcurrentLinkedDeque<>();
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                IoLoop loop = new IoLoop("test-rpc-doubt");
                CallClient client = new CallClient(loop, new Dialer(lookups::add, Plain.tls()))) {
            RpcTarget target = new RpcTarget("dc1", "slow", "localhost:" + listening.getLocalPort(), false);
            CompletableFuture<byte[]> first = client.call(target, "KVS.Get", body("x"), 60_000);
            await().until(() -> lookups.size() == 1);
            client.doubt(target.address());
            assertReason(first, RpcException.Reason.UNREACHABLE);
            CompletableFuture<byte[]> second = client.call(target, "KVS.Get", body("x"), 60_000);
            await().until(() -> lookups.size() == 2);
            lookups.removeLast().run();
            try (Socket used = listening.accept()) {
                await().until(() -> used.getInputStream().available() > 1);
                lookups.removeLast().run();
                try (Socket late = listening.accept()) {
                    late.setSoTimeout(20_000);
                    assertThat(late.getInputStream().readAllBytes()).as("ends, as nobody needs it").hasSizeLessThan(100);
                }
                assertThat(second).isNotDone();
            }
        }
    }

    @Test
    void shouldKeepAConnectionThatAnswersADoubt() throws Exception {
        Holding holding = new Holding();
        server.handler.set(holding);
        CompletableFuture<byte[]> call = agent.client.call(server.target(), "KVS.Get", body("x"), 60_000);
        CompletableFuture<byte[]> held = holding.held.take();
        agent.client.doubt(server.target().address());
        await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(10)).until(() -> !call.isDone());
        held.complete(body("answer"));
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(body("answer"));
    }

    @Test
    void shouldFailWhatWaitsForANameWhenTheAgentStops() throws Exception {
        IoLoop loop = new IoLoop("test-rpc-stopping");
        CountDownLatch asked = new CountDownLatch(1);
        CallClient client = new CallClient(loop, new Dialer(task -> asked.countDown(), Plain.tls()));
        CompletableFuture<byte[]> call = client.call(new RpcTarget("dc1", "n", "name.invalid:1", false), "a", body("x"), 60_000);
        asked.await();
        loop.close();
        client.close();
        assertReason(call, RpcException.Reason.UNREACHABLE);
        assertReason(client.call(server.target(), "a", body("x"), 60_000), RpcException.Reason.UNREACHABLE);
    }

    private static void assertReason(CompletableFuture<byte[]> call, RpcException.Reason reason) {
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
