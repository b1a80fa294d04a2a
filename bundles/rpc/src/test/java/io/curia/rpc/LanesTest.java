package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.rpc.net.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        AtomicInteger seen = new AtomicInteger();
        server.lanes.serve((lane, request) -> {
            seen.incrementAndGet();
            return held;
        });
        CompletableFuture<ByteBuffer> waiting = call(Lane.LOG, number(1), 60_000);
        await().until(() -> seen.get() == 1);
        InetSocketAddress address = server.address();
        server.close();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> call(Lane.LOG, number(1), 60_000).get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);

        server = new TestServer(address, "dc1", 100, 60_000, 60_000, Plain.tls());
        server.lanes.serve((lane, request) -> CompletableFuture.completedFuture(request));
        await().atMost(5, TimeUnit.SECONDS).ignoreExceptions().until(
                () -> call(Lane.LOG, number(5), 1000).get(5, TimeUnit.SECONDS).equals(number(5)));
    }

    @Test
    void shouldGiveUpAConnectionOnWhichNothingComes() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + mute.getLocalPort();
            assertThatThrownBy(() -> peer.lanes.call(address, Lane.CONTROL, number(1), 200).get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("no reply in time");
            try (Socket first = mute.accept()) {
                first.setSoTimeout(5000);
                assertThat(first.getInputStream().readAllBytes()).as("selector, hello, request, then the end").isNotEmpty();
            }
        }
    }

    @Test
    void shouldKeepOthersRepliesApartFromASlowOne() throws Exception {
        CompletableFuture<ByteBuffer> slow = new CompletableFuture<>();
        server.lanes.serve((lane, request) -> request.getInt(0) == 0 ? slow : CompletableFuture.completedFuture(request));
        CompletableFuture<ByteBuffer> first = call(Lane.LOG, number(0), 10_000);
        assertThat(call(Lane.LOG, number(1), 10_000).get(5, TimeUnit.SECONDS)).isEqualTo(number(1));
        slow.complete(number(9));
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(number(9));
    }

    @Test
    void shouldReadNoFurtherWhileTooMuchIsUnderWay() throws Exception {
        // twice what the bound and one read of such calls come to
        int many = 16_000;
        BlockingQueue<CompletableFuture<ByteBuffer>> held = new LinkedBlockingQueue<>();
        server.lanes.serve((lane, request) -> {
            CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
            held.add(reply);
            return reply;
        });
        List<CompletableFuture<ByteBuffer>> calls = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            calls.add(call(Lane.LOG, number(i), 30_000));
        }
        await().until(() -> held.size() >= 4096);
        assertThat(held.size()).as("what one read brings may be more than the bound").isLessThan(many);
        for (int i = 0; i < many; i++) {
            held.poll(30, TimeUnit.SECONDS).complete(number(i));
        }
        for (int i = 0; i < many; i++) {
            assertThat(calls.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(number(i));
        }
    }

    private static void assertFails(CompletableFuture<ByteBuffer> call, String message) {
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).cause().isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
