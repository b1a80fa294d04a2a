package io.curia.rpc.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What time and bounds do to a session. */
class SessionTest {
    private static final String HELLO = TestSession.PREFACE + "000000040000000000";
    /** POST, http, a path. */
    private static final String FIELDS = "838604012f";

    private static String request(int stream, boolean ends) {
        return "%06x01%02x%08x".formatted(FIELDS.length() / 2, ends ? 5 : 4, stream) + FIELDS;
    }

    @Test
    void shouldEndAConnectionThatNeverSaysHello() {
        TestSession session = new TestSession(10);
        session.receive(TestSession.PREFACE.substring(0, 20));
        session.tick();
        assertThat(session.over).hasMessage("http2: nothing has come for 30 s");
        assertThat(session.sent()).contains("07000000000000");
        assertThat(session.timer).as("no timer is left").isNull();
    }

    @Test
    void shouldResetARequestThatDoesNotCome() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, false) + request(3, true));
        session.sent();
        session.tick();
        assertThat(session.sent()).isEmpty();
        session.tick();
        assertThat(session.sent()).isEqualTo("0000040300000000010000000b");
        assertThat(session.streams.get(1).closed).isEqualTo(1);
        assertThat(session.streams.get(3).closed).as("waits for the source, not for the peer").isZero();
        session.tick();
        session.tick();
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void shouldResetAStreamThatIsNotReadAndOnlyThat() {
        TestSession session = new TestSession(10);
        session.receive(TestSession.PREFACE + "000006040000000000" + "000400000000" + request(1, true) + request(3, true));
        session.streams.get(1).send(1000);
        session.streams.get(3).send(1000);
        session.sent();
        for (int i = 0; i < 4; i++) {
            session.receive("00000408000000000100000001");
            assertThat(session.frames(session.sent())).contains(List.of(0, 1, 1));
            session.tick();
        }
        assertThat(session.streams.get(3).closed).isEqualTo(1);
        assertThat(session.streams.get(1).closed).as("a byte now and then is reading").isZero();
        session.tick();
        session.tick();
        assertThat(session.streams.get(1).closed).isEqualTo(1);
        assertThat(session.session.size()).isZero();
    }

    @Test
    void shouldTakeTurnsBetweenStreams() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, true) + request(3, true));
        session.sent();
        session.streams.get(1).send(30_000);
        session.streams.get(3).send(100);
        assertThat(session.frames(session.sent())).containsExactly(List.of(0, 1, 16_384), List.of(0, 3, 100),
                List.of(0, 1, 13_616));
    }

    @Test
    void shouldRefuseMoreStreamsThanItHasRoomFor() {
        TestSession session = new TestSession(2);
        session.receive(HELLO);
        assertThat(session.sent()).startsWith("00000c040000000000" + "000300000002" + "000600002000");
        session.receive(request(1, true) + request(3, true) + request(5, true));
        assertThat(session.sent()).isEqualTo("00000403000000000500000007");
        session.receive("00000403000000000100000008" + request(7, true));
        assertThat(session.streams.keySet()).containsExactlyInAnyOrder(1, 3, 7);
        assertThat(session.session.size()).isEqualTo(2);
    }

    @Test
    void shouldEndAConnectionThatAsksAndDoesNotRead() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + "0000080600000000000000000000000000".repeat(2000));
        assertThat(session.over).hasMessage("http2: the peer asks and does not read");
    }

    @Test
    void shouldEndAConnectionThatChangesItsSettingsAgainAndAgain() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + "000000040000000000".repeat(99));
        session.tick();
        session.receive("000000040000000000".repeat(100));
        assertThat(session.over).isNull();
        session.receive("000000040000000000");
        assertThat(session.over).hasMessage("http2: the peer changes its settings again and again");
    }

    @Test
    void shouldEndAConnectionThatTakesItsRequestsBackAgainAndAgain() {
        TestSession session = new TestSession(10);
        session.receive(HELLO);
        session.sent();
        resets(session, 1, 1000);
        session.tick();
        resets(session, 2001, 1000);
        assertThat(session.over).isNull();
        resets(session, 4001, 1);
        assertThat(session.over).hasMessage("http2: the peer makes requests and takes them back again and again");
        assertThat(session.sent()).as("GOAWAY, the last stream, ENHANCE_YOUR_CALM").contains("0700000000" + "0000000fa10000000b");
        session.session.end();
        assertThat(session.streams.values()).allMatch(peer -> peer.closed == 1);
    }

    @Test
    void shouldCountBreachesThatMakeItResetAStreamToo() {
        TestSession session = new TestSession(10);
        session.receive(HELLO);
        for (int i = 0; i <= 1000; i++) {
            session.receive(request(2 * i + 1, true) + "0000040800%08x00000000".formatted(2 * i + 1));
            session.sent();
        }
        assertThat(session.over).hasMessage("http2: the peer makes requests and takes them back again and again");
    }

    @Test
    void shouldLetAPeerLeaveStreamsThatHaveBeenAnswered() {
        TestSession session = new TestSession(10);
        session.receive(HELLO);
        for (int i = 0; i < 3000; i++) {
            int stream = 2 * i + 1;
            session.receive(request(stream, true));
            session.streams.get(stream).stream.respond(ByteBuffer.allocate(3));
            session.sent();
            session.receive("0000040300%08x00000008".formatted(stream));
        }
        assertThat(session.over).isNull();
        assertThat(session.session.size()).isZero();
    }

    private static void resets(TestSession session, int first, int count) {
        for (int i = 0; i < count; i++) {
            session.receive(request(first + 2 * i, true) + "0000040300%08x00000008".formatted(first + 2 * i));
        }
    }

    @Test
    void shouldSendHeadsAndEndsWhileTheConnectionsWindowIsShut() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, true) + request(3, true) + request(5, true));
        session.sent();
        session.streams.get(1).send(65_535);
        session.sent();
        session.streams.get(1).send(1);
        session.streams.get(1).stream.grow(10);
        session.streams.get(3).send(7);
        session.streams.get(5).stream.end(ByteBuffer.allocate(2));
        assertThat(session.frames(session.sent())).containsExactly(List.of(1, 5, 2));
        session.receive("00000408000000000000000002");
        assertThat(session.frames(session.sent())).containsExactly(List.of(0, 1, 1), List.of(0, 3, 1));
        session.receive("00000403000000000300000008" + "00000408000000000000000005");
        assertThat(session.frames(session.sent())).as("what is closed wants nothing").isEmpty();
        session.streams.get(1).send(9);
        assertThat(session.frames(session.sent())).containsExactly(List.of(0, 1, 5));
    }

    @Test
    void shouldResetAStreamWhoseBodyIsLongerThanItsWindow() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, false));
        session.sent();
        for (int i = 0; i < 5; i++) {
            session.receive("0040000000%08x".formatted(1) + "00".repeat(16_384));
        }
        assertThat(session.sent()).contains("00000403000000000100000003");
        assertThat(session.streams.get(1).got).isEqualTo(3 * 16_384);
        assertThat(session.streams.get(1).closed).isEqualTo(1);
        assertThat(session.over).isNull();
    }

    @Test
    void shouldResetAStreamWhoseWindowGrowsTooFarOrNotAtAll() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, true) + request(3, true));
        session.sent();
        session.receive("0000040800000000017fffffff" + "00000408000000000300000000");
        assertThat(session.sent()).isEqualTo("00000403000000000100000003" + "00000403000000000300000001");
        assertThat(session.over).isNull();
    }

    @Test
    void shouldResetAStreamThatGoesOnAfterItsEnd() {
        TestSession session = new TestSession(10);
        session.receive(HELLO + request(1, true));
        session.sent();
        session.receive("000001000000000001" + "00");
        assertThat(session.sent()).isEqualTo("00000403000000000100000005");
        session.receive("000001000000000001" + "00" + "00000408000000000100000001");
        assertThat(session.sent()).as("what crosses a reset is passed over").isEmpty();
        assertThat(session.over).isNull();
    }
}
