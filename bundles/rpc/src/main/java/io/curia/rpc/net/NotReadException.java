package io.curia.rpc.net;

import java.io.IOException;

/** The end of a connection whose peer does not read what it is sent. */
public final class NotReadException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotReadException(String message) {
        super(message);
    }
}
