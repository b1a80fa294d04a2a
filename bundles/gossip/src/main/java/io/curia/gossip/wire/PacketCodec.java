package io.curia.gossip.wire;

import io.curia.gossip.crypto.Keyring;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Packets: messages in a compound, compressed, with a checksum, encrypted; each as needed. Owned by the pool's thread.
 */
public final class PacketCodec {
    /** What fits into a packet that no network has to break up. */
    public static final int LARGEST = 1400;
    /** What a compound takes, for itself and for each part. */
    public static final int COMPOUND_OVERHEAD = 2;
    public static final int PART_OVERHEAD = 2;
    private static final int MOST_PARTS = 255;
    private static final int CRC_OVERHEAD = 5;
    /** Compressed, in it a compound, in it what was checked: nobody nests deeper. */
    private static final int DEEPEST = 4;
    private static final int LARGEST_UNWRAPPED = 1 << 17;
    private final Wrapping wrapping;

    public PacketCodec(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    /** How many bytes of a packet wrapping takes. */
    public int overhead() {
        return COMPOUND_OVERHEAD + CRC_OVERHEAD
                + (wrapping.encrypts() ? Keyring.OVERHEAD : 0);
    }

    /** @param crc whether the receiver knows checksums */
    public byte[] encode(List<byte[]> messages, boolean crc) {
        byte[] packet = wrapping.compressed(messages.size() == 1 ? messages.get(0) : compound(messages));
        if (crc && !wrapping.encrypts()) {
            packet = checked(packet);
        }
        return wrapping.encrypts() ? wrapping.keyring().encrypt(packet, MessageCodec.NOTHING) : packet;
    }

    private static byte[] compound(List<byte[]> messages) {
        if (messages.size() > MOST_PARTS) {
            throw new IllegalArgumentException("too many messages for a packet");
        }
        int size = 2;
        for (byte[] message : messages) {
            size += PART_OVERHEAD + message.length;
        }
        MsgWriter out = new MsgWriter(size).octet(Message.COMPOUND).octet(messages.size());
        for (byte[] message : messages) {
            out.octet(message.length >>> 8).octet(message.length);
        }
        messages.forEach(out::octets);
        return out.bytes();
    }

    private static byte[] checked(byte[] message) {
        int crc = crc(message, 0, message.length);
        return new MsgWriter(message.length + CRC_OVERHEAD).octet(Message.CRC).octet(crc >>> 24).octet(crc >>> 16)
                .octet(crc >>> 8).octet(crc).octets(message).bytes();
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Gives each message of a packet to {@code sink}; those before a malformed one have arrived. */
    public void decode(byte[] packet, int offset, int length, Consumer<Message> sink) throws WireException {
        int from = offset;
        int left = length;
        byte[] label = MessageCodec.NOTHING;
        if (left > 2 && (packet[from] & 0xff) == Message.LABEL) {
            int size = packet[from + 1] & 0xff;
            if (size > left - 2) {
                throw WireException.INCOMPLETE;
            }
            label = Arrays.copyOfRange(packet, from + 2, from + 2 + size);
            from += 2 + size;
            left -= 2 + size;
        }
        if (!wrapping.keyring().enabled()) {
            unwrap(packet, from, left, sink, 0);
            return;
        }
        byte[] text = wrapping.keyring().decrypt(packet, from, left, label);
        if (text != null) {
            unwrap(text, 0, text.length, sink, 0);
        } else if (!wrapping.verifyIncoming()) {
            unwrap(packet, from, left, sink, 0);
        } else {
            throw new WireException("no installed key decrypts it");
        }
    }

    private void unwrap(byte[] bytes, int offset, int length, Consumer<Message> sink, int depth) throws WireException {
        if (depth > DEEPEST) {
            throw new WireException("a message is wrapped too deeply");
        }
        MsgReader in = new MsgReader(bytes, offset, length);
        int type = in.octet();
        switch (type) {
            case Message.COMPOUND -> parts(bytes, in, sink, depth);
            case Message.COMPRESS -> {
                byte[] text = Wrapping.decompressed(in, LARGEST_UNWRAPPED);
                unwrap(text, 0, text.length, sink, depth + 1);
            }
            case Message.CRC -> {
                int expected = in.octet() << 24 | in.octet() << 16 | in.octet() << 8 | in.octet();
                if (expected != crc(bytes, in.position(), in.remaining())) {
                    throw new WireException("the checksum does not fit");
                }
                unwrap(bytes, in.position(), in.remaining(), sink, depth + 1);
            }
            default -> sink.accept(MessageCodec.decode(type, in));
        }
    }

    private void parts(byte[] bytes, MsgReader in, Consumer<Message> sink, int depth) throws WireException {
        int[] lengths = new int[in.octet()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = in.octet() << 8 | in.octet();
        }
        int position = in.position();
        int end = position + in.remaining();
        for (int length : lengths) {
            if (length > end - position) {
                throw WireException.INCOMPLETE;
            }
            unwrap(bytes, position, length, sink, depth + 1);
            position += length;
        }
    }
}
