package io.curia.rpc.http2;

import java.io.IOException;

/** A breach of the protocol that ends the connection. */
final class Http2Exception extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    Http2Exception(int code, String message) {
        super("http2: " + message);
        this.code = code;
    }

    /** The error code that the peer is told. */
    int code() {
        return code;
    }
}
