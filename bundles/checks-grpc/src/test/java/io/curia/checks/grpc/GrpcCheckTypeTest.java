package io.curia.checks.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcCheckTypeTest {
    private final TestContext context = new TestContext();
    private final GrpcCheckType type = new GrpcCheckType();
    private final Server server = new Server();
    private String address;
    private volatile String seen = "";

    @BeforeEach
    void begin() throws Exception {
        ServerConnector connector = new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration()));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                ByteBuffer body = Content.Source.asByteBuffer(request);
                String service = body.remaining() <= 7 ? "" : new String(body.array(), body.arrayOffset() + body.position() + 7,
                        body.remaining() - 7, java.nio.charset.StandardCharsets.UTF_8);
                seen = request.getMethod() + " " + request.getHttpURI().getPath() + " " + service + " "
                        + request.getHeaders().get("content-type") + " " + request.getHeaders().get("te");
                return answer(service, response, callback);
            }
        });
        server.start();
        address = "127.0.0.1:" + connector.getLocalPort();
    }

    private static boolean answer(String service, Response response, Callback callback) {
        if (service.equals("http")) {
            response.setStatus(503);
            callback.succeeded();
            return true;
        }
        response.getHeaders().put("content-type", "application/grpc");
        if (service.equals("absent")) {
            response.getHeaders().put("grpc-status", "5").put("grpc-message", "unknown service%21");
            callback.succeeded();
            return true;
        }
        response.setTrailersSupplier(() -> HttpFields.build().put("grpc-status", "0").put("grpc-message", ""));
        int status = service.equals("ill") ? 2 : 1;
        response.write(true, ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 2, 8, (byte) status}), callback);
        return true;
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
        type.deactivate();
        context.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("checks-grpc"));
    }

    private Probe open(String target, Duration timeout, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("GRPC", target);
        return type.open(TestContext.spec(timeout, fields), context);
    }

    private ProbeResult probe(String target) throws Exception {
        return open(target, Duration.ofSeconds(10), Map.of()).run().toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void shouldTellWhatTheServerSays() throws Exception {
        assertThat(probe(address)).isEqualTo(ProbeResult.passing("gRPC check " + address + ": success"));
        assertThat(seen).isEqualTo("POST /grpc.health.v1.Health/Check  application/grpc trailers");
        String named = address + "/a.b/C";
        assertThat(probe(named)).isEqualTo(ProbeResult.passing("gRPC check " + named + ": success"));
        assertThat(seen).contains(" a.b/C ");
        assertThat(probe(address + "/ill"))
                .isEqualTo(ProbeResult.critical("gRPC " + address + "/ill serving status: NOT_SERVING"));
        assertThat(probe(address + "/absent").output()).isEqualTo("rpc error: code = NotFound desc = unknown service!");
        assertThat(probe(address + "/http").output()).startsWith("rpc error: code = Unavailable desc = unexpected HTTP status");
    }

    @Test
    void shouldTellWhyItCannotAsk() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        assertThat(probe("127.0.0.1:" + port).output()).isEqualTo("rpc error: code = Unavailable desc = connection error: desc = "
                + "\"transport: Error while dialing dial tcp 127.0.0.1:" + port + ": connect: connection refused\"");
        assertThat(probe("nowhere").output()).contains("missing port in address");
        assertThat(open(address, Duration.ofSeconds(5), Map.of("GRPCUseTLS", true)).run().toCompletableFuture()
                .get(10, TimeUnit.SECONDS).output()).startsWith("rpc error: code = Unavailable desc = connection error");
    }

    @Test
    void shouldTimeOutSurviveNonsenseAndBeCancelled() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String target = "127.0.0.1:" + silent.getLocalPort();
            CompletableFuture<ProbeResult> slow = open(target, Duration.ofMillis(100), Map.of()).run().toCompletableFuture();
            assertThat(slow.get(5, TimeUnit.SECONDS).output())
                    .isEqualTo("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
            silent.accept().close();
            CompletableFuture<ProbeResult> fooled = open(target, Duration.ofSeconds(20), Map.of()).run().toCompletableFuture();
            try (Socket socket = silent.accept()) {
                socket.getInputStream().read(new byte[100]);
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                assertThat(fooled.get(5, TimeUnit.SECONDS).output()).contains("frame too large");
            }
            Probe cancelled = open(target, Duration.ofSeconds(20), Map.of());
            CompletableFuture<ProbeResult> result = cancelled.run().toCompletableFuture();
            cancelled.close();
            assertThat(result).isCompletedExceptionally();
        }
    }
}
