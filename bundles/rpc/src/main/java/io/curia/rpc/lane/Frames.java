package io.curia.rpc.lane;

import io.curia.api.consensus.ConsensusTransport.Lane;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames of a lane: length of what follows the length (32 bits), kind (8), the call's number (64), content. The caller's first
 * frame is a hello, the other side's first a welcome or a refusal.
 */
final class Frames {
    static final int HEADER = Integer.BYTES + 1 + Long.BYTES;
    /** What a frame's length counts beyond its content. */
    static final int COUNTED = HEADER - Integer.BYTES;
    static final int LONGEST_HELLO = 2048;

    static final byte HELLO = 0;
    static final byte WELCOME = 1;
    static final byte REFUSAL = 2;
    static final byte REQUEST = 3;
    static final byte REPLY = 4;
    static final byte ERROR = 5;

    private static final int MAGIC = 0x4375_7269;
    private static final byte VERSION = 1;
    private static final Lane[] LANES = Lane.values();

    private Frames() { }

    /** Who calls, and for which lane. */
    record Hello(Lane lane, String datacenter, String node) { }

    static ByteBuffer header(byte kind, long id, int contentLength) {
        return ByteBuffer.allocate(HEADER).putInt(COUNTED + contentLength).put(kind).putLong(id).flip();
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer hello(Hello hello) {
        byte[] datacenter = hello.datacenter().getBytes(StandardCharsets.UTF_8);
        byte[] node = hello.node().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(10 + datacenter.length + node.length).putInt(MAGIC).put(VERSION)
                .put((byte) hello.lane().ordinal()).putShort((short) datacenter.length).put(datacenter)
                .putShort((short) node.length).put(node).flip();
    }

    /** Reads a hello; what comes behind what is known of it is for later versions. */
    static Hello parseHello(ByteBuffer content) throws IOException {
        try {
            if (content.getInt() != MAGIC) {
                throw new IOException("no consensus connection of this program: wrong magic number");
            }
            int version = content.get();
            if (version != VERSION) {
                throw new IOException("consensus connection of version " + version + ", not " + VERSION);
            }
            int lane = content.get();
            if (lane < 0 || lane >= LANES.length) {
                throw new IOException("consensus connection for an unknown lane");
            }
            return new Hello(LANES[lane], string(content), string(content));
        } catch (BufferUnderflowException e) {
            throw new IOException("consensus connection with a hello cut short", e);
        }
    }

    private static String string(ByteBuffer content) {
        byte[] bytes = new byte[content.getShort() & 0xFFFF];
        content.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
