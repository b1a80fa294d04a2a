package io.curia.checks.h2ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class H2PingCheckTypeTest {
    private final TestContext context = new TestContext();
    private final H2PingCheckType type = new H2PingCheckType();

    @AfterEach
    void end() {
        type.deactivate();
        context.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("checks-h2ping"));
    }

    private Probe open(String address, Duration timeout, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("H2PING", address);
        return type.open(TestContext.spec(timeout, fields), context);
    }

    private ProbeResult probe(String address, Duration timeout, Map<String, Object> more) throws Exception {
        return open(address, timeout, more).run().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void shouldPing() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration()));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        try {
            String address = "127.0.0.1:" + connector.getLocalPort();
            assertThat(probe(address, Duration.ofSeconds(10), Map.of("H2PingUseTLS", false)))
                    .isEqualTo(ProbeResult.passing("HTTP2 ping was successful"));
            assertThat(probe(address, Duration.ofSeconds(10), Map.of("TLSSkipVerify", true)).output())
                    .startsWith("Failed to dial to " + address + ": ");
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldTellWhatIsWrong() throws Exception {
        String address;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            address = "127.0.0.1:" + silent.getLocalPort();
            assertThat(probe(address, Duration.ofSeconds(2), Map.of("H2PingUseTLS", false)).output())
                    .isEqualTo("HTTP2 ping failed: context deadline exceeded");
            assertThat(probe(address, Duration.ofSeconds(2), Map.of()).output())
                    .isEqualTo("Failed to dial to " + address + ": dial tcp " + address + ": i/o timeout");
            Probe cancelled = open(address, Duration.ofSeconds(20), Map.of("H2PingUseTLS", false));
            CompletableFuture<ProbeResult> result = cancelled.run().toCompletableFuture();
            cancelled.close();
            assertThat(result).isCompletedExceptionally();
        }
        assertThat(probe(address, Duration.ofSeconds(5), Map.of("H2PingUseTLS", false)).output())
                .isEqualTo("Failed to dial to " + address + ": dial tcp " + address + ": connect: connection refused");
    }
}
