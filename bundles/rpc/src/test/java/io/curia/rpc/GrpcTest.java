package io.curia.rpc;

import static io.curia.rpc.GrpcPeer.FIELDS;
import static io.curia.rpc.GrpcPeer.FIELDS_AGAIN;
import static io.curia.rpc.GrpcPeer.RESPONSE;
import static io.curia.rpc.GrpcPeer.STATUS_0;
import static io.curia.rpc.GrpcPeer.frame;
import static io.curia.rpc.GrpcPeer.hex;
import static io.curia.rpc.GrpcPeer.message;
import static io.curia.rpc.GrpcPeer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import io.curia.rpc.GrpcPeer.Frame;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC on the server port, byte by byte. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class GrpcTest {
    private final TestSource source = new TestSource();
    private TestServer server;
    private GrpcPeer peer;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.plain();
        server.handler.set(source);
        peer = GrpcPeer.connected(server);
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        server.close();
    }

    private TestSource.Call call() throws InterruptedException {
        TestSource.Call call = source.calls.poll(20, TimeUnit.SECONDS);
        assertThat(call).as("a call").isNotNull();
        return call;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private void assertNothingHeld() {
        await().untilAsserted(() -> assertThat(server.budget.left()).isEqualTo(100 << 20));
    }

    private static String status(boolean alone, int code, String message) {
        return (alone ? RESPONSE : "20") + "00" + text("grpc-status") + text("" + code) + "00" + text("grpc-message")
                + text(message);
    }

    @Test
    void shouldAnswerOneRequestWithAStream() throws Exception {
        peer.call(1, FIELDS, "0801");
        TestSource.Call call = call();
        assertThat(call.method).isEqualTo(GrpcPeer.METHOD);
        assertThat(call.request).containsExactly(8, 1);
        call.answer(bytes(1, 2, 3));
        assertThat(peer.next()).isEqualTo(new Frame(1, 4, 1, RESPONSE));
        assertThat(peer.next()).isEqualTo(new Frame(0, 0, 1, message("010203")));
        call.answer(bytes());
        assertThat(peer.next()).isEqualTo(new Frame(0, 0, 1, message("")));
        call.complete();
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, STATUS_0));
        assertNothingHeld();
    }

    @Test
    void shouldSayHowAStreamFails() throws Exception {
        peer.call(1, FIELDS, "");
        call().fail(new StatusException(Code.ABORTED, "again, 100%\n\u00e4"));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, status(true, 10, "again, 100%25%0A%C3%A4")));
        peer.call(3, FIELDS_AGAIN, "");
        TestSource.Call second = call();
        second.answer(bytes(7));
        second.fail(new IllegalStateException("odd"));
        assertThat(peer.next(0).payload()).isEqualTo(message("07"));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 3, status(false, 2, "odd")));
        assertNothingHeld();
    }

    @Test
    void shouldCutLongMessages() throws Exception {
        peer.call(1, FIELDS, "");
        call().fail(new StatusException(Code.UNKNOWN, "x".repeat(5000)));
        assertThat(peer.next().payload()).endsWith(hex("x".repeat(1020))).hasSizeLessThan(2400);
    }

    @Test
    void shouldSayThatItIsNotReady() throws Exception {
        server.handler.set(null);
        peer.call(1, FIELDS, "");
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, status(true, 14, "the server is not ready")));
    }

    @Test
    void shouldTakeFieldsInPiecesWithPaddingAndPriority() throws Exception {
        String first = FIELDS.substring(0, 20);
        peer.send(frame(1, 0x28, 1, "02" + "0000000010" + first + "0000") + frame(9, 0, 1, "")
                + frame(9, 4, 1, FIELDS.substring(20)) + frame(2, 0, 1, "0000000010")
                + frame(0, 8, 1, "03" + message("0801").substring(0, 6) + "000000")
                + frame(0, 1, 1, message("0801").substring(6)));
        assertThat(call().request).containsExactly(8, 1);
        peer.call(3, FIELDS_AGAIN, "0802");
        assertThat(call().method).isEqualTo(GrpcPeer.METHOD);
    }

    @Test
    void shouldTakeTrailersOfARequestAsItsEnd() throws Exception {
        peer.send(frame(1, 4, 1, FIELDS) + frame(0, 0, 1, message("09")) + frame(1, 5, 1, "40" + text("x") + text("y")));
        assertThat(call().request).containsExactly(9);
    }

    @Test
    void shouldRefuseWhatIsNotOneMessage() throws Exception {
        peer.send(frame(1, 5, 1, FIELDS));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, status(true, 13, "the request has no message")));
        peer.send(frame(1, 4, 3, FIELDS_AGAIN) + frame(0, 1, 3, message("01") + message("02")));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 3, status(true, 13, "the request is not one message")));
        peer.send(frame(1, 4, 5, FIELDS_AGAIN) + frame(0, 1, 5, "01" + message("01").substring(2)));
        assertThat(peer.next()).isEqualTo(
                new Frame(1, 5, 5, status(true, 12, "compressed requests are not understood here")));
        assertNothingHeld();
    }

    @Test
    void shouldRefuseALongRequestAtOnceAndGoOn() throws Exception {
        peer.send(frame(1, 4, 1, FIELDS) + frame(0, 0, 1, "00".repeat(16_384)) + frame(0, 0, 1, "00".repeat(6)));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, status(true, 8, "the request is larger than 16384 bytes")));
        assertThat(peer.next()).as("no more of it is wanted").isEqualTo(new Frame(3, 0, 1, "00000000"));
        peer.send(frame(0, 1, 1, "00".repeat(16_384)));
        assertThat(peer.next()).as("the connection's window").isEqualTo(new Frame(8, 0, 0, "00008006"));
        peer.call(3, FIELDS_AGAIN, "01");
        assertThat(call().request).containsExactly(1);
    }

    @Test
    void shouldRefuseWhatIsNotGrpc() throws Exception {
        String path = "44" + text("/");
        peer.send(frame(1, 5, 1, "8286" + path + "01" + text("a")));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 1, "20" + "08" + text("405")));
        peer.send(frame(1, 5, 3, "8386" + path + "01" + text("a") + "0f10" + text("text/html")));
        assertThat(peer.next()).isEqualTo(new Frame(1, 5, 3, "20" + "08" + text("415")));
        peer.send(frame(1, 5, 5, "86" + path));
        assertThat(peer.next()).as("no method").isEqualTo(new Frame(3, 0, 5, "00000001"));
        assertNothingHeld();
    }

    @Test
    void shouldKeepToTheWindowsOfStreamAndConnection() throws Exception {
        peer.send(frame(4, 0, 0, "000400000000"));
        assertThat(peer.next(4).flags()).isEqualTo(1);
        peer.call(1, FIELDS, "");
        TestSource.Call call = call();
        byte[] large = new byte[100_000];
        call.answer(large);
        assertThat(peer.next()).isEqualTo(new Frame(1, 4, 1, RESPONSE));
        peer.send(frame(8, 0, 1, "00000007"));
        assertThat(peer.next()).isEqualTo(new Frame(0, 0, 1, "00000186a00000"));
        peer.send(frame(4, 0, 0, "000400000002"));
        assertThat(peer.next(0)).isEqualTo(new Frame(0, 0, 1, "0000"));
        peer.send(frame(8, 0, 1, "7ffffffd"));
        int more = 0;
        while (more < 65_535 - 9) {
            Frame frame = peer.next(0);
            assertThat(frame.payload().length()).isLessThanOrEqualTo(2 * 16_384);
            more += frame.payload().length() / 2;
        }
        assertThat(more).as("the connection's window is used up").isEqualTo(65_535 - 9);
        peer.send(frame(6, 0, 0, "0102030405060708"));
        assertThat(peer.next()).as("and nothing comes").isEqualTo(new Frame(6, 1, 0, "0102030405060708"));
        peer.send(frame(8, 0, 0, "00010000"));
        while (more < 100_005 - 9) {
            more += peer.next(0).payload().length() / 2;
        }
        assertThat(more).isEqualTo(100_005 - 9);
        assertNothingHeldBut(1);
    }

    private void assertNothingHeldBut(int streams) {
        await().untilAsserted(() -> assertThat(server.budget.left()).isEqualTo((100 << 20) - 1024L * streams));
    }

    @Test
    void shouldAskForNoMoreThanTheCallerTakes() throws Exception {
        peer.call(1, FIELDS, "");
        TestSource.Call call = call();
        for (int i = 0; i < 1000; i++) {
            call.answer(new byte[10_000]);
        }
        int bytes = 0;
        while (bytes < 65_535) {
            bytes += peer.next(0).payload().length() / 2;
        }
        assertThat(call.emitted()).isLessThan(40);
        for (int i = 0; i < 1000; i++) {
            peer.send(frame(8, 0, 0, "00010000") + frame(8, 0, 1, "00010000"));
        }
        while (bytes < 10_005_000) {
            bytes += peer.next(0).payload().length() / 2;
        }
        assertThat(bytes).isEqualTo(10_005_000);
        assertNothingHeldBut(1);
    }

    @Test
    void shouldCancelWhatTheCallerResetsOrLeaves() throws Exception {
        peer.call(1, FIELDS, "");
        peer.call(3, FIELDS_AGAIN, "");
        call().answer(new byte[200_000]);
        call();
        peer.send(frame(3, 0, 1, "00000008"));
        await().untilAsserted(() -> assertThat(source.cancelled).hasValue(1));
        assertNothingHeldBut(1);
        peer.close();
        await().untilAsserted(() -> assertThat(source.cancelled).hasValue(2));
        assertNothingHeld();
    }

    @Test
    void shouldRunManyCallsAtOnce() throws Exception {
        peer.call(1, FIELDS, "");
        for (int stream = 3; stream < 2001; stream += 2) {
            peer.call(stream, FIELDS_AGAIN, "%08x".formatted(stream));
        }
        call().answer(bytes(1));
        assertThat(peer.next(0).stream()).isEqualTo(1);
        for (int stream = 3; stream < 2001; stream += 2) {
            TestSource.Call call = call();
            call.answer(call.request);
            call.complete();
            Frame data = peer.next(0);
            assertThat(data.stream()).isEqualTo(stream);
            assertThat(data.payload()).isEqualTo(message("%08x".formatted(stream)));
            assertThat(peer.next(1).payload()).isEqualTo(STATUS_0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // the first frame is not settings, of a wrong length, of a stream
        "000000060000000000", "00000104000000000000", "000000040000000001",
        // a frame that is too large; settings, pings, windows that make no sense
        "000000040000000000" + "0040010000000000010000", "000000040000000000" + "000006040000000000" + "000480000000",
        "000000040000000000" + "000006040000000000" + "000500000001", "000000040000000000" + "000001060000000000" + "00",
        "000000040000000000" + "000004080000000000" + "00000000", "000000040000000000" + "000004080000000000" + "7fffffff",
        // frames for streams that were never opened, or cannot be; pushes; continuations of nothing
        "000000040000000000" + "000000000000000001", "000000040000000000" + "000000010400000002",
        "000000040000000000" + "000004030000000001" + "00000008", "000000040000000000" + "000004080000000001" + "00000001",
        "000000040000000000" + "000000050000000001", "000000040000000000" + "000000090400000001",
        // a block of fields that is interrupted, has an index that means nothing, padding beyond its end
        "000000040000000000" + "000001010000000001" + "83" + "000008060000000000" + "0000000000000000",
        "000000040000000000" + "000001010400000001" + "ff", "000000040000000000" + "000001010400000001" + "c0",
        "000000040000000000" + "000001010c00000001" + "05"
    })
    void shouldSayGoAwayToWhoBreaksTheProtocol(String frames) throws Exception {
        try (GrpcPeer bad = new GrpcPeer(new Socket("127.0.0.1", server.address().getPort()))) {
            bad.send("08" + GrpcPeer.PREFACE + frames);
            assertThat(bad.rest()).contains("07000000000000");
        }
        peer.call(1, FIELDS, "01");
        assertThat(call().request).as("others are served").containsExactly(1);
    }

    @Test
    void shouldSayGoAwayToWhoSpeaksSomethingElse() throws Exception {
        try (GrpcPeer bad = new GrpcPeer(new Socket("127.0.0.1", server.address().getPort()))) {
            bad.send("08" + hex("GET / HTTP/1.1\r\n\r\n"));
            assertThat(bad.rest()).contains("0700" + "00000000" + "00000000" + "00000001");
        }
    }

    @Test
    void shouldRefuseFieldsWithoutEnd() throws Exception {
        peer.send(frame(1, 0, 1, "00".repeat(8000)) + frame(9, 0, 1, "00".repeat(8000)));
        assertThat(peer.next()).extracting(Frame::type).isEqualTo(7);
    }
}
