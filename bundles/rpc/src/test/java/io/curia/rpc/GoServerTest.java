package io.curia.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a server of another make gets from the client and may answer, byte by byte. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class GoServerTest {
    private static final String REQUEST = "82a3536571%02xad536572766963654d6574686f64ab5374617475732e50696e6780";
    private static final String RESPONSE = "83a54572726f72%sa3536571%02xad536572766963654d6574686f64ab5374617475732e50696e67c3";
    private static final byte[] EMPTY_MAP = {(byte) 0x80};

    private ServerSocket listener;
    private TestServer agent;
    private RpcTarget target;
    private CompletableFuture<byte[]> first;
    private Socket socket;

    @BeforeEach
    void start() throws Exception {
        listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        agent = TestServer.plain();
        target = new RpcTarget("dc1", "go", "127.0.0.1:" + listener.getLocalPort(), false);
        first = call();
        socket = listener.accept();
        socket.setSoTimeout(10_000);
        expect("04" + "000100010000000100000000" + "000000000000000100000021" + REQUEST.formatted(1));
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        listener.close();
        agent.close();
    }

    private CompletableFuture<byte[]> call() {
        return agent.client.call(target, "Status.Ping", EMPTY_MAP, 20_000);
    }

    private void expect(String hex) throws IOException {
        assertThat(HexFormat.of().formatHex(socket.getInputStream().readNBytes(hex.length() / 2))).isEqualTo(hex);
    }

    private void send(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    private static void assertReason(CompletableFuture<byte[]> call, RpcException.Reason reason) {
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).cause()
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** A response on stream 1, in a data frame. */
    private static String answer(String error, int sequence) {
        String response = RESPONSE.formatted(error, sequence);
        return "0000000000000001%08x".formatted(response.length() / 2) + response;
    }

    @Test
    void shouldCallAgainOnTheSameStream() throws Exception {
        send("000100020000000100000000" + answer("a0", 1));
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new byte[] {(byte) 0xC3});
        CompletableFuture<byte[]> second = call();
        expect("000000000000000100000021" + REQUEST.formatted(2));
        send(answer("a26e6f", 2));
        assertReason(second, RpcException.Reason.REMOTE);
        CompletableFuture<byte[]> third = call();
        expect("000000000000000100000021" + REQUEST.formatted(3));
        send(answer("a0", 3));
        assertThat(third.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void shouldOpenAnotherStreamWhileTheFirstIsBusyAndResetWhatIsCancelled() throws Exception {
        CompletableFuture<byte[]> second = call();
        expect("000100010000000300000000" + "000000000000000300000021" + REQUEST.formatted(1));
        second.cancel(true);
        expect("000100080000000300000000");
        send(answer("a0", 1));
        assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void shouldAnswerTheEndOfAnIdleStreamAndUseAnotherNext() throws Exception {
        send("000100020000000100000000" + answer("a0", 1));
        first.get(10, TimeUnit.SECONDS);
        send("000100040000000100000000");
        expect("000100040000000100000000");
        call();
        expect("000100010000000300000000" + "000000000000000300000021" + REQUEST.formatted(1));
    }

    @Test
    void shouldMakeAnotherConnectionWhenTheServerSaysGoAway() throws Exception {
        send("000300000000000000000000" + "000200010000000000000005");
        expect("000200020000000000000005");
        CompletableFuture<byte[]> second = call();
        try (Socket next = listener.accept()) {
            next.setSoTimeout(10_000);
            assertThat(next.getInputStream().readNBytes(1)).isEqualTo(new byte[] {4});
            send(answer("a0", 1));
            assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(1);
            expect("000100040000000100000000");
            assertThat(socket.getInputStream().readAllBytes()).as("done with the old one").isEmpty();
        }
        assertReason(second, RpcException.Reason.BROKEN);
    }

    @Test
    void shouldFailWhatIsResetOrAnsweredWithGarbage() throws Exception {
        send("000100080000000100000000");
        assertReason(first, RpcException.Reason.BROKEN);
        CompletableFuture<byte[]> second = call();
        expect("000100010000000300000000" + "000000000000000300000021" + REQUEST.formatted(1));
        send("000000000000000300000001" + "c1");
        assertReason(second, RpcException.Reason.BROKEN);
        expect("000100080000000300000000");
        CompletableFuture<byte[]> third = call();
        expect("000100010000000500000000");
        send("ff");
        send("ff".repeat(20));
        assertReason(third, RpcException.Reason.BROKEN);
    }

    @Test
    void shouldRefuseAnAnswerToAnotherCall() throws Exception {
        send("000100020000000100000000" + answer("a0", 2));
        assertReason(first, RpcException.Reason.BROKEN);
        expect("000100080000000100000000");
    }
}
