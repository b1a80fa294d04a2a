package io.curia.rpc.call;

import io.curia.rpc.net.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads messages of net/rpc, each a header and a body, from bytes that come piece by piece. */
final class MessageReader {
    private final ValueCollector headers;
    private final ValueCollector bodies;
    private Header header;
    private byte[] body;

    MessageReader(int longestBody, Budget budget) {
        this.headers = new ValueCollector(Header.LONGEST, budget);
        this.bodies = new ValueCollector(longestBody, budget);
    }

    /** Consumes bytes up to the end of a message; whether it was reached. */
    boolean read(ByteBuffer data) throws IOException {
        if (body != null) {
            header = null;
            body = null;
        }
        if (header == null) {
            byte[] value = headers.collect(data);
            if (value == null) {
                return false;
            }
            header = Header.parse(value);
        }
        if (data.hasRemaining()) {
            body = bodies.collect(data);
        }
        return body != null;
    }

    /** Of the message that was read last. */
    Header header() {
        return header;
    }

    /** Of the message that was read last. */
    byte[] body() {
        return body;
    }

    /** Whether nothing of a next message has been seen. */
    boolean betweenMessages() {
        return !headers.begun() && (header == null || body != null);
    }

    /** Lets go of what it holds. */
    void clear() {
        headers.clear();
        bodies.clear();
    }
}
