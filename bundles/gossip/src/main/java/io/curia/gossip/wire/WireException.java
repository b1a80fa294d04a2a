package io.curia.gossip.wire;

import java.io.IOException;

/** Bytes that make no message. The text says why, for one line in the log. Carries no stack: strangers cause it at will. */
public final class WireException extends IOException {
    /** More bytes are needed; on a stream they may yet come. */
    static final WireException INCOMPLETE = new WireException("the message is cut short");

    public WireException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
