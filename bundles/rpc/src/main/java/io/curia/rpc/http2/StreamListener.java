package io.curia.rpc.http2;

import java.nio.ByteBuffer;

/** Follows one stream, on the session's thread. */
public interface StreamListener {
    /** Part of the request's body, valid during the call. */
    void data(ByteBuffer data);

    /** The request is complete. */
    void ended();

    /** So many bytes of the response's body have gone out. It must not touch the stream. */
    void sent(int bytes);

    /** It is over: answered, reset by either side, or the connection is gone. Nothing is called any more. */
    void closed();
}
