package io.curia.checks.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpCheckTypeTest {
    private final TestContext context = new TestContext();
    private final HttpCheckType type = new HttpCheckType();
    private final List<String> seen = new ArrayList<>();
    private HttpServer server;
    private String base;

    @BeforeEach
    void begin() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 600);
        server.setExecutor(Executors.newCachedThreadPool());
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/status/", exchange -> {
            synchronized (seen) {
                seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length()));
            byte[] body = ("says " + status).getBytes(StandardCharsets.UTF_8);
            boolean empty = status == 204 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.createContext("/chunked", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        server.createContext("/redirect/", exchange -> {
            int left = Integer.parseInt(exchange.getRequestURI().getPath().substring("/redirect/".length()));
            exchange.getResponseHeaders().add("Location", left == 0 ? "/status/200" : "/redirect/" + (left - 1));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
        type.deactivate();
        context.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("checks-http"));
    }

    private Probe open(String url, Duration timeout, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("HTTP", url);
        return type.open(TestContext.spec(timeout, fields), context);
    }

    private ProbeResult probe(String url, Map<String, Object> more) throws Exception {
        return open(url, Duration.ofSeconds(10), more).run().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void shouldJudgeByStatus() throws Exception {
        assertThat(probe(base + "/status/200", Map.of()))
                .isEqualTo(ProbeResult.passing("HTTP GET " + base + "/status/200: 200 OK Output: says 200"));
        assertThat(probe(base + "/status/204", Map.of()))
                .isEqualTo(ProbeResult.passing("HTTP GET " + base + "/status/204: 204 No Content Output: "));
        assertThat(probe(base + "/status/429", Map.of()))
                .isEqualTo(ProbeResult.warning("HTTP GET " + base + "/status/429: 429  Output: says 429"));
        assertThat(probe(base + "/status/500", Map.of())).isEqualTo(
                ProbeResult.critical("HTTP GET " + base + "/status/500: 500 Internal Server Error Output: says 500"));
        assertThat(probe(base + "/status/302", Map.of()).output()).contains(": 302 ").endsWith(" Output: says 302");
    }

    @Test
    void shouldSendWhatIsConfigured() throws Exception {
        probe(base + "/status/200?x=1 2", Map.of("Method", "POST", "Body", "hello", "Header",
                Map.of("x-foo", List.of("bar", "baz"), "Host", List.of("other.example"))));
        probe(base.replace("://", "://u:p@") + "/status/200", Map.of());
        assertThat(probe(base + "/status/200", Map.of("Method", "HEAD")).output()).endsWith("200 OK Output: ");
        assertThat(seen.get(0)).isEqualTo("POST /status/200?x=1%202 [Accept=[text/plain, text/*, */*], Connection=[close], "
                + "Content-length=[5], Host=[other.example], User-agent=[Consul Health Check], X-foo=[bar, baz]] hello");
        assertThat(seen.get(1)).contains("Authorization=[Basic dTpw]").doesNotContain("Content-length");
    }

    @Test
    void shouldFollowTenRedirects() throws Exception {
        assertThat(probe(base + "/redirect/9", Map.of()))
                .isEqualTo(ProbeResult.passing("HTTP GET " + base + "/redirect/9: 200 OK Output: says 200"));
        assertThat(probe(base + "/redirect/10", Map.of()).output()).endsWith(": stopped after 10 redirects");
        assertThat(probe(base + "/redirect/0", Map.of("DisableRedirects", true)).output()).contains(": 302 ").endsWith(" Output: ");
    }

    @Test
    void shouldKeepTheTailOfTheBody() throws Exception {
        String output = probe(base + "/chunked", Map.of()).output();
        assertThat(output).endsWith("line 998\nline 999\n").hasSize(("HTTP GET " + base + "/chunked: 200 OK Output: ").length() + 4096);
    }

    @Test
    void shouldTellErrorsLikeGo() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        String refused = "http://127.0.0.1:" + port + "/health";
        assertThat(probe(refused, Map.of())).isEqualTo(ProbeResult.critical(
                "Get \"" + refused + "\": dial tcp 127.0.0.1:" + port + ": connect: connection refused"));
        assertThat(probe("ftp://x/", Map.of()).output()).isEqualTo("Get \"ftp://x/\": unsupported protocol scheme \"ftp\"");
        assertThat(probe(base, Map.of("Header", Map.of("X", List.of("a\r\nb: c")))).output())
                .isEqualTo("Get \"" + base + "\": net/http: invalid header field value for \"X\"");
    }

    @Test
    void shouldSpeakTls(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=curia", "-storepass", "changeit", "-keystore",
                file.toString(), "-storetype", "PKCS12").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        secure.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("secret".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        secure.start();
        try {
            String url = "https://127.0.0.1:" + secure.getAddress().getPort() + "/";
            assertThat(probe(url, Map.of("TLSSkipVerify", true)))
                    .isEqualTo(ProbeResult.passing("HTTP GET " + url + ": 200 OK Output: secret"));
            assertThat(probe(url, Map.of()))
                    .isEqualTo(ProbeResult.critical("Get \"" + url + "\": x509: certificate signed by unknown authority"));
        } finally {
            secure.stop(0);
        }
    }

    private ProbeResult rawly(String answer) throws Exception {
        boolean silent = answer.isEmpty() || answer.startsWith("HTTP/1.1 200 OK\r\nContent-Length: 9");
        try (ServerSocket raw = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<ProbeResult> result = open("http://127.0.0.1:" + raw.getLocalPort() + "/",
                    Duration.ofSeconds(silent ? 2 : 20), Map.of()).run().toCompletableFuture();
            try (Socket socket = raw.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (silent) {
                    return result.get(10, TimeUnit.SECONDS);
                }
            }
            return result.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldSurviveBadServers() throws Exception {
        assertThat(rawly("").output())
                .endsWith(": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        assertThat(rawly("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(CheckStatus.PASSING);
            assertThat(result.output()).endsWith("200 OK Output: half");
        });
        assertThat(rawly("hello\r\n").output()).endsWith("malformed HTTP response \"hello\"");
        assertThat(rawly("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)).status()).isEqualTo(CheckStatus.CRITICAL);
        assertThat(rawly("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 Fine\r\n\r\nto the end").output())
                .endsWith("200 Fine Output: to the end");
    }

    @Test
    void shouldBeCancelled() throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Probe probe = open("http://127.0.0.1:" + raw.getLocalPort() + "/", Duration.ofSeconds(30), Map.of());
            CompletableFuture<ProbeResult> result = probe.run().toCompletableFuture();
            try (Socket socket = raw.accept()) {
                probe.close();
                assertThat(result).isCompletedExceptionally();
                while (socket.getInputStream().read() >= 0) {
                    continue;
                }
            }
        }
    }

    @Test
    void shouldProbeManyOnOneThread() throws Exception {
        List<CompletableFuture<ProbeResult>> results = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            results.add(open(base + "/status/200", Duration.ofSeconds(20), Map.of()).run().toCompletableFuture());
        }
        for (CompletableFuture<ProbeResult> result : results) {
            assertThat(result.get(20, TimeUnit.SECONDS).status()).isEqualTo(CheckStatus.PASSING);
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("checks-http"))).hasSize(1);
    }
}
