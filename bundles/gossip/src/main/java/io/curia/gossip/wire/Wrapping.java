package io.curia.gossip.wire;

import io.curia.gossip.crypto.Keyring;

/**
 * How a pool's messages are wrapped.
 *
 * @param compress whether to compress what gets smaller by it; what comes in compressed is always understood
 * @param verifyIncoming whether to refuse what comes in without encryption, when there is a key
 * @param verifyOutgoing whether to encrypt what goes out, when there is a key
 */
public record Wrapping(Keyring keyring, boolean compress, boolean verifyIncoming, boolean verifyOutgoing) {
    /** Below this, compression does not pay. */
    private static final int COMPRESS_FROM = 200;
    /** What a message on a stream may come to, once unwrapped. */
    static final int LARGEST_STATE = 20 << 20;
    private static final int LZW = 0;

    boolean encrypts() {
        return keyring.enabled() && verifyOutgoing;
    }

    /** The message, or its compressed form if that is smaller. */
    byte[] compressed(byte[] message) {
        if (!compress || message.length < COMPRESS_FROM) {
            return message;
        }
        byte[] packed = Lzw.compress(message, 0, message.length);
        MsgWriter out = new MsgWriter(packed.length + 32);
        out.octet(Message.COMPRESS).map(2).text("Algo").integer(LZW).text("Buf").raw(packed);
        byte[] wrapped = out.bytes();
        return wrapped.length < message.length ? wrapped : message;
    }

    /** What a compressed message holds, from behind its type. */
    static byte[] decompressed(MsgReader in, int most) throws WireException {
        long algorithm = LZW;
        byte[] packed = MessageCodec.NOTHING;
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "Algo" -> algorithm = in.integer();
                case "Buf" -> packed = in.raw();
                default -> in.skip();
            }
        }
        if (algorithm != LZW) {
            throw new WireException("unknown compression " + algorithm);
        }
        return Lzw.decompress(packed, most);
    }
}
