package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.rpc.RpcClient.SnapshotReply;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcHandler;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class SnapshotsTest {
    private static final byte[] REQUEST = {(byte) 0x81, (byte) 0xA2, 'O', 'p', 1};

    private final AtomicReference<CompletableFuture<SnapshotReply>> held = new AtomicReference<>();
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

    private static byte[] archive(int size) {
        byte[] archive = new byte[size];
        new Random(size).nextBytes(archive);
        return archive;
    }

    private RpcHandler holding() {
        return new RpcHandler() {
            @Override
            public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletableFuture<SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
                held.set(new CompletableFuture<>());
                return held.get();
            }

            @Override
            public Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void shouldCarryArchivesBothWays() throws Exception {
        server.handler.set(TestServer.echo());
        for (int size : new int[] {0, 1, 100_000, 40_000_000}) {
            byte[] archive = archive(size);
            SnapshotReply reply = agent.client.snapshot(server.target(), REQUEST, archive, 30_000).get(30, TimeUnit.SECONDS);
            assertThat(reply.reply()).isEqualTo(REQUEST);
            assertThat(reply.archive()).isEqualTo(archive);
        }
    }

    @Test
    void shouldAnswerWithAnErrorWhenNobodyServesOrTheHandlerFails() throws Exception {
        assertThat(error()).endsWith("rpc: server is not ready");

        server.handler.set(holding());
        CompletableFuture<SnapshotReply> call = agent.client.snapshot(server.target(), REQUEST, new byte[0], 10_000);
        await().until(() -> held.get() != null);
        held.get().completeExceptionally(new IllegalStateException("no leader"));
        assertThat(new String(call.get(10, TimeUnit.SECONDS).reply(), StandardCharsets.UTF_8)).endsWith("no leader");
    }

    private String error() throws Exception {
        SnapshotReply reply = agent.client.snapshot(server.target(), REQUEST, new byte[0], 10_000).get(10, TimeUnit.SECONDS);
        return new String(reply.reply(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldTimeOutAndFailWhenTheServerGoes() throws Exception {
        server.handler.set(holding());
        assertReason(agent.client.snapshot(server.target(), REQUEST, new byte[0], 200), RpcException.Reason.TIMED_OUT);

        held.set(null);
        CompletableFuture<SnapshotReply> call = agent.client.snapshot(server.target(), REQUEST, new byte[0], 30_000);
        await().until(() -> held.get() != null);
        server.close();
        assertReason(call, RpcException.Reason.BROKEN);
        assertReason(agent.client.snapshot(server.target(), REQUEST, new byte[0], 30_000), RpcException.Reason.UNREACHABLE);
    }

    @Test
    void shouldRefuseGarbageAndARequestCutShort() throws Exception {
        server.handler.set(TestServer.echo());
        for (byte[] bytes : new byte[][] {{5, (byte) 0xC1}, {5, (byte) 0x81, (byte) 0xA2, 'O'}}) {
            try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static void assertReason(CompletableFuture<SnapshotReply> call, RpcException.Reason reason) {
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).cause()
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
