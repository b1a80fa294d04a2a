package io.curia.api.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private volatile String protocol = "";
    private final EventLoop loop = new EventLoop("exchange-test");

    @AfterEach
    void end() {
        loop.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("exchange-test"));
    }

    /** Sends a text and gives back what it was answered. */
    private final class Echo extends Exchange<String> {
        private final String text;
        private final StringBuilder answer = new StringBuilder();

        Echo(String text, Duration timeout) {
            super(loop, timeout);
            this.text = text;
        }

        @Override
        public void connected(Connection connection) throws IOException {
            if (text.equals("crash")) {
                throw new IllegalStateException("own fault");
            }
            protocol = connection.protocol();
            connection.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void received(Connection connection, ByteBuffer data) {
            answer.append(StandardCharsets.UTF_8.decode(data));
            if (answer.length() >= text.length()) {
                complete(answer.toString());
            }
        }

        @Override
        protected String broken(IOException cause) {
            return cause.getMessage();
        }

        @Override
        protected String timedOut() {
            return "timed out";
        }
    }

    private String echo(String text, HostPort target, TlsSettings tls) throws Exception {
        return new Echo(text, LONG).start(target, tls, Runnable::run).get(15, TimeUnit.SECONDS);
    }

    private static ServerSocket serve(ServerSocket server) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
                    in.transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    continue;
                }
            }
        }, "echo-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static ServerSocket plain() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void shouldExchangeData() throws Exception {
        try (ServerSocket server = serve(plain())) {
            assertThat(echo("hello", new HostPort("127.0.0.1", server.getLocalPort()), null)).isEqualTo("hello");
            assertThat(echo("hello", new HostPort("localhost", server.getLocalPort()), null)).isEqualTo("hello");
            String large = "x".repeat(1_000_000);
            assertThat(echo(large, new HostPort("127.0.0.1", server.getLocalPort()), null)).isEqualTo(large);
        }
    }

    @Test
    void shouldTellRefusalLikeGo() throws Exception {
        int port;
        try (ServerSocket server = plain()) {
            port = server.getLocalPort();
        }
        assertThat(echo("x", new HostPort("127.0.0.1", port), null))
                .isEqualTo("dial tcp 127.0.0.1:" + port + ": connect: connection refused");
        assertThat(echo("x", new HostPort("no-such-host.invalid", port), null))
                .isEqualTo("dial tcp: lookup no-such-host.invalid: no such host");
    }

    @Test
    void shouldEndOnTimeOnCloseAndOnOwnFaults() throws Exception {
        try (ServerSocket server = plain()) {
            HostPort target = new HostPort("127.0.0.1", server.getLocalPort());
            assertThat(new Echo("x", Duration.ofMillis(50)).start(target, null, Runnable::run).get(5, TimeUnit.SECONDS))
                    .isEqualTo("timed out");
            Echo closed = new Echo("x", LONG);
            CompletableFuture<String> result = closed.start(target, null, Runnable::run);
            closed.close();
            assertThat(result).isCancelled();
            assertThatThrownBy(() -> echo("crash", target, null)).hasRootCauseMessage("own fault");
            Echo pending = new Echo("x", LONG);
            CompletableFuture<String> ended = pending.start(target, null, Runnable::run);
            try (Socket accepted = server.accept()) {
                loop.close();
                await().until(ended::isDone);
                assertThat(accepted.getInputStream().readAllBytes()).hasSizeLessThanOrEqualTo(1);
            }
            assertThat(new Echo("x", LONG).start(target, null, Runnable::run)).isCompletedExceptionally();
        }
    }

    /** Goes to the same peer twice. */
    private final class Twice extends Exchange<String> {
        private final HostPort target;
        private final CountDownLatch redialled;

        Twice(HostPort target, CountDownLatch redialled) {
            super(loop, LONG);
            this.target = target;
            this.redialled = redialled;
        }

        @Override
        public void connected(Connection connection) throws IOException {
            connection.send(ByteBuffer.wrap(new byte[] {'x'}));
        }

        @Override
        public void received(Connection connection, ByteBuffer data) {
            if (redialled.getCount() == 0) {
                complete("twice");
                return;
            }
            redial(target, null, Runnable::run);
            redialled.countDown();
        }

        @Override
        protected String broken(IOException cause) {
            return cause.getMessage();
        }

        @Override
        protected String timedOut() {
            return "timed out";
        }
    }

    @Test
    void shouldGoOnElsewhereHoweverSoonTheAnswerComes() throws Exception {
        try (ServerSocket server = serve(plain())) {
            HostPort target = new HostPort("localhost", server.getLocalPort());
            CountDownLatch redialled = new CountDownLatch(1);
            CompletableFuture<String> result = new Twice(target, redialled).start(target, null, task -> {
                task.run();
                if (!loop.inLoop()) {
                    // the thread that starts it comes no further until the answer is there
                    try {
                        assertThat(redialled.await(2, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            assertThat(result.get(15, TimeUnit.SECONDS)).isEqualTo("twice");
        }
    }

    @Test
    void shouldSpeakTls(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=curia", "-ext", "san=dns:curia.test", "-storepass",
                "changeit", "-keystore", file.toString(), "-storetype", "PKCS12").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket secure = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secure.setSSLParameters(parameters);
        try (ServerSocket server = serve(secure); ServerSocket other = serve(plain())) {
            HostPort target = new HostPort("127.0.0.1", server.getLocalPort());
            String large = "y".repeat(300_000);
            assertThat(echo(large, target, new TlsSettings(context, "curia.test", false, List.of()))).isEqualTo(large);
            TlsSettings trusting = new TlsSettings(null, "", true, List.of("h2"));
            for (int i = 0; i < 3; i++) {
                assertThat(echo("x", target, trusting)).isEqualTo("x");
                assertThat(protocol).isEqualTo("h2");
            }
            assertThat(echo("x", target, new TlsSettings(null, "curia.test", false, List.of())))
                    .isEqualTo("x509: certificate signed by unknown authority");
            assertThat(echo("x", target, new TlsSettings(context, "other.test", false, List.of())))
                    .isEqualTo("x509: certificate is not valid for any names, but wanted to match other.test");
            assertThat(echo("x", new HostPort("127.0.0.1", other.getLocalPort()), new TlsSettings(null, "", true, List.of())))
                    .startsWith("tls: ");
        }
    }
}
