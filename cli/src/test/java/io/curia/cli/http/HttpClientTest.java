package io.curia.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.cli.FakeAgent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HttpClientTest {

    private static HttpClient client(String address) throws Exception {
        return new HttpClient(Endpoint.parse(address, false), null, Map.of("X-Consul-Token", "t"));
    }

    @Test
    void readsBodiesOfKnownLengthAndInChunks() throws Exception {
        for (boolean chunked : new boolean[] {false, true}) {
            byte[] body = "h\u00e9llo world".getBytes(StandardCharsets.UTF_8);
            try (FakeAgent agent = new FakeAgent(request -> new FakeAgent.Reply(200, Map.of("X-Consul-Index", "9"), body, chunked))) {
                Answer answer = client(agent.address()).send("GET", "/v1/x?a=b", null);
                assertThat(answer.header("x-consul-index")).isEqualTo("9");
                assertThat(answer.text()).isEqualTo("h\u00e9llo world");
                assertThat(agent.last().target()).isEqualTo("/v1/x?a=b");
                assertThat(agent.last().headers()).containsEntry("X-Consul-Token", "t").containsEntry("Host", agent.address());
            }
        }
    }

    @Test
    void readsABodyUpToTheEndOfTheConnectionAndSkipsInterimAnswers() throws Exception {
        Answer answer = answered("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\nall there is");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("all there is");
    }

    @Test
    void noticesABodyThatIsCutShort() throws Exception {
        assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour").bytes())
            .isInstanceOf(IOException.class).hasMessage("unexpected EOF");
        assertThatThrownBy(() -> answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").bytes())
            .hasMessage("malformed chunked encoding");
    }

    @Test
    void tellsOfAnAgentThatSaysNothingOrNonsense() {
        assertThatThrownBy(() -> answered("")).hasMessageStartingWith("Get \"http://127.0.0.1:").hasMessageEndingWith("/v1/x\": EOF");
        assertThatThrownBy(() -> answered("SSH-2.0-x\r\n")).hasMessageEndingWith("malformed HTTP response \"SSH-2.0-x\"");
    }

    @Test
    void sendsABodyFromAStream() throws Exception {
        try (FakeAgent agent = new FakeAgent(request -> FakeAgent.Reply.text(200, ""))) {
            byte[] data = new byte[50_000];
            client(agent.address()).send("PUT", "/v1/snapshot", new ByteArrayInputStream(data), data.length).close();
            assertThat(agent.last().body()).hasSize(50_000);
        }
    }

    @Test
    void talksThroughAUnixSocket(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (SocketChannel channel = server.accept()) {
                    channel.read(ByteBuffer.allocate(10_000));
                    channel.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII)));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(client("unix://" + path).send("GET", "/v1/x", null).text()).isEqualTo("ok");
            served.join();
        }
        assertThatThrownBy(() -> client("unix://" + folder + "/none").send("GET", "/v1/x", null))
            .hasMessageEndingWith("dial unix " + folder + "/none: connect: no such file or directory");
    }

    @Test
    void canBeCutOffFromAnotherThread() throws Exception {
        CompletableFuture<FakeAgent.Reply> never = new CompletableFuture<>();
        try (FakeAgent agent = new FakeAgent(request -> never.get())) {
            Call call = new Call();
            HttpClient client = client(agent.address());
            CompletableFuture<Boolean> failed = CompletableFuture.supplyAsync(() -> {
                try {
                    client.send("GET", "/v1/x", null, call);
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            org.awaitility.Awaitility.await().until(() -> !agent.requests().isEmpty());
            call.cut();
            assertThat(failed.join()).isTrue();
            assertThat(call.isCut()).isTrue();
        }
    }

    @Test
    void readsAddresses() throws Exception {
        assertThat(Endpoint.parse("host", false).port()).isEqualTo(80);
        assertThat(Endpoint.parse("host:1", true).tls()).isTrue();
        assertThat(Endpoint.parse("http://host:1/", true).tls()).isFalse();
        assertThat(Endpoint.parse("https://host", false).port()).isEqualTo(443);
        assertThat(Endpoint.parse("[::1]:8500", false).host()).isEqualTo("::1");
        assertThat(Endpoint.parse("unix:///a/b", false).socketPath()).isEqualTo("/a/b");
        assertThatThrownBy(() -> Endpoint.parse("ftp://x", false)).hasMessageContaining("Unknown protocol scheme: ftp");
    }

    @Test
    void escapesQueriesAndPaths() {
        assertThat(new Query().set("b", "x y&\u00e9").set("a", "").add("b", "/")).hasToString("?a=&b=x+y%26%C3%A9&b=%2F");
        assertThat(Query.path("a b/c?d%\u00e9:=")).isEqualTo("a%20b/c%3Fd%25%C3%A9:=");
        assertThat(Query.segment("a/b")).isEqualTo("a%2Fb");
    }

    private static Answer answered(String raw) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = server.accept()) {
                    int ends = 0;
                    while (ends < 4) {
                        int c = socket.getInputStream().read();
                        ends = c == '\r' || c == '\n' ? ends + 1 : 0;
                    }
                    socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try {
                return client("127.0.0.1:" + server.getLocalPort()).send("GET", "/v1/x", null);
            } finally {
                served.join();
            }
        }
    }
}
