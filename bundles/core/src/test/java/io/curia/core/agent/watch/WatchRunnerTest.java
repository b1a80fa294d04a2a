package io.curia.core.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.core.agent.ManualScheduler;
import io.curia.core.codec.GoJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchRunnerTest {
    @TempDir
    private Path dir;

    private final ManualScheduler time = new ManualScheduler();
    private final GoJson codec = new GoJson();
    private final Source source = new Source();
    private final List<String> told = new ArrayList<>();

    private WatchRunner start(String json, WatchMemory memory) {
        WatchSpec watch = WatchSpec.of(codec.<Map<?, ?>>parse(json.getBytes(StandardCharsets.UTF_8), Object.class, false));
        WatchRunner runner = new WatchRunner(json, watch, new WatchQuery(source, null), codec, () -> "tok", time, time,
                memory, new WatchRunner.Teller() {
                    @Override
                    public void tell(WatchSpec spec, long index, byte[] line) {
                        told.add(index + " " + new String(line, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void close() { }
                });
        runner.start();
        time.settle();
        return runner;
    }

    private static KvEntry entry(String value, long index) {
        return new KvEntry(0, "foo", 0, value.getBytes(StandardCharsets.UTF_8), "", 5, index);
    }

    private void answer(long index, Object value) {
        source.answer(index, value);
        time.settle();
    }

    @Test
    void tellsTheFirstValueAndEveryChangeInTheClientsShape() {
        start("{\"type\": \"key\", \"key\": \"foo\", \"args\": [\"x\"]}", WatchMemory.NONE);
        assertThat(source.options.token()).isEqualTo("tok");
        assertThat(source.options.minIndex()).isZero();
        answer(3, null);
        assertThat(source.options.minIndex()).isEqualTo(3);
        answer(7, entry("bar", 7));
        answer(9, entry("bar", 7));
        assertThat(told).containsExactly("3 null\n",
                "7 {\"Key\":\"foo\",\"CreateIndex\":5,\"ModifyIndex\":7,\"LockIndex\":0,\"Flags\":0,\"Value\":\"YmFy\","
                        + "\"Session\":\"\"}\n");
        assertThat(source.options.minIndex()).isEqualTo(9);
    }

    @Test
    void anIndexThatGoesBackStartsAnew() {
        start("{\"type\": \"key\", \"key\": \"foo\", \"args\": [\"x\"]}", WatchMemory.NONE);
        answer(7, entry("bar", 7));
        answer(2, entry("old", 2));
        assertThat(source.options.minIndex()).isZero();
        assertThat(told).hasSize(2);
    }

    @Test
    void triesAgainLaterAndLaterAfterFailures() {
        start("{\"type\": \"key\", \"key\": \"foo\", \"args\": [\"x\"]}", WatchMemory.NONE);
        for (long pause : new long[] {5, 20, 45, 80, 125, 180, 180}) {
            int asked = source.asked;
            source.fail();
            time.advance(pause * 1000 - 1);
            assertThat(source.asked).isEqualTo(asked);
            time.advance(1);
            assertThat(source.asked).isEqualTo(asked + 1);
        }
    }

    @Test
    void aRestartDoesNotTellWhatHasBeenTold() {
        String json = "{\"type\": \"key\", \"key\": \"foo\", \"args\": [\"x\"]}";
        start(json, new FileWatchMemory(dir, codec)).close();
        start(json, new FileWatchMemory(dir, codec));
        answer(7, entry("bar", 7));
        start(json, new FileWatchMemory(dir, codec));
        answer(7, entry("bar", 7));
        assertThat(told).hasSize(1);
        answer(8, entry("baz", 8));
        assertThat(told).hasSize(2);
    }

    @Test
    void servicesHaveTheClientsShapeToo() {
        start("{\"type\": \"service\", \"service\": \"web\", \"tag\": \"t\", \"passingonly\": true, \"args\": [\"x\"]}",
                WatchMemory.NONE);
        assertThat(source.request.toString()).contains("tags=[t]", "passingOnly=true");
        answer(4, List.of(new CheckServiceNode(new Node("", "n", "10.0.0.1", "dc1", null, null, 1, 1),
                new NodeService("", "web", "web", List.of(), "", null, null, 1, "", Weights.DEFAULT, false, Proxy.NONE,
                        ServiceConnect.NONE, 4, 4), List.of())));
        assertThat(told.get(0)).contains("\"Service\":{\"ID\":\"web\",\"Service\":\"web\",\"Tags\":[],\"Meta\":null,"
                + "\"Port\":1,\"Address\":\"\",\"Weights\":{\"Passing\":1,\"Warning\":1},\"EnableTagOverride\":false,"
                + "\"CreateIndex\":4,\"ModifyIndex\":4,\"Proxy\":{\"MeshGateway\":{},\"Expose\":{}},\"Connect\":{}}");
    }

    @Test
    void aClosedWatchAsksNoMore() {
        WatchRunner runner = start("{\"type\": \"nodes\", \"args\": [\"x\"]}", WatchMemory.NONE);
        runner.close();
        answer(4, List.of());
        assertThat(told).isEmpty();
        assertThat(source.asked).isEqualTo(1);
    }

    @Test
    void aReloadLeavesUnchangedWatchesRunning() {
        Watches watches = new Watches(source, null, codec, () -> "", time, time, WatchMemory.NONE);
        watches.configure(new String[] {"{\"type\": \"nodes\", \"args\": [\"true\"]}"});
        watches.configure(new String[] {"{\"type\": \"nodes\", \"args\": [\"true\"]}",
            "{\"type\": \"services\", \"args\": [\"true\"]}"});
        assertThat(source.asked).isEqualTo(2);
        watches.configure(new String[0]);
        watches.close();
    }

    @Test
    void programsGetTheValueAndTheIndex() throws Exception {
        Path out = dir.resolve("out");
        WatchSpec watch = WatchSpec.of(Map.of("type", "key", "key", "k", "args",
                List.of("sh", "-c", "cat > " + out + "; echo \" $CONSUL_INDEX\" >> " + out)));
        new ScriptHandler().call(watch, 42, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(out)).isEqualTo("{} 42\n");
        new ScriptHandler().call(WatchSpec.of(Map.of("type", "key", "key", "k", "handler", "cat > " + out)), 1,
                "shell".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(out)).isEqualTo("shell");
    }

    @Test
    void endpointsGetTheValueAndTheIndex() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            Thread thread = new Thread(() -> seen.completeAsync(() -> serve(server)));
            thread.setDaemon(true);
            thread.start();
            WatchSpec watch = WatchSpec.of(Map.of("type", "key", "key", "k", "handler_type", "http",
                    "http_handler_config", Map.of("path", "http://127.0.0.1:" + server.getLocalPort() + "/hook?x=1",
                            "header", Map.of("X-Hook", List.of("yes")), "timeout", "5s")));
            HttpHandler.call(watch.http(), 42, "{}\n".getBytes(StandardCharsets.UTF_8));
            await().until(seen::isDone);
            assertThat(seen.join()).startsWith("POST /hook?x=1 HTTP/1.1\r\n").contains("X-Hook: yes\r\n",
                    "X-Consul-Index: 42\r\n", "User-Agent: Go-http-client/1.1\r\n", "Content-Type: application/json\r\n")
                    .endsWith("\r\n\r\n{}\n");
        }
    }

    private static String serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("{}\n")) {
                request.append((char) in.read());
            }
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(
                    StandardCharsets.US_ASCII));
            return request.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers when the test says so. */
    private static final class Source implements Dispatcher {
        private CompletableFuture<Answer<Object>> pending;
        private ReadOptions options;
        private Object request;
        private int asked;

        void answer(long index, Object value) {
            pending.complete(new Answer<>(value, index, 0, true, Consistency.DEFAULT));
        }

        void fail() {
            pending.completeExceptionally(new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader"));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q given, ReadOptions with) {
            asked++;
            options = with;
            request = given;
            pending = new CompletableFuture<>();
            return (CompletableFuture<Answer<R>>) (CompletableFuture<?>) pending;
        }

        @Override
        public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q given, WriteOptions with) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long storeIndex() {
            return 1;
        }
    }
}
