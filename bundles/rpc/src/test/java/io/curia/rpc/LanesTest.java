package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.rpc.net.Addresses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Consensus messages over real sockets, both ends. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class LanesTest {
    private TestServer server;
    private TestServer peer;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.plain();
        peer = TestServer.plain();
    }

    @AfterEach
    void stop() {
        peer.close();
        server.close();
    }

    private CompletableFuture<ByteBuffer> call(Lane lane, ByteBuffer request, long timeout) {
        return peer.lanes.call(Addresses.text(server.address()), lane, request, timeout);
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(4).putInt(0, value);
    }

    @Test
    void shouldCarryRequestsInOrderAndReplies() throws Exception {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        server.lanes.serve((lane, request) -> {
            seen.add(request.getInt(0));
            return CompletableFuture.completedFuture(number(request.getInt(0) + 1));
        });
        List<CompletableFuture<ByteBuffer>> calls = new ArrayList<>();
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            sent.add(i);
            calls.add(call(Lane.LOG, number(i), 10_000));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(10, TimeUnit.SECONDS).getInt(0)).isEqualTo(i + 1);
        }
        assertThat(seen).isEqualTo(sent);
    }

    @Test
    void shouldCarryTheLargestMessageAndRefuseALargerOne() throws Exception {
        server.lanes.serve((lane, request) -> CompletableFuture.completedFuture(request));
        ByteBuffer largest = ByteBuffer.allocate(ConsensusTransport.MAX_MESSAGE_BYTES);
        for (int i = 0; i < largest.capacity(); i += 4) {
            largest.putInt(i, i * 31);
        }
        assertThat(call(Lane.SNAPSHOT, largest, 20_000).get(20, TimeUnit.SECONDS)).isEqualTo(largest);

        assertFails(call(Lane.SNAPSHOT, ByteBuffer.allocate(ConsensusTransport.MAX_MESSAGE_BYTES + 1), 1000), "too large");
    }

    @Test
    void shouldPassFailuresOn() throws Exception {
        server.lanes.serve((lane, request) -> CompletableFuture.failedFuture(new IOException("not now\nnot later")));
        assertFails(call(Lane.CONTROL, number(1), 5000), "not now");
    }

    @Test
    void shouldRefuseCallsWithoutAHandler() throws Exception {
        AutoCloseable served = server.lanes.serve((lane, request) -> CompletableFuture.completedFuture(request));
        assertThat(call(Lane.CONTROL, number(7), 5000).get(5, TimeUnit.SECONDS)).isEqualTo(number(7));
        served.close();
        assertFails(call(Lane.CONTROL, number(1), 5000), "no consensus engine");
    }

    @Test
    void shouldTimeOut() {
        server.lanes.serve((lane, request) -> new CompletableFuture<>());
        assertFails(call(Lane.CONTROL, number(1), 100), "no reply in time");
    }

    @Test
    void shouldRefuseAnotherDatacenter() throws Exception {
        try (TestServer stranger = new TestServer("dc2", Plain.tls())) {
            assertFails(stranger.lanes.call(Addresses.text(server.address()), Lane.LOG, number(1), 5000),
                    "refused: server node-dc2 is of datacenter dc2, not dc1");
        }
    }

    @Test
    void shouldFailFastAndComeBack() throws Exception {
        CompletableFuture<ByteBuffer> held = new CompletableFuture<>();
        server.lanes.serve((lane, request) -> held);
        CompletableFuture<ByteBuffer> waiting = call(Lane.LOG, number(1), 60_000);
        await().until(() -> !held.isDone() && !waiting.isDone());
        server.close();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> call(Lane.LOG, number(1), 60_000).get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    private static void assertFails(CompletableFuture<ByteBuffer> call, String message) {
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).cause().isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
