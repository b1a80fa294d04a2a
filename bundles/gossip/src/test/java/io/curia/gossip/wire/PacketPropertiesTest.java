package io.curia.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.gossip.crypto.Keyring;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PacketPropertiesTest {
    private static final byte[] KEY = new byte[16];
    private static final byte[] OTHER_KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    @Provide
    Arbitrary<List<Message>> messages() {
        return Messages.any().list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<Wrapping> wrappings() {
        return Arbitraries.of(wrapping(false), wrapping(true), wrapping(true, KEY), wrapping(false, KEY));
    }

    static Wrapping wrapping(boolean compress, byte[]... keys) {
        return new Wrapping(new Keyring(List.of(keys), new SplittableRandom(1)), compress, true, true);
    }

    private static byte[] encode(Wrapping wrapping, List<Message> messages, boolean crc) {
        return new PacketCodec(wrapping).encode(messages.stream().map(MessageCodec::encode).toList(), crc);
    }

    private static List<Message> decode(Wrapping wrapping, byte[] packet) throws WireException {
        List<Message> messages = new ArrayList<>();
        new PacketCodec(wrapping).decode(packet, 0, packet.length, messages::add);
        return messages;
    }

    @Property(tries = 500)
    void packetsAreReadAsTheyWereWritten(@ForAll("messages") List<Message> messages, @ForAll("wrappings") Wrapping wrapping,
            @ForAll boolean crc) throws WireException {
        assertThat(decode(wrapping, encode(wrapping, messages, crc))).usingRecursiveComparison().isEqualTo(messages);
    }

    @Property(tries = 500)
    void aChangedByteIsNoticedOrHarmless(@ForAll("messages") List<Message> messages,
            @ForAll("wrappings") Wrapping wrapping, @ForAll boolean crc, @ForAll int at, @ForAll byte with) {
        byte[] packet = encode(wrapping, messages, crc);
        int place = Math.floorMod(at, packet.length);
        boolean same = packet[place] == with;
        packet[place] = with;
        try {
            decode(wrapping, packet);
            assertThat(same || !wrapping.keyring().enabled()).as("an encrypted packet was changed").isTrue();
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 5000)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll("wrappings") Wrapping wrapping) {
        try {
            decode(wrapping, bytes);
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void everyKeyReadsAndTheFirstWrites() throws WireException {
        List<Message> messages = List.of(new Message.Nack(7));
        Wrapping both = wrapping(true, OTHER_KEY, KEY);
        assertThat(decode(both, encode(wrapping(true, KEY), messages, false))).isEqualTo(messages);
        assertThat(decode(wrapping(true, OTHER_KEY), encode(both, messages, false))).isEqualTo(messages);
        assertThatThrownBy(() -> decode(wrapping(true, KEY), encode(both, messages, false)))
                .hasMessageContaining("no installed key");
    }

    @Test
    void whileKeysAreRolledOutBothAreRead() throws WireException {
        List<Message> messages = List.of(new Message.Nack(7));
        Keyring keyring = new Keyring(List.of(KEY), new SplittableRandom(1));
        Wrapping lenient = new Wrapping(keyring, true, false, false);
        assertThat(decode(lenient, encode(wrapping(true), messages, true))).isEqualTo(messages);
        assertThat(decode(lenient, encode(wrapping(true, KEY), messages, true))).isEqualTo(messages);
        assertThat(decode(wrapping(true), encode(lenient, messages, true))).as("goes out as it is").isEqualTo(messages);
        assertThatThrownBy(() -> decode(wrapping(true, KEY), encode(wrapping(true), messages, true)))
                .isInstanceOf(WireException.class);
    }

    @Test
    void labelsArePassedOver() throws WireException {
        byte[] packet = encode(wrapping(true), List.of(new Message.Nack(7)), true);
        byte[] labelled = new MsgWriter().octet(Message.LABEL).octet(3).octets(new byte[] {'a', 'b', 'c'}).octets(packet)
                .bytes();
        assertThat(decode(wrapping(true), labelled)).containsExactly(new Message.Nack(7));
    }

    @Test
    void aWrongChecksumIsNoticed() {
        byte[] packet = encode(wrapping(false), List.of(new Message.Nack(7)), true);
        packet[3] ^= 1;
        assertThatThrownBy(() -> decode(wrapping(false), packet)).hasMessageContaining("checksum");
    }

    @Test
    void wrappingsWithoutEndAreRefused() {
        byte[] packet = MessageCodec.encode(new Message.Nack(7));
        for (int i = 0; i < 8; i++) {
            packet = new MsgWriter().octet(Message.COMPOUND).octet(1).octet(packet.length >> 8).octet(packet.length)
                    .octets(packet).bytes();
        }
        byte[] nested = packet;
        assertThatThrownBy(() -> decode(wrapping(false), nested)).hasMessageContaining("too deeply");
    }
}
