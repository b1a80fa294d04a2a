package io.curia.consensus.support;

import java.io.IOException;

/** The log cannot be opened; the message is one line for the operator and names the path. */
public final class EngineStartException extends IOException {
    private static final long serialVersionUID = 1L;

    public EngineStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
