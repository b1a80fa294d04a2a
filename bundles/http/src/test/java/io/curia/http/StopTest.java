package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOptions;
import io.curia.http.TestServer.Got;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopTest {
    private static final KvEntry ENTRY = new KvEntry(0, "k", 0, new byte[] {'v'}, "", 5, 6);

    @Test
    void shouldEndQuicklyAndAnswerEverybody() throws Exception {
        TestServer server = new TestServer();
        AtomicInteger waiting = new AtomicInteger();
        CompletableFuture<Object> written = new CompletableFuture<>();
        server.fakes.answer(KvOperations.GET, (request, options) -> {
            if (((ReadOptions) options).minIndex() > 0) {
                waiting.incrementAndGet();
                return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(new Answer<>(ENTRY, 7, 0, true, Consistency.DEFAULT));
        });
        server.fakes.answer(KvOperations.APPLY, (request, options) -> {
            waiting.incrementAndGet();
            return written;
        });
        try (Socket idle = server.open(); Socket query = server.open(); Socket write = server.open()) {
            idle.getOutputStream().write(TestServer.request("GET", "/v1/status/leader", null));
            TestServer.read(idle.getInputStream(), "GET");
            query.getOutputStream().write(TestServer.request("GET", "/v1/kv/k?index=7", null));
            write.getOutputStream().write(TestServer.request("PUT", "/v1/kv/k", "x"));
            await().until(() -> waiting.get() == 2);
            long begin = System.nanoTime();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            Got woken = TestServer.read(query.getInputStream(), "GET");
            assertThat(woken.status()).isEqualTo(200);
            assertThat(woken.header("X-Consul-Index")).isEqualTo("7");
            assertThat(stopped).isNotDone();
            written.complete(true);
            assertThat(TestServer.read(write.getInputStream(), "PUT").body()).isEqualTo("true");
            stopped.get(5, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_500));
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }
}
