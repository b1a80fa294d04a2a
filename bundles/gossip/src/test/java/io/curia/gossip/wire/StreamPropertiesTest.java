package io.curia.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamPropertiesTest {
    private static final byte[] KEY = new byte[32];

    @Provide
    Arbitrary<Message> messages() {
        return Arbitraries.oneOf(Messages.pushPulls(), Messages.any().filter(m -> m instanceof Message.Ping
                || m instanceof Message.Ack || m instanceof Message.User || m instanceof Message.Refusal));
    }

    @Provide
    Arbitrary<Wrapping> wrappings() {
        return Arbitraries.of(PacketPropertiesTest.wrapping(false), PacketPropertiesTest.wrapping(true),
                PacketPropertiesTest.wrapping(true, KEY), PacketPropertiesTest.wrapping(false, KEY));
    }

    @Property(tries = 300)
    void messagesComeInPieces(@ForAll("messages") Message message, @ForAll("wrappings") Wrapping wrapping,
            @ForAll @IntRange(min = 1, max = 3000) int piece) throws WireException {
        byte[] bytes = new StreamCodec(wrapping).encode(message);
        StreamDecoder decoder = new StreamCodec(wrapping).decoder();
        for (int length = piece; length < bytes.length; length += piece) {
            assertThat(decoder.poll(bytes, length)).isNull();
        }
        assertThat(decoder.poll(bytes, bytes.length)).usingRecursiveComparison().isEqualTo(message);
    }

    @Property(tries = 5000)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll("wrappings") Wrapping wrapping) {
        poll(bytes, wrapping);
    }

    @Property(tries = 500)
    void aChangedByteIsNoticedOrHarmless(@ForAll("messages") Message message, @ForAll("wrappings") Wrapping wrapping,
            @ForAll int at, @ForAll byte with) {
        byte[] bytes = new StreamCodec(wrapping).encode(message);
        bytes[Math.floorMod(at, bytes.length)] = with;
        poll(bytes, wrapping);
    }

    private static void poll(byte[] bytes, Wrapping wrapping) {
        try {
            new StreamCodec(wrapping).decoder().poll(bytes, bytes.length);
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void claimsOfGreatSizeAreRefusedAtOnce() {
        byte[] claim = {Message.ENCRYPT, 0x7f, 0, 0, 0};
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true, KEY)).decoder().poll(claim, 5))
                .hasMessageContaining("larger than the limit");
        byte[] user = new MsgWriter().octet(Message.USER).map(1).text("UserMsgLen").integer(1L << 30).bytes();
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true)).decoder().poll(user, user.length))
                .hasMessageContaining("out of range");
    }

    @Test
    void moreMembersThanThereCanBeAreRefusedAtOnce() {
        byte[] header = new MsgWriter().octet(Message.PUSH_PULL).map(1).text("Nodes").integer((1 << 16) + 1).bytes();
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true)).decoder().poll(header, header.length))
                .hasMessageContaining("out of range: 65537");
    }

    @Test
    void aMemberWithoutANameIsRefused() {
        byte[] state = new MsgWriter().octet(Message.PUSH_PULL).map(1).text("Nodes").integer(1).map(1).text("Addr")
                .raw(new byte[4]).bytes();
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true)).decoder().poll(state, state.length))
                .hasMessage("a name is missing");
    }

    /** Else each byte that comes costs as much as all before it. */
    @Test
    void whatWouldBeReadAgainAndAgainIsBounded() throws WireException {
        MsgWriter out = new MsgWriter().octet(Message.PUSH_PULL).map(3).text("Nodes").integer(1).text("?").array(1 << 20);
        for (int i = 0; i < 1 << 16; i++) {
            out.integer(1);
        }
        byte[] header = out.bytes();
        StreamDecoder decoder = new StreamCodec(PacketPropertiesTest.wrapping(true)).decoder();
        assertThat(decoder.poll(header, 1 << 16)).isNull();
        assertThatThrownBy(() -> decoder.poll(header, header.length)).hasMessageContaining("larger than the limit of 65536 bytes");
    }

    @Test
    void saysWhatIsWrongWithTheEncryption() {
        Message message = new Message.User(new byte[10]);
        byte[] plain = new StreamCodec(PacketPropertiesTest.wrapping(true)).encode(message);
        byte[] encrypted = new StreamCodec(PacketPropertiesTest.wrapping(true, KEY)).encode(message);
        byte[] otherKey = Arrays.copyOf(new byte[] {1}, 32);
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true, KEY)).decoder().poll(plain, plain.length))
                .hasMessage("encryption is configured but the remote state is not encrypted");
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true)).decoder()
                .poll(encrypted, encrypted.length))
                .hasMessage("the remote state is encrypted and encryption is not configured");
        assertThatThrownBy(() -> new StreamCodec(PacketPropertiesTest.wrapping(true, otherKey)).decoder()
                .poll(encrypted, encrypted.length)).hasMessage("no installed keys could decrypt the message");
    }
}
