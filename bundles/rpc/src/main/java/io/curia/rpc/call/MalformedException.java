package io.curia.rpc.call;

import java.io.IOException;

/** The peer has sent something that is no message of net/rpc in msgpack. */
final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String what) {
        super("msgpack: " + what);
    }
}
