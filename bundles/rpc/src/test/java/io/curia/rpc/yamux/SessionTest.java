package io.curia.rpc.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.rpc.net.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The rules of the protocol, and its bytes as the specification has them. */
class SessionTest {
    private final Pipe pipe = new Pipe(1, Pipe.LIMITS, 1 << 20);

    private static String filled(Session session) {
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        session.fill(out);
        return HexFormat.of().formatHex(out.array(), 0, out.position());
    }

    private static void receive(Session session, String hex) {
        session.receive(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void clientShouldOpenSendAndCloseInTheseBytes() {
        Pipe.Peer stream = pipe.client.open();
        assertThat(filled(pipe.client.session)).isEqualTo("000100010000000100000000");
        stream.stream.write(text("hi"));
        assertThat(filled(pipe.client.session)).isEqualTo("000000000000000100000002" + "6869");
        stream.stream.close();
        assertThat(filled(pipe.client.session)).isEqualTo("000100040000000100000000");
        pipe.client.open();
        assertThat(filled(pipe.client.session)).isEqualTo("000100010000000300000000");
    }

    @Test
    void serverShouldAcknowledgeAndAnswerInTheseBytes() {
        receive(pipe.server.session, "000100010000000100000000 000000000000000100000002 6869");
        assertThat(filled(pipe.server.session)).as("with what has been used of the window").isEqualTo("000100020000000100000002");
        assertThat(pipe.server.accepted.get(0).got.toString()).isEqualTo("hi");
        receive(pipe.server.session, "000100040000000100000000");
        assertThat(pipe.server.accepted.get(0).ended).isTrue();
        pipe.server.accepted.get(0).stream.close();
        assertThat(filled(pipe.server.session)).isEqualTo("000100040000000100000000");
        assertThat(pipe.server.session.size()).isZero();
    }

    @Test
    void shouldTakeFlagsOnDataFrames() {
        receive(pipe.server.session, "000000050000000100000002 6869");
        assertThat(pipe.server.accepted.get(0).got.toString()).isEqualTo("hi");
        assertThat(pipe.server.accepted.get(0).ended).isTrue();
    }

    @Test
    void shouldResetInTheseBytesButNotWhatWasNeverAnnounced() {
        Pipe.Peer announced = pipe.client.open();
        filled(pipe.client.session);
        announced.stream.reset();
        assertThat(filled(pipe.client.session)).isEqualTo("000100080000000100000000");
        Pipe.Peer silent = pipe.client.open();
        silent.stream.reset();
        assertThat(filled(pipe.client.session)).isEmpty();
        assertThat(pipe.client.session.size()).isZero();
        assertThat(pipe.client.session.canOpen()).isTrue();
    }

    @Test
    void shouldAnswerPingsAndSayGoAway() {
        receive(pipe.server.session, "000200010000000000001234");
        assertThat(filled(pipe.server.session)).isEqualTo("000200020000000000001234");
        pipe.server.session.leave();
        assertThat(filled(pipe.server.session)).isEqualTo("000300000000000000000000");
        receive(pipe.server.session, "000100010000000100000000");
        assertThat(filled(pipe.server.session)).as("refused after go-away").isEqualTo("000100080000000100000000");
    }

    @Test
    void shouldGiveTheWindowBackWhenHalfOfItIsUsed() {
        receive(pipe.server.session, "000100010000000100000000");
        filled(pipe.server.session);
        Pipe.Peer peer = pipe.server.accepted.get(0);
        peer.creditAtOnce = false;
        peer.stream.credit(Session.WINDOW / 2 - 1);
        assertThat(filled(pipe.server.session)).isEmpty();
        peer.stream.credit(1);
        assertThat(filled(pipe.server.session)).isEqualTo("000100000000000100020000");
    }

    @Test
    void shouldSendNoMoreThanTheWindow() {
        Pipe.Peer stream = pipe.client.open();
        stream.stream.write(ByteBuffer.allocate(Session.WINDOW + 10));
        long sent = 0;
        for (int i = 0; i < 100; i++) {
            sent += filled(pipe.client.session).length() / 2;
        }
        assertThat(stream.stream.sentBytes()).isEqualTo(Session.WINDOW);
        assertThat(sent).isLessThan(Session.WINDOW + 1000);
        receive(pipe.client.session, "000100020000000100000005");
        assertThat(filled(pipe.client.session)).hasSize((12 + 5) * 2);
    }

    @Test
    void shouldEndTheSessionOfAPeerThatBreaksTheRules() {
        assertOver("010000000000000100000000", "invalid version 1");
        assertOver("000400000000000100000000", "invalid type 4");
        assertOver("000100010000000200000000", "a stream with a number of ours");
        assertOver("000100010000000000000000", "a stream with a number of ours");
        assertOver("000100010000000100000000 000100010000000100000000", "duplicate stream");
        assertOver("000100010000000100000000 000000000000000100040001", "more data than the window allows");
        assertOver("0000000000000001ffffffff", "more data than the window allows");
        assertOver("000300000000000000000001", "the peer says protocol error");
    }

    private static void assertOver(String hex, String reason) {
        Pipe pipe = new Pipe(1, Pipe.LIMITS, 1 << 20);
        receive(pipe.server.session, hex);
        assertThat(pipe.server.over).hasMessageContaining(reason);
    }

    @Test
    void shouldPassOverWhatIsForStreamsThatAreGone() {
        receive(pipe.server.session, "000000000000000700000003 616263 000100000000000700000003 000200010000000000000001");
        assertThat(filled(pipe.server.session)).isEqualTo("000200020000000000000001");
        assertThat(pipe.server.over).isNull();
    }

    @Test
    void shouldRefuseStreamsBeyondTheLimit() {
        Pipe small = new Pipe(1, new Session.Limits(2, 256), 1 << 20);
        receive(small.server.session, "000100010000000100000000 000100010000000300000000 000100010000000500000000");
        assertThat(filled(small.server.session)).contains("000100080000000500000000");
        assertThat(small.server.accepted).hasSize(2);
        small.client.open();
        small.client.open();
        assertThat(small.client.session.canOpen()).isFalse();
    }

    @Test
    void shouldOpenNoMoreThanTheBacklogUntilAcknowledged() {
        Pipe small = new Pipe(1, new Session.Limits(100, 3), 1 << 20);
        for (int i = 0; i < 3; i++) {
            small.client.open();
        }
        assertThat(small.client.session.canOpen()).isFalse();
        small.settle();
        assertThat(small.client.session.canOpen()).isTrue();
    }

    @Test
    void shouldOpenNothingWhenThePeerLeaves() {
        pipe.server.session.leave();
        pipe.settle();
        assertThat(pipe.client.peerLeaving).isTrue();
        assertThat(pipe.client.session.canOpen()).isFalse();
    }

    @Test
    void shouldLiveAsLongAsThePeerAnswers() {
        pipe.client.session.start();
        pipe.server.session.start();
        pipe.passSeconds(3600);
        assertThat(pipe.client.over).isNull();
        pipe.server.cut = true;
        pipe.client.cut = true;
        pipe.passSeconds(41);
        assertThat(pipe.client.over).hasMessage("the peer does not answer");
    }

    @Test
    void shouldAskAtOnceWhenInDoubt() {
        pipe.client.session.start();
        pipe.server.cut = true;
        pipe.client.session.probe(2_000_000_000L);
        pipe.passSeconds(3);
        assertThat(pipe.client.over).hasMessage("the peer does not answer");
    }

    @Test
    void shouldGoOnWhenThePeerAnswersADoubt() {
        pipe.client.session.start();
        for (int i = 0; i < 5; i++) {
            pipe.client.session.probe(2_000_000_000L);
            pipe.settle();
            pipe.passSeconds(1);
        }
        pipe.passSeconds(600);
        assertThat(pipe.client.over).isNull();
    }

    @Test
    void shouldResetAStreamThatThePeerDoesNotRead() {
        pipe.client.session.start();
        Pipe.Peer stream = pipe.client.open();
        stream.stream.write(ByteBuffer.allocate(Session.WINDOW * 2));
        pipe.step();
        while (pipe.server.accepted.isEmpty()) {
            pipe.step();
        }
        pipe.server.accepted.get(0).creditAtOnce = false;
        pipe.settle();
        pipe.passSeconds(120);
        assertThat(stream.broken).hasMessage("the peer does not read the stream");
        assertThat(pipe.client.over).isNull();
        assertThat(pipe.client.budget.left()).isEqualTo(1 << 20);
    }

    @Test
    void shouldEndTheSessionOfAPeerForWhomTooMuchWaits() {
        pipe.client.open().stream.write(ByteBuffer.allocate((1 << 20) + 1));
        assertThat(pipe.client.over).hasMessageContaining("too much waits");
    }

    @Test
    void shouldEndTheSessionOfAPeerThatPingsWithoutReading() {
        for (int i = 0; i < 2000; i++) {
            receive(pipe.server.session, "000200010000000000000001");
        }
        assertThat(pipe.server.over).hasMessage("the peer does not read");
    }

    @Test
    void shouldResetAStreamWhosePeerNeverEndsItsSide() {
        pipe.client.session.start();
        Pipe.Peer stream = pipe.client.open();
        stream.stream.close();
        pipe.settle();
        assertThat(pipe.client.session.size()).isEqualTo(1);
        pipe.passSeconds(400);
        assertThat(pipe.client.session.size()).isZero();
        assertThat(stream.broken).isNotNull();
    }

    @Test
    void shouldBreakAllStreamsAtTheEnd() {
        Pipe.Peer stream = pipe.client.open();
        stream.stream.write(text("x"));
        pipe.client.session.end(new IOException("cut"));
        assertThat(stream.broken).hasMessage("cut");
        stream.stream.write(text("y"));
        assertThat(pipe.client.budget.left()).isEqualTo(1 << 20);
    }

    @Test
    void shouldSendAShareOfEachStreamInTurn() {
        Pipe.Peer large = pipe.client.open();
        large.stream.write(ByteBuffer.allocate(200_000));
        Pipe.Peer small = pipe.client.open();
        small.stream.write(text("small"));
        filled(pipe.client.session);
        assertThat(small.stream.sentBytes()).isEqualTo(5);
        assertThat(large.stream.sentBytes()).isLessThan(200_000);
    }

    @Test
    void budgetShouldCountAgainstTheWhole() {
        Budget whole = new Budget(10, null);
        Budget part = new Budget(8, whole);
        assertThat(part.take(9)).isFalse();
        assertThat(part.take(8)).isTrue();
        assertThat(new Budget(8, whole).take(3)).isFalse();
        part.give(8);
        assertThat(whole.left()).isEqualTo(10);
    }
}
