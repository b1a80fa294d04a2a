package io.curia.rpc.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a peer sends, in whatever pieces: nothing is thrown, every stream that was opened ends once, and it is over once at most. */
class SessionProperties {
    private static final byte[] HELLO = HexFormat.of().parseHex(TestSession.PREFACE + "000000040000000000");
    private static final byte[] FIELDS = HexFormat.of().parseHex("8386" + "44012f" + "418cf1e3c2e5f23a6ba0ab90f4ff");

    @Property(tries = 300)
    void garbageEndsAtMostTheConnection(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] garbage = new byte[random.nextInt(5000)];
        random.nextBytes(garbage);
        check(random, random.nextBoolean() ? garbage : joined(HELLO, garbage));
    }

    /** Frames that are mostly right, of few streams, so that most sequences of them come up. */
    @Property(tries = 1000)
    void framesInAnyOrderEndAtMostTheConnection(@ForAll long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HELLO);
        for (int i = random.nextInt(60); i > 0; i--) {
            all.writeBytes(frame(random));
        }
        check(random, all.toByteArray());
    }

    private static byte[] frame(Random random) {
        int type = random.nextInt(10) == 0 ? random.nextInt(12) : new int[] {0, 0, 1, 1, 1, 3, 4, 6, 8, 8, 9}[random.nextInt(11)];
        int flags = random.nextInt(4) == 0 ? random.nextInt(64) : type == 1 ? random.nextBoolean() ? 4 : 5 : random.nextInt(2);
        boolean ofConnection = type == 4 || type == 6 || type == 7 || type == 8 && random.nextBoolean();
        int stream = ofConnection ? 0 : 1 + 2 * random.nextInt(6);
        byte[] payload = random.nextInt(8) == 0 ? new byte[random.nextInt(40)] : payload(type, random);
        ByteBuffer out = ByteBuffer.allocate(Http2.HEAD + payload.length);
        Http2.head(out, payload.length, type, flags, stream);
        return out.put(payload).array();
    }

    private static byte[] payload(int type, Random random) {
        return switch (type) {
            case Http2.HEADERS -> FIELDS;
            case Http2.RST_STREAM -> new byte[4];
            case Http2.WINDOW_UPDATE -> ByteBuffer.allocate(4).putInt(random.nextInt(100_000)).array();
            case Http2.PING -> new byte[8];
            case Http2.SETTINGS -> random.nextBoolean() ? new byte[0]
                    : ByteBuffer.allocate(6).putShort((short) 4).putInt(random.nextInt(100_000)).array();
            default -> new byte[random.nextInt(200)];
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static void check(Random random, byte[] bytes) {
        TestSession session = new TestSession(4);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            int count = Math.min(all.remaining(), 1 + random.nextInt(random.nextBoolean() ? 5 : 3000));
            session.session.receive(all.slice(all.position(), count));
            all.position(all.position() + count);
            for (TestSession.Peer peer : session.streams.values()) {
                answer(random, peer);
            }
            ByteBuffer out = ByteBuffer.allocate(2057 + random.nextInt(20_000));
            session.session.fill(out);
        }
        assertThat(session.overs).isLessThanOrEqualTo(1);
        assertThat(session.session.size()).isLessThanOrEqualTo(4);
        session.session.end();
        assertThat(session.streams.values()).allMatch(peer -> peer.closed == 1 && peer.ended <= 1);
    }

    private static void answer(Random random, TestSession.Peer peer) {
        switch (random.nextInt(10)) {
            case 0 -> peer.stream.respond(ByteBuffer.allocate(random.nextInt(Session.MAX_BLOCK)));
            case 1 -> peer.send(random.nextInt(100_000));
            case 2 -> peer.stream.end(ByteBuffer.allocate(3));
            default -> { }
        }
    }
}
