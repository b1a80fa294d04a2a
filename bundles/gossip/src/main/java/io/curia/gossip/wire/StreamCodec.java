package io.curia.gossip.wire;

import io.curia.gossip.crypto.Keyring;

/** Messages on streams: compressed, encrypted, each as needed. Owned by the pool's thread. */
public final class StreamCodec {
    private final Wrapping wrapping;

    public StreamCodec(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    public byte[] encode(Message message) {
        byte[] bytes = message instanceof Message.User user ? userFrame(user.body()) : MessageCodec.encode(message);
        bytes = wrapping.compressed(bytes);
        if (!wrapping.encrypts()) {
            return bytes;
        }
        int length = bytes.length + Keyring.OVERHEAD;
        byte[] header = new MsgWriter(5).octet(Message.ENCRYPT).octet(length >>> 24).octet(length >>> 16)
                .octet(length >>> 8).octet(length).bytes();
        return new MsgWriter(length + 5).octets(header).octets(wrapping.keyring().encrypt(bytes, header)).bytes();
    }

    private static byte[] userFrame(byte[] body) {
        return new MsgWriter(body.length + 32).octet(Message.USER).map(1).text("UserMsgLen").integer(body.length)
                .octets(body).bytes();
    }

    /** What reads one message from a stream. */
    public StreamDecoder decoder() {
        return new StreamDecoder(wrapping);
    }
}
