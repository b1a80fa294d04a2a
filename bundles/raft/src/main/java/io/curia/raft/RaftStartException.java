package io.curia.raft;

import java.io.IOException;

/** The log cannot be opened; the message is one line for the operator and names the path. */
public final class RaftStartException extends IOException {
    private static final long serialVersionUID = 1L;

    RaftStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
