package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program meets what it should not be given: one line says so, and a running agent goes on. */
class BadInputIT {
    private static final int ROUNDS = 60;
    private static final long SEED = 20261121;

    @TempDir
    private Path work;

    @Test
    void aMalformedConfigurationIsSaidInALine() throws Exception {
        assertThat(failure("-dev", "-config-file=" + file("bad.json", "{\"a\": "))).contains("bad.json: unexpected end of JSON");
        assertThat(failure("-dev", "-config-file=" + file("bad.hcl", "node_name = "))).contains("bad.hcl: ");
        assertThat(failure("-dev", "-config-file=" + file("type.json", "{\"ports\": 7}"))).contains("==> ");
        byte[] noise = new byte[500];
        new Random(SEED).nextBytes(noise);
        Files.write(work.resolve("noise.json"), noise);
        assertThat(failure("-dev", "-config-file=" + work.resolve("noise.json"))).contains("==> ");
    }

    @Test
    void aPortInUseIsSaidInALine() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket dns = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String taken = "127.0.0.1:" + http.getLocalPort();
            assertThat(failure("-dev", "-hcl=addresses { } ports { http = " + http.getLocalPort() + " }"))
                .contains("agent: Error starting agent: error=\"Failed to start HTTP listener on " + taken);
            assertThat(failure("-dev", "-hcl=ports { dns = " + dns.getLocalPort() + " }"))
                .contains("agent: Error starting agent: error=\"DNS cannot listen on udp 127.0.0.1:" + dns.getLocalPort());
        }
    }

    @Test
    void aDataDirThatCannotBeUsedIsSaidInALine() throws Exception {
        Path plain = file("plain", "a file");
        assertThat(failure(server(plain))).contains("==> data_dir ", "is not a directory");
        assertThat(failure(server(plain.resolve("below")))).contains("==> ", plain.toString());
    }

    @Test
    void aDamagedDataDirIsSaidInALineAndStaysAsItIs() throws Exception {
        Path data = work.resolve("data");
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, server(data)).awaitReady()) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> agent.get("/v1/kv/none").statusCode() == 404);
            agent.signal("TERM");
            agent.exitCode(10);
        }
        for (String name : List.of("node-id", "server-id", "log_")) {
            Path victim = find(data, name);
            byte[] before = Files.readAllBytes(victim);
            byte[] noise = new byte[300];
            new Random(SEED).nextBytes(noise);
            Files.write(victim, noise);
            assertThat(failure(server(data))).as(name).containsAnyOf("==> ", "[ERROR] ");
            assertThat(victim).hasBinaryContent(noise);
            Files.write(victim, before);
        }
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, server(data)).awaitReady()) {
            assertThat(agent.isAlive()).isTrue();
        }
    }

    @Test
    void anAgentGoesOnAfterNoiseAtItsPorts() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            Random random = new Random(SEED);
            for (int i = 0; i < ROUNDS; i++) {
                byte[] noise = new byte[1 + random.nextInt(600)];
                random.nextBytes(noise);
                write(agent.port("http"), noise);
                write(agent.port("dns"), noise);
                datagram(agent.port("dns"), noise);
            }
            assertThat(agent.get("/v1/status/leader").statusCode()).isEqualTo(200);
            try (DnsLoad dns = new DnsLoad(agent)) {
                Awaitility.await().until(() -> dns.answered() > 0);
                assertThat(dns.end()).isEmpty();
            }
            assertThat(agent.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void bodiesThatAreTooLargeOrMalformedAreRefused() throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, "-dev").awaitReady()) {
            assertThat(agent.put("/v1/kv/large", "x".repeat(600 * 1024)).statusCode()).isEqualTo(413);
            assertThat(agent.get("/v1/kv/large").statusCode()).isEqualTo(404);
            for (String path : List.of("/v1/agent/service/register", "/v1/agent/check/register", "/v1/catalog/register",
                    "/v1/session/create", "/v1/txn", "/v1/config", "/v1/query")) {
                for (String body : List.of("{", "[]", "7", "\"text\"", "null", "{\"ID\": {}, \"Name\": []}", "\u0000\u0001")) {
                    var answer = agent.put(path, body);
                    assertThat(answer.statusCode()).as(path + " " + body + ": " + answer.body()).isBetween(200, 599);
                    assertThat(answer.body()).as(path + " " + body).doesNotContain("Exception", "\tat ", "io.curia");
                }
            }
            assertThat(agent.get("/v1/catalog/nodes?filter=%28%28%28").statusCode()).isBetween(400, 500);
            assertThat(agent.log()).doesNotContain("\tat ");
        }
    }

    private static String[] server(Path data) {
        return new String[] {"-server", "-bootstrap-expect=1", "-bind=127.0.0.1", "-data-dir=" + data};
    }

    /** The output of an agent that does not start. */
    private String failure(String... arguments) throws Exception {
        try (AgentProcess agent = AgentProcess.start(Distribution.home(), work, arguments)) {
            int code = agent.exitCode(30);
            assertThat(code).as(agent.log()).isOne();
            assertThat(agent.log()).doesNotContain("\tat ", "java.lang.");
            return agent.log();
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(work.resolve(name), text);
    }

    private static Path find(Path data, String name) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(path -> path.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
        }
    }

    private static void write(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
        }
    }

    private static void datagram(int port, byte[] bytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        }
    }
}
