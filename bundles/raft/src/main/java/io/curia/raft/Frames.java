package io.curia.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.com.google.protobuf.Parser;

/**
 * Messages between servers: one byte that says which, and Ratis' own protobuf. A reply is the protobuf alone. The numbers are
 * on the wire and never change.
 */
final class Frames {
    static final byte VOTE = 1;
    /** A vote that the leader itself asked for: it waits for no election timeout. */
    static final byte TRANSFER_VOTE = 2;
    static final byte APPEND = 3;
    static final byte SNAPSHOT = 4;
    static final byte START_ELECTION = 5;
    /** Where the leader's log is committed to; the header's call id says by which barrier. */
    static final byte READ_INDEX = 6;
    /** Whether a leader has not been replaced; the header's call id is its term. */
    static final byte CONFIRM = 7;

    private Frames() { }

    static ByteBuffer request(byte kind, MessageLite message) {
        byte[] bytes = new byte[1 + message.getSerializedSize()];
        bytes[0] = kind;
        return write(bytes, 1, message);
    }

    static ByteBuffer reply(MessageLite message) {
        return write(new byte[message.getSerializedSize()], 0, message);
    }

    static ByteBuffer reply(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
    }

    private static ByteBuffer write(byte[] bytes, int offset, MessageLite message) {
        try {
            message.writeTo(CodedOutputStream.newInstance(bytes, offset, bytes.length - offset));
        } catch (IOException e) {
            throw new IllegalStateException("a message is longer than it said", e);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** @param content behind the kind; copied */
    static <T> T parse(Parser<T> parser, ByteBuffer content) throws IOException {
        return parser.parseFrom(content);
    }

    static long number(ByteBuffer reply) throws IOException {
        if (reply.remaining() != Long.BYTES) {
            throw new IOException("a reply of " + reply.remaining() + " bytes where " + Long.BYTES + " were due");
        }
        return reply.getLong(reply.position());
    }
}
