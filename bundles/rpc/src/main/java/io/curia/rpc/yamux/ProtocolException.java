package io.curia.rpc.yamux;

import java.io.IOException;

/** The peer does not speak yamux, or breaks its rules. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String what) {
        super("yamux: " + what);
    }
}
