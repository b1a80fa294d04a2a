package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Addresses;
import io.curia.rpc.tls.AgentTls;
import io.curia.rpc.tls.TlsPolicy;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static final byte[] BODY = {(byte) 0xA2, 'h', 'i'};

    @TempDir
    static Path dir;
    private static TestCertificates certificates;
    private static TestCertificates strangers;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(Files.createDirectory(dir.resolve("ours")));
        certificates.issue("server", "server.dc1.consul");
        certificates.issue("client", "client.dc1.consul");
        strangers = new TestCertificates(Files.createDirectory(dir.resolve("theirs")));
        strangers.issue("server", "server.dc1.consul");
    }

    private static AgentTls tls(TestCertificates from, String name, boolean incoming, boolean outgoing, boolean hostname)
            throws IOException {
        return new AgentTls(policy(from, name, incoming, outgoing, hostname, ""), System::nanoTime);
    }

    private static TlsPolicy policy(TestCertificates from, String name, boolean incoming, boolean outgoing,
            boolean hostname, String suites) {
        return new TlsPolicy(from.file("ca.pem"), "", from.file(name + ".pem"), from.file(name + "-key.pem"), "tls12", suites,
                incoming, outgoing, hostname, "dc1", "consul.");
    }

    private static TestServer agent(AgentTls tls) throws IOException {
        TestServer agent = new TestServer("dc1", tls);
        agent.handler.set(TestServer.echo());
        agent.lanes.serve((lane, request) -> CompletableFuture.completedFuture(request));
        return agent;
    }

    private static byte[] call(TestServer from, TestServer to, byte[] body) throws Exception {
        return from.client.call(to.target(), "Status.Ping", body, 10_000).get(20, TimeUnit.SECONDS);
    }

    private static void assertUnreachable(TestServer from, TestServer to) {
        assertThatThrownBy(() -> call(from, to, BODY)).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(RpcException.class);
    }

    @Test
    void shouldCallWithCertificatesOnBothSides() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true));
                TestServer client = agent(tls(certificates, "client", true, true, true))) {
            assertThat(call(client, server, BODY)).isEqualTo(BODY);
            byte[] large = new byte[5 << 20];
            Arrays.fill(large, (byte) 7);
            ByteBuffer.wrap(large).put((byte) 0xDB).putInt(large.length - 5);
            assertThat(call(client, server, large)).isEqualTo(large);
        }
    }

    @Test
    void shouldCallMeanwhileManyTimes() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true));
                TestServer client = agent(tls(certificates, "client", true, true, true))) {
            CompletableFuture<?>[] calls = new CompletableFuture<?>[2000];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = client.client.call(server.target(), "Status.Ping", BODY, 20_000);
            }
            CompletableFuture.allOf(calls).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldUseTlsWhenTheTargetSaysSo() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, false, false));
                TestServer client = agent(tls(certificates, "client", false, false, false))) {
            assertUnreachable(client, server);
            RpcTarget target = new RpcTarget("dc1", "server", Addresses.text(server.address()), true);
            assertThat(client.client.call(target, "Status.Ping", BODY, 10_000).get(20, TimeUnit.SECONDS)).isEqualTo(BODY);
        }
    }

    @Test
    void shouldCarrySnapshotsAndTheirHalfClose() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true))) {
            byte[] archive = new byte[3_000_000];
            Arrays.fill(archive, (byte) 9);
            assertThat(server.client.snapshot(server.target(), BODY, archive, 30_000).get(30, TimeUnit.SECONDS).archive())
                    .isEqualTo(archive);
        }
    }

    @Test
    void shouldRefuseAServerThatIsNone() throws Exception {
        try (TestServer server = agent(tls(certificates, "client", true, true, true));
                TestServer client = agent(tls(certificates, "client", true, true, true));
                TestServer trusting = agent(tls(certificates, "client", true, true, false))) {
            assertUnreachable(client, server);
            assertThat(call(trusting, server, BODY)).isEqualTo(BODY);
        }
    }

    @Test
    void shouldRefuseStrangersAndPlainText() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true));
                TestServer stranger = agent(tls(strangers, "server", true, true, true));
                TestServer plain = agent(Plain.tls())) {
            assertUnreachable(stranger, server);
            assertUnreachable(server, stranger);
            assertUnreachable(plain, server);
            assertUnreachable(server, plain);
        }
    }

    @Test
    void shouldCarryConsensusBetweenServersOnly() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true));
                TestServer other = agent(tls(certificates, "server", true, true, true));
                TestServer client = agent(tls(certificates, "client", true, true, true))) {
            String address = Addresses.text(server.address());
            ByteBuffer request = ByteBuffer.allocate(1 << 20).putInt(0, 42);
            assertThat(other.lanes.call(address, Lane.LOG, request, 10_000).get(20, TimeUnit.SECONDS)).isEqualTo(request);
            assertThatThrownBy(() -> client.lanes.call(address, Lane.LOG, request, 10_000).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldTakeNativeTlsWithAProtocolByName() throws Exception {
        AgentTls tls = tls(certificates, "server", true, true, true);
        try (TestServer server = agent(tls); SSLSocket socket = socket(server, "consul/rpc-single")) {
            socket.startHandshake();
            byte[] request = {(byte) 0x82, (byte) 0xA3, 'S', 'e', 'q', 5, (byte) 0xAD, 'S', 'e', 'r', 'v', 'i', 'c', 'e', 'M', 'e',
                't', 'h', 'o', 'd', (byte) 0xA1, 'm', 9};
            socket.getOutputStream().write(request);
            byte[] answer = socket.getInputStream().readNBytes(request.length + 7);
            assertThat(answer[0]).isEqualTo((byte) 0x83);
            assertThat(answer[answer.length - 1]).isEqualTo((byte) 9);
        }
    }

    @Test
    void shouldCarryGrpcInsideTls() throws Exception {
        TestSource source = new TestSource();
        try (TestServer server = agent(tls(certificates, "server", true, true, true))) {
            server.handler.set(source);
            try (GrpcPeer byName = new GrpcPeer(socket(server, "consul/rpc-grpc"))) {
                byName.hello();
                assertAnswers(byName, source);
            }
            Socket plain = new Socket("127.0.0.1", server.address().getPort());
            plain.getOutputStream().write(3);
            SSLSocket inside = (SSLSocket) context().getSocketFactory().createSocket(plain, "server.dc1.consul", 0, true);
            try (GrpcPeer byByte = new GrpcPeer(inside)) {
                byByte.send("08");
                byByte.hello();
                assertAnswers(byByte, source);
            }
        }
    }

    private static void assertAnswers(GrpcPeer peer, TestSource source) throws Exception {
        peer.call(1, GrpcPeer.FIELDS, "0801");
        TestSource.Call call = source.calls.poll(20, TimeUnit.SECONDS);
        byte[] large = new byte[40_000];
        call.answer(large);
        int bytes = 0;
        while (bytes < large.length + 5) {
            bytes += peer.next(0).payload().length() / 2;
        }
        call.complete();
        assertThat(peer.next(1).payload()).isEqualTo(GrpcPeer.STATUS_0);
    }

    @Test
    void shouldRefuseNativeTlsWithoutAKnownProtocol() throws Exception {
        try (TestServer server = agent(tls(certificates, "server", true, true, true));
                SSLSocket socket = socket(server, "h2")) {
            assertThatThrownBy(() -> {
                socket.startHandshake();
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("closed");
                }
            }).isInstanceOf(IOException.class);
        }
    }

    private static SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        javax.net.ssl.KeyManagerFactory keys = javax.net.ssl.KeyManagerFactory.getInstance("SunX509");
        keys.init(io.curia.api.net.Pem.keyStore(certificates.file("client.pem"), certificates.file("client-key.pem")), new char[0]);
        javax.net.ssl.TrustManagerFactory trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        trust.init(io.curia.api.net.Pem.trustStore(io.curia.api.net.Pem.authorities(certificates.file("ca.pem"), "")));
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static SSLSocket socket(TestServer server, String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", server.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(java.util.List.of(new SNIHostName("server.dc1.consul")));
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    void shouldCloseWhatAsksForTlsWithoutItOrTheWrongKind() throws Exception {
        try (TestServer server = agent(Plain.tls())) {
            for (int first : new int[] {3, 7, 0x16}) {
                try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
                    socket.getOutputStream().write(first);
                    assertThat(endOf(socket)).isTrue();
                }
            }
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Test
    void shouldUseChangedFilesAndKeepTheOldOnesWhenTheyAreBroken() throws Exception {
        Path own = Files.createDirectory(dir.resolve("own"));
        for (String file : new String[] {"ca.pem", "server.pem", "server-key.pem"}) {
            Files.copy(Path.of(strangers.file(file)), own.resolve(file));
        }
        AtomicLong clock = new AtomicLong();
        AgentTls tls = new AgentTls(new TlsPolicy(own.resolve("ca.pem").toString(), "", own.resolve("server.pem").toString(),
                own.resolve("server-key.pem").toString(), "tls12", "", true, true, true, "dc1", "consul."), clock::get);
        try (TestServer server = agent(tls); TestServer client = agent(tls(certificates, "client", true, true, true))) {
            assertUnreachable(client, server);
            for (String file : new String[] {"ca.pem", "server.pem", "server-key.pem"}) {
                Files.copy(Path.of(certificates.file(file)), own.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                Files.setLastModifiedTime(own.resolve(file), FileTime.fromMillis(1_000_000));
            }
            clock.addAndGet(2_000_000_000L);
            assertThat(call(client, server, BODY)).isEqualTo(BODY);

            Files.writeString(own.resolve("server.pem"), "garbage");
            clock.addAndGet(2_000_000_000L);
            try (TestServer another = agent(tls(certificates, "client", true, true, true))) {
                assertThat(call(another, server, BODY)).isEqualTo(BODY);
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongWithThePolicy() throws Exception {
        assertThatThrownBy(() -> new AgentTls(new TlsPolicy("", "", "", "", "tls12", "", true, false, false, "dc1", "consul"),
                System::nanoTime)).hasMessageContaining("VerifyIncoming set, and no CA certificate provided!");
        assertThatThrownBy(() -> new AgentTls(new TlsPolicy("", "", "", "", "tls12", "", false, true, false, "dc1", "consul"),
                System::nanoTime)).hasMessageContaining("VerifyOutgoing set, and no CA certificate provided!");
        assertThatThrownBy(() -> new AgentTls(new TlsPolicy("/nowhere/ca.pem", "", "", "", "tls12", "", false, true, false, "dc1",
                "consul"), System::nanoTime)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> new AgentTls(policy(certificates, "server", true, true, true, "TLS_NONE"), System::nanoTime))
                .hasMessageContaining("unsupported cipher suite \"TLS_NONE\"");
    }

    @Test
    void shouldKeepToTheCipherSuitesChosen() throws Exception {
        AgentTls tls = new AgentTls(policy(certificates, "server", true, true, true,
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"), System::nanoTime);
        try (TestServer server = agent(tls); TestServer client = agent(tls)) {
            assertThat(call(client, server, BODY)).isEqualTo(BODY);
        }
    }
}
