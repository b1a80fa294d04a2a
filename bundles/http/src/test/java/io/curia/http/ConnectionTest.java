package io.curia.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOptions;
import io.curia.http.TestServer.Got;
import io.curia.http.call.Settings;
import io.curia.http.server.Engine;
import io.curia.http.server.ListenAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private static final KvEntry ENTRY = new KvEntry(0, "k", 0, new byte[] {'v'}, "", 5, 6);

    @Test
    void whateverBreaksIsAnswered() throws Exception {
        try (TestServer server = new TestServer()) {
            server.fakes.answer(KvOperations.GET, (request, options) -> {
                throw new StackOverflowError();
            });
            List<HealthCheck> broken = new AbstractList<>() {
                @Override
                public HealthCheck get(int at) {
                    throw new StackOverflowError();
                }

                @Override
                public int size() {
                    throw new StackOverflowError();
                }
            };
            server.fakes.answer(HealthOperations.NODE_CHECKS, (request, options) -> CompletableFuture.supplyAsync(
                    () -> server.fakes.at(broken, Consistency.DEFAULT),
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)));
            Got now = server.get("/v1/kv/k");
            assertThat(now.status()).isEqualTo(500);
            assertThat(now.header("Connection")).isEqualTo("close");
            Got later = server.get("/v1/health/node/n");
            assertThat(later.status()).isEqualTo(500);
            assertThat(later.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void shouldKeepConnectionsAndAnswerPipelinedRequestsInOrder() throws Exception {
        try (TestServer server = new TestServer(); Socket socket = server.open()) {
            server.fakes.value(KvOperations.GET, ENTRY);
            byte[] get = TestServer.request("GET", "/v1/kv/k", null);
            byte[] put = TestServer.request("PUT", "/v1/kv/k", "value");
            byte[] leader = TestServer.request("GET", "/v1/status/leader", null);
            ByteBuffer all = ByteBuffer.allocate(get.length + put.length + leader.length).put(get).put(put).put(leader);
            socket.getOutputStream().write(all.array());
            var in = socket.getInputStream();
            assertThat(TestServer.read(in, "GET").body()).startsWith("[{");
            assertThat(TestServer.read(in, "PUT").body()).isEqualTo("true");
            assertThat(TestServer.read(in, "GET").body()).isEqualTo("\"127.0.0.1:8300\"");
        }
    }

    @Test
    void shouldReadChunkedBodiesFromSlowClients() throws Exception {
        try (TestServer server = new TestServer(); Socket socket = server.open()) {
            var out = socket.getOutputStream();
            for (String part : List.of("PUT /v1/kv/k HTTP/1.1\r\nHo", "st: x\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r",
                    "\nval", "ue\r\n1\r\ns\r\n", "0\r\n\r\n")) {
                out.write(part.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.onSpinWait();
            }
            assertThat(TestServer.read(socket.getInputStream(), "PUT").body()).isEqualTo("true");
            assertThat(((KvOperations.ApplyRequest) server.fakes.last().request()).value()).isEqualTo("values".getBytes());
        }
    }

    @Test
    void shouldAnswerExpectations() throws Exception {
        try (TestServer server = new TestServer(); Socket socket = server.open()) {
            socket.getOutputStream().write(("PUT /v1/kv/k HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                    + "Expect: 100-continue\r\n\r\n").getBytes());
            assertThat(TestServer.line(socket.getInputStream())).startsWith("HTTP/1.1 100");
            TestServer.line(socket.getInputStream());
            socket.getOutputStream().write('v');
            assertThat(TestServer.read(socket.getInputStream(), "PUT").body()).isEqualTo("true");
        }
    }

    @Test
    void shouldHoldNoThreadWhileQueriesWait() throws Exception {
        try (TestServer server = new TestServer()) {
            List<CompletableFuture<Object>> waiting = new CopyOnWriteArrayList<>();
            server.fakes.answer(KvOperations.GET, (request, options) -> {
                assertThat(((ReadOptions) options).minIndex()).isEqualTo(6);
                assertThat(((ReadOptions) options).waitMillis()).isEqualTo(90_000);
                CompletableFuture<Object> future = new CompletableFuture<>();
                waiting.add(future);
                return future;
            });
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Socket socket = server.open();
                socket.getOutputStream().write(TestServer.request("GET", "/v1/kv/k?index=6&wait=1m30s", null));
                sockets.add(socket);
            }
            await().until(() -> waiting.size() == 200);
            assertThat(server.get("/v1/status/leader").status()).isEqualTo(200);
            Answer<KvEntry> answer = new Answer<>(ENTRY, 7, 0, true, Consistency.DEFAULT);
            waiting.forEach(future -> future.complete(answer));
            for (Socket socket : sockets) {
                try (socket) {
                    assertThat(TestServer.read(socket.getInputStream(), "GET").header("X-Consul-Index")).isEqualTo("7");
                }
            }
        }
    }

    @Test
    void shouldLimitConnectionsOfAClient() throws Exception {
        try (TestServer server = new TestServer(new Fakes(), Settings.DEFAULT, 2)) {
            try (Socket first = server.open(); Socket second = server.open()) {
                for (Socket socket : List.of(first, second)) {
                    socket.getOutputStream().write(TestServer.request("GET", "/v1/status/leader", null));
                    assertThat(TestServer.read(socket.getInputStream(), "GET").status()).isEqualTo(200);
                }
                try (Socket third = server.open()) {
                    assertThat(new String(third.getInputStream().readAllBytes())).isEqualTo(
                            "HTTP/1.1 429 Too Many Requests\r\nContent-Type: text/plain\r\nContent-Length: 81\r\n"
                            + "Connection: close\r\n\r\n"
                            + "Your IP is issuing too many concurrent connections, please rate limit your calls\n");
                }
            }
            await().ignoreExceptions().until(() -> server.get("/v1/status/leader").status() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET\r\n\r\n", "GET /v1/kv/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/kv/x HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "PUT /v1/kv/x HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "PUT /v1/kv/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "GET /v1/kv/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /v1/kv/x HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"})
    void shouldAnswerNonsenseWithoutDetails(String request) throws Exception {
        try (TestServer server = new TestServer(); Socket socket = server.open()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("Exception", "jetty", "Jetty", "\tat ", "<html");
            assertThat(answer.substring(9, 10)).isIn("4", "5");
            assertThat(server.get("/v1/status/leader").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseLargeHeaders() throws Exception {
        Fakes fakes = new Fakes();
        Engine engine = new Engine(fakes.services(), Settings.DEFAULT);
        ListenAddress small = new ListenAddress("127.0.0.1:0", 1024, null, null);
        engine.start(Set.of(small), 0);
        try (Socket socket = new Socket("127.0.0.1", engine.port(small))) {
            socket.getOutputStream().write(TestServer.request("GET", "/v1/kv/k", null, "X-Long: " + "y".repeat(2000)));
            assertThat(TestServer.read(socket.getInputStream(), "GET").status()).isEqualTo(431);
        } finally {
            engine.stop();
        }
    }

    @Test
    void shouldListenOnUnixSockets(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("http.sock");
        Engine engine = new Engine(new Fakes().services(), Settings.DEFAULT);
        ListenAddress address = new ListenAddress("unix://" + path, 4096, null,
                new ListenAddress.SocketOwner("", "", "600"));
        engine.start(Set.of(address), 1);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap(TestServer.request("GET", "/v1/status/leader", null)));
            assertThat(TestServer.read(Channels.newInputStream(channel), "GET").status()).isEqualTo(200);
        } finally {
            engine.stop();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldChangeListenersOneByOne() throws Exception {
        try (TestServer server = new TestServer(); Socket kept = server.open()) {
            ListenAddress other = ListenAddress.http("127.0.0.2:0");
            server.engine.apply(Settings.DEFAULT, Set.of(server.address, other), 0);
            int port = server.engine.port(other);
            try (Socket socket = new Socket("127.0.0.2", port)) {
                socket.getOutputStream().write(TestServer.request("GET", "/v1/status/leader", null));
                assertThat(TestServer.read(socket.getInputStream(), "GET").status()).isEqualTo(200);
            }
            server.engine.apply(Settings.DEFAULT, Set.of(server.address), 0);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
                    .isInstanceOf(IOException.class);
            kept.getOutputStream().write(TestServer.request("GET", "/v1/status/leader", null));
            assertThat(TestServer.read(kept.getInputStream(), "GET").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayWhichAddressIsTaken() throws Exception {
        try (TestServer server = new TestServer()) {
            Engine second = new Engine(new Fakes().services(), Settings.DEFAULT);
            ListenAddress same = ListenAddress.http("127.0.0.1:" + server.port);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> second.start(Set.of(same), 0)).hasMessage(
                    "Failed to start HTTP listener on 127.0.0.1:" + server.port + ": address already in use");
        }
    }

    @Test
    void shouldTakeSettingsFromTheNextRequestOn() throws Exception {
        try (TestServer server = new TestServer()) {
            Settings debug = new Settings(List.of(), List.of("/v1/kv/"), List.of(), 1, 1, true, 0, true, true, false, "",
                    "/ui/", true, false, 0);
            server.engine.apply(debug, Set.of(server.address), 0);
            assertThat(server.get("/v1/kv/x").status()).isEqualTo(403);
            Got threads = server.get("/debug/pprof/goroutine?debug=1");
            assertThat(threads.body()).contains("\"http-");
            assertThat(server.get("/v1/status/leader").body()).endsWith("\n");
        }
    }
}
