package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcHandler;
import io.curia.testkit.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a peer of another make sends and gets, byte by byte, and what the ill-meaning get. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class PortTest {
    /** {Seq: 1, ServiceMethod: "Status.Ping"} and the body {}, as Go's codec writes them. */
    private static final String REQUEST = "82a353657101ad536572766963654d6574686f64ab5374617475732e50696e6780";
    private static final String RESPONSE = "83a54572726f72a0a353657101ad536572766963654d6574686f64ab5374617475732e50696e6780";

    private final AtomicReference<CompletableFuture<byte[]>> held = new AtomicReference<>();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer("dc1", 10, 2000, 1000, Plain.tls());
        server.handler.set(TestServer.echo());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String read(Socket socket, int count) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(count));
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private void hold() {
        server.handler.set(new RpcHandler() {
            @Override
            public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
                held.set(new CompletableFuture<>());
                return held.get();
            }

            @Override
            public CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void shouldServeOneCallAfterAnother() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes("00" + REQUEST));
            assertThat(read(socket, RESPONSE.length() / 2)).isEqualTo(RESPONSE);
            socket.getOutputStream().write(bytes(REQUEST + REQUEST.replace("a353657101", "a353657102")));
            assertThat(read(socket, RESPONSE.length())).isEqualTo(RESPONSE + RESPONSE.replace("a353657101", "a353657102"));
        }
    }

    @Test
    void shouldAnswerPipelinedCallsInOrderWhenTheFirstTakesTime() throws Exception {
        hold();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes("00" + REQUEST + REQUEST.replace("a353657101", "a353657102")));
            await().until(() -> held.get() != null);
            CompletableFuture<byte[]> first = held.get();
            first.complete(bytes("c3"));
            await().until(() -> held.get() != first);
            held.get().complete(bytes("c2"));
            String answers = read(socket, RESPONSE.length());
            assertThat(answers).startsWith(RESPONSE.substring(0, RESPONSE.length() - 2) + "c3").endsWith("c2");
        }
    }

    @Test
    void shouldCancelWhatACallerNoLongerWaitsFor() throws Exception {
        hold();
        Socket socket = connect();
        socket.getOutputStream().write(bytes("00" + REQUEST));
        await().until(() -> held.get() != null);
        socket.close();
        await().until(() -> held.get().isCancelled());
    }

    @Test
    void shouldServeStreamsAsAGoAgentUsesThem() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("04" + "000100010000000100000000" + "0000000000000001000000" + "21" + REQUEST));
            assertThat(read(socket, 12)).as("acknowledged, with what was used of the window").isEqualTo("000100020000000100000021");
            assertThat(read(socket, 12)).isEqualTo("00000000000000010000002" + "8");
            assertThat(read(socket, 0x28)).isEqualTo(RESPONSE);

            out.write(bytes("0000000000000001000000" + "21" + REQUEST));
            assertThat(read(socket, 12 + 0x28)).endsWith(RESPONSE);
            out.write(bytes("000100040000000100000000"));
            assertThat(read(socket, 12)).isEqualTo("000100040000000100000000");
            out.write(bytes("000200010000000000000007"));
            assertThat(read(socket, 12)).isEqualTo("000200020000000000000007");
        }
    }

    @Test
    void shouldCancelWhenAStreamIsEndedOrReset() throws Exception {
        hold();
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("04" + "000100010000000100000000" + "0000000000000001000000" + "21" + REQUEST));
            await().until(() -> held.get() != null);
            CompletableFuture<byte[]> ended = held.getAndSet(null);
            out.write(bytes("000100040000000100000000"));
            await().until(ended::isCancelled);

            out.write(bytes("000100010000000300000000" + "0000000000000003000000" + "21" + REQUEST));
            await().until(() -> held.get() != null);
            out.write(bytes("000100080000000300000000"));
            await().until(() -> held.get().isCancelled());
        }
    }

    @Test
    void shouldResetOnlyTheStreamThatCarriesGarbage() throws Exception {
        try (LogLines said = new LogLines(TestServer.class); Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("04" + "000100010000000100000000" + "000000000000000100000002" + "c1c1"));
            assertThat(read(socket, 12)).isEqualTo("000100080000000100000000");
            expect(said, socket, "refused: msgpack: the byte 193, which begins no value");
            out.write(bytes("000100010000000300000000" + "0000000000000003000000" + "21" + REQUEST));
            assertThat(read(socket, 12 + 12 + 0x28)).endsWith(RESPONSE);
        }
    }

    @Test
    void shouldSayInALineWhyItRefusesACall() throws Exception {
        String header = REQUEST.substring(0, REQUEST.length() - 2);
        for (String body : List.of("db06400000", "91".repeat(100_000))) {
            try (LogLines said = new LogLines(TestServer.class); Socket socket = connect()) {
                writeUntilClosed(socket, bytes("00" + header + body));
                assertThat(isClosed(socket)).isTrue();
                expect(said, socket, body.startsWith("91") ? "refused: msgpack: a value of more than 128 levels"
                    : "refused: msgpack: a value of more than 67108864 bytes");
            }
        }
    }

    private static void writeUntilClosed(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void shouldCloseAConsensusConnectionThatSaysNothing() throws Exception {
        try (LogLines said = new LogLines(TestServer.class); Socket socket = connect()) {
            socket.getOutputStream().write(1);
            assertThat(isClosed(socket)).isTrue();
            expect(said, socket, "refused: no hello for 5 s");
        }
    }

    @Test
    void shouldCloseWhatSpeaksNoProtocolOfItsOwn() throws Exception {
        for (int first : new int[] {2, 6, 9, 0x13, 'G', 0xFF}) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(first);
                assertThat(isClosed(socket)).as("first byte %d", first).isTrue();
            }
        }
    }

    @Test
    void shouldCloseWhatSaysNothingInTime() throws Exception {
        try (Socket socket = connect()) {
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void shouldLimitTheConnectionsOfOneAddress() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = connect();
                sockets.add(socket);
                socket.getOutputStream().write(bytes("00" + REQUEST));
                assertThat(read(socket, 1)).isEqualTo("83");
            }
            try (Socket refused = connect()) {
                assertThat(isClosed(refused)).isTrue();
            }
            sockets.remove(0).close();
            await().untilAsserted(() -> {
                try (Socket socket = connect()) {
                    socket.getOutputStream().write(bytes("00" + REQUEST));
                    assertThat(read(socket, 1)).isEqualTo("83");
                }
            });
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldServeOthersWhileGarbageComes() throws Exception {
        Random random = new Random(7);
        try (TestServer agent = TestServer.plain()) {
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[1 + random.nextInt(200)];
                random.nextBytes(garbage);
                garbage[0] = (byte) random.nextInt(10);
                try (Socket socket = connect()) {
                    socket.getOutputStream().write(garbage);
                } catch (SocketException e) {
                    assertThat(e).isNotNull();
                }
                byte[] body = {(byte) 0xCD, 0, (byte) i};
                assertThat(agent.client.call(server.target(), "Status.Ping", body, 10_000).get(10, TimeUnit.SECONDS)).isEqualTo(body);
            }
        }
        await().untilAsserted(() -> assertThat(server.budget.left()).isEqualTo(100 << 20));
    }

    @Test
    void shouldCutACallerThatAsksWithoutReading() throws Exception {
        byte[] large = new byte[1 << 20];
        ByteBuffer.wrap(large).put((byte) 0xDB).putInt(large.length - 5);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes(REQUEST.substring(0, REQUEST.length() - 2)));
        request.writeBytes(large);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(0);
            int sent = 0;
            try {
                for (; sent < 500; sent++) {
                    out.write(request.toByteArray());
                }
            } catch (SocketException e) {
                assertThat(sent).isLessThan(250);
            }
            assertThat(sent).isLessThan(500);
        }
        await().untilAsserted(() -> assertThat(server.budget.left()).isEqualTo(100 << 20));
    }

    @Test
    void shouldCutACallerThatStopsReading() throws Exception {
        hold();
        try (LogLines said = new LogLines(TestServer.class); Socket socket = connect()) {
            socket.getOutputStream().write(bytes("00" + REQUEST));
            await().until(() -> held.get() != null);
            byte[] large = new byte[16 << 20];
            held.get().complete(large);
            await().untilAsserted(() -> assertThat(server.budget.left()).as("the answer waits").isLessThan(100 << 20));
            await().untilAsserted(() -> assertThat(server.budget.left()).as("it is given up").isEqualTo(100 << 20));
            expect(said, socket, "ended: the peer does not read");
            InputStream in = socket.getInputStream();
            long got = 0;
            try {
                for (int count = in.read(large); count > 0; count = in.read(large)) {
                    got += count;
                }
            } catch (SocketException e) {
                assertThat(e).isNotNull();
            }
            assertThat(got).isLessThan(large.length);
        }
    }

    @Test
    void shouldRefuseAConsensusConnectionOfAnotherMake() throws Exception {
        try (Socket socket = connect()) {
            // hashicorp/raft: a heartbeat's type byte and the beginning of a msgpack map
            socket.getOutputStream().write(bytes("0100" + "87a45465726d01a64c6561646572c0"));
            assertThat(isClosed(socket)).isTrue();
        }
    }

    /** There will be one line about the client; what it says behind its address. */
    private static void expect(LogLines said, Socket client, String line) {
        await().untilAsserted(() -> assertThat(said.after("127.0.0.1:" + client.getLocalPort() + " ")).containsExactly(line));
    }
}
