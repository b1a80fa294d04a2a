package io.curia.checks.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DockerCheckTypeTest {
    private final TestContext context = new TestContext();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private ServerSocketChannel daemon;
    private DockerCheckType type;
    private volatile int exit;
    private volatile String output = "";
    private volatile boolean hang;

    @BeforeEach
    void begin(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("d.sock");
        daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "docker-stand-in");
        thread.setDaemon(true);
        thread.start();
        type = new DockerCheckType("unix://" + socket);
    }

    @AfterEach
    void end() throws Exception {
        daemon.close();
        context.close();
    }

    private void serve() {
        while (daemon.isOpen()) {
            try (SocketChannel peer = daemon.accept()) {
                ByteBuffer in = ByteBuffer.allocate(8192);
                peer.read(in);
                String request = new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
                seen.add(request.substring(0, request.indexOf(" HTTP")) + " " + request.substring(request.indexOf("\r\n\r\n") + 4));
                if (hang && request.contains("/start")) {
                    peer.read(ByteBuffer.allocate(1));
                    seen.add("broken off");
                } else {
                    peer.write(ByteBuffer.wrap(answer(request)));
                }
            } catch (IOException e) {
                continue;
            }
        }
    }

    private byte[] answer(String request) throws IOException {
        if (request.contains("/containers/gone/")) {
            return http("404 Not Found", "{\"message\":\"No such container: gone\"}");
        }
        if (request.contains("/start")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (String line : output.split("(?<=\n)")) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                out.write(new byte[] {1, 0, 0, 0, 0, 0, (byte) (bytes.length >> 8), (byte) bytes.length});
                out.write(bytes);
            }
            return out.toByteArray();
        }
        if (request.startsWith("POST")) {
            return ("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Id\"\r\n6\r\n:\"e1\"}\r\n0\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        return http("200 OK", "{\"ProcessConfig\":{\"ExitCode\":9},\"Running\":false,\"ExitCode\":" + exit + "}");
    }

    private static byte[] http(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    private Probe open(String container, Duration timeout, Map<String, Object> more) throws Exception {
        Map<String, Object> fields = new java.util.HashMap<>(more);
        fields.put("DockerContainerID", container);
        fields.putIfAbsent("ScriptArgs", List.of("check", "it \"now\""));
        assertThat(type.claims(TestContext.spec(timeout, fields))).isTrue();
        return type.open(TestContext.spec(timeout, fields), context);
    }

    private ProbeResult probe(Map<String, Object> more) throws Exception {
        return open("c1", Duration.ofSeconds(10), more).run().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void shouldJudgeByExitCode() throws Exception {
        output = "fine\nand well\n";
        assertThat(probe(Map.of())).isEqualTo(ProbeResult.passing("fine\nand well\n"));
        assertThat(seen).containsExactly("POST /containers/c1/exec {\"AttachStdin\":false,\"AttachStdout\":true,"
                + "\"AttachStderr\":true,\"Tty\":false,\"Cmd\":[\"check\",\"it \\\"now\\\"\"]}",
                "POST /exec/e1/start {\"Detach\":false,\"Tty\":false}", "GET /exec/e1/json ");
        exit = 1;
        assertThat(probe(Map.of())).isEqualTo(ProbeResult.warning("fine\nand well\n"));
        exit = 127;
        output = "x".repeat(5000);
        assertThat(probe(Map.of("Shell", "/bin/sh", "ScriptArgs", List.of("a b"))))
                .isEqualTo(ProbeResult.critical("Captured 4096 of 5000 bytes\n...\n" + "x".repeat(4096)));
        assertThat(seen.get(6)).contains("\"Cmd\":[\"/bin/sh\",\"-c\",\"a b\"]");
    }

    @Test
    void shouldTellWhatIsWrong() throws Exception {
        assertThat(open("gone", Duration.ofSeconds(5), Map.of()).run().toCompletableFuture().get(10, TimeUnit.SECONDS).output())
                .isEqualTo("create exec in container gone: status 404: {\"message\":\"No such container: gone\"}");
        type = new DockerCheckType("unix:///no/such.sock");
        assertThat(probe(Map.of()).output()).isEqualTo("dial unix /no/such.sock: connect: no such file or directory");
        type = new DockerCheckType("tcp://127.0.0.1:1");
        assertThat(probe(Map.of()).output()).isEqualTo("dial tcp 127.0.0.1:1: connect: connection refused");
        assertThatThrownBy(() -> open("c1", Duration.ZERO, Map.of("ScriptArgs", List.of())))
                .isInstanceOf(InvalidCheckException.class);
    }

    @Test
    void shouldTimeOutAndBeCancelled() throws Exception {
        hang = true;
        assertThat(open("c1", Duration.ofSeconds(2), Map.of()).run().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(ProbeResult.critical("context deadline exceeded"));
        await().until(() -> seen.contains("broken off"));
        seen.clear();
        Probe probe = open("c1", Duration.ofSeconds(30), Map.of());
        CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
        await().until(() -> seen.size() == 2);
        probe.close();
        assertThat(result.get(10, TimeUnit.SECONDS).output()).isNotBlank();
        await().until(() -> seen.contains("broken off"));
    }
}
