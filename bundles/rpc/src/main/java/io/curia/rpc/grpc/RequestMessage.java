package io.curia.rpc.grpc;

import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects the one message of a request: a byte that says whether it is compressed, four of length, the message. */
final class RequestMessage {
    /** The largest message, in bytes. */
    static final int LONGEST = 16 * 1024;
    static final int PREFIX = 5;

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(128);

    /** Adds a piece; false if that is too much. */
    boolean add(ByteBuffer data) {
        if (collected.size() + data.remaining() > PREFIX + LONGEST) {
            return false;
        }
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        collected.writeBytes(piece);
        return true;
    }

    /** The message, when the request is complete. */
    byte[] message() throws StatusException {
        ByteBuffer all = ByteBuffer.wrap(collected.toByteArray());
        if (all.remaining() < PREFIX) {
            throw new StatusException(Code.INTERNAL, "the request has no message");
        }
        if (all.get() != 0) {
            throw new StatusException(Code.UNIMPLEMENTED, "compressed requests are not understood here");
        }
        if (all.getInt() != all.remaining()) {
            throw new StatusException(Code.INTERNAL, "the request is not one message");
        }
        byte[] message = new byte[all.remaining()];
        all.get(message);
        return message;
    }
}
