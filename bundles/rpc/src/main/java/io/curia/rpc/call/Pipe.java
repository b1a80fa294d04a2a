package io.curia.rpc.call;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What carries the calls of one caller, one after another: a stream, or a connection of its own. */
interface Pipe {
    void send(ByteBuffer data);

    /** So many bytes that were received are done with. */
    void credit(int bytes);

    /** Ends it once everything has been sent. */
    void close();

    /** Ends it at once. */
    void reset(IOException cause);
}
