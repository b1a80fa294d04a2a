package io.curia.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.gossip.crypto.Keyring;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PacketPropertiesTest {
    private final PacketCodec plain = new PacketCodec(new Wrapping(
            new Keyring(List.of(), new Random(1)), true, true, true));

    private static List<Message> decoded(PacketCodec codec, byte[] packet) throws WireException {
        List<Message> messages = new ArrayList<>();
        codec.decode(packet, 0, packet.length, messages::add);
        return messages;
    }

    @Property
    void whatIsSentArrives(@ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0) Integer> sequences,
            @ForAll boolean checked) throws WireException {
        List<byte[]> packet = sequences.stream().map(sequence -> MessageCodec.encode(new Message.Nack(sequence))).toList();
        assertThat(decoded(plain, plain.encode(packet, checked)))
                .isEqualTo(sequences.stream().map(sequence -> (Message) new Message.Nack(sequence)).toList());
    }

    @Property
    void anAccusationIsReadAsItWasWritten(@ForAll @IntRange(min = 0) int incarnation, @ForAll @IntRange(max = 30) int length)
            throws WireException {
        Message.Suspect suspect = new Message.Suspect(incarnation, "n".repeat(length + 1), "from");
        assertThat(decoded(plain, plain.encode(List.of(MessageCodec.encode(suspect)), true))).containsExactly(suspect);
    }

    @Property
    void garbageIsRefusedAndNothingElse(@ForAll byte[] garbage) {
        try {
            decoded(plain, garbage);
        } catch (WireException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Property
    void aDamagedPacketIsRefusedByItsChecksum(@ForAll @IntRange(min = 0, max = 1000) int seed) {
        byte[] packet = plain.encode(List.of(MessageCodec.encode(new Message.Suspect(7, "node", "from"))), true);
        int at = 1 + new Random(seed).nextInt(packet.length - 1);
        packet[at] ^= 0x10;
        assertThatThrownBy(() -> decoded(plain, packet)).isInstanceOf(WireException.class);
    }

    @Property
    void whatIsCompressedComesBack(@ForAll byte[] data, @ForAll @IntRange(min = 0, max = 40) int repeats) throws WireException {
        byte[] all = new byte[data.length * (repeats + 1)];
        for (int i = 0; i <= repeats; i++) {
            System.arraycopy(data, 0, all, i * data.length, data.length);
        }
        assertThat(Lzw.decompress(Lzw.compress(all, 0, all.length), all.length + 1)).isEqualTo(all);
    }

    /** More than the table of codes holds, so that it begins anew. */
    @Test
    void aLongTextIsCompressedWithMoreCodesThanThereAre() throws WireException {
        byte[] all = new byte[200_000];
        new Random(1).nextBytes(all);
        assertThat(Lzw.decompress(Lzw.compress(all, 0, all.length), all.length + 1)).isEqualTo(all);
    }

    @Test
    void anUnknownFieldIsPassedOverAsAWhole() throws WireException {
        byte[] value = "x".repeat(300).getBytes(StandardCharsets.US_ASCII);
        byte[] written = new MsgWriter().map(2).text("Unknown").raw(value).text("SeqNo").integer(5).bytes();
        assertThat(MessageCodec.decode(Message.NACK, new MsgReader(written))).isEqualTo(new Message.Nack(5));
    }
}
