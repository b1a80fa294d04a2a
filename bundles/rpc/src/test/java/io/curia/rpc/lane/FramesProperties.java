package io.curia.rpc.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.ConsensusTransport.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class FramesProperties {
    private record Seen(byte kind, long id, ByteBuffer content) { }

    /** However the bytes are cut, the same frames come out. */
    @Property(tries = 200)
    void framesSurviveBeingCut(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Outbox outbox = new Outbox();
        List<Seen> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] content = new byte[random.nextInt(5) == 0 ? random.nextInt(200_000) : random.nextInt(50)];
            random.nextBytes(content);
            Seen frame = new Seen((byte) random.nextInt(6), random.nextLong(), ByteBuffer.wrap(content));
            sent.add(frame);
            outbox.add(frame.kind(), frame.id(), frame.content());
        }
        List<Seen> seen = new ArrayList<>();
        FrameReader reader = new FrameReader(200_000, (kind, id, content) -> seen.add(new Seen(kind, id, content)));
        while (outbox.bytes() > 0) {
            ByteBuffer piece = ByteBuffer.allocate(1 + random.nextInt(random.nextBoolean() ? 20 : 100_000));
            outbox.fill(piece);
            reader.read(piece.flip());
        }
        assertThat(seen).isEqualTo(sent);
    }

    @Property(tries = 500)
    void garbageDoesNoHarm(@ForAll @Size(max = 100) byte[] garbage) {
        FrameReader reader = new FrameReader(1000, (kind, id, content) -> Frames.parseHello(content));
        try {
            reader.read(ByteBuffer.wrap(garbage));
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Property(tries = 200)
    void hellosAreRead(@ForAll Lane lane, @ForAll String datacenter, @ForAll String node) throws Exception {
        Frames.Hello hello = new Frames.Hello(lane, ascii(datacenter), ascii(node));
        assertThat(Frames.parseHello(Frames.hello(hello))).isEqualTo(hello);
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Example
    void otherVersionsAndStrangersAreToldApart() {
        ByteBuffer hello = Frames.hello(new Frames.Hello(Lane.LOG, "dc1", "n"));
        assertThatThrownBy(() -> Frames.parseHello(hello.duplicate().put(4, (byte) 2))).hasMessageContaining("version 2, not 1");
        assertThatThrownBy(() -> Frames.parseHello(ByteBuffer.allocate(20))).hasMessageContaining("wrong magic");
        assertThatThrownBy(() -> Frames.parseHello(ByteBuffer.allocate(2))).hasMessageContaining("cut short");
    }

    @Example
    void whatIsTooLongIsRefused() {
        FrameReader reader = new FrameReader(10, (kind, id, content) -> { });
        assertThatThrownBy(() -> reader.read(Frames.header(Frames.REQUEST, 1, 11))).isInstanceOf(IOException.class);
        FrameReader negative = new FrameReader(10, (kind, id, content) -> { });
        assertThatThrownBy(() -> negative.read(Frames.header(Frames.REQUEST, 1, -10))).isInstanceOf(IOException.class);
    }
}
