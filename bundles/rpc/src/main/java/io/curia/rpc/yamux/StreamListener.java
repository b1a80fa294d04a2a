package io.curia.rpc.yamux;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Follows one stream, on its session's thread. Nothing comes after {@link #broken}, nor after the stream was reset here. */
public interface StreamListener {
    /**
     * Data from the peer, valid during the call; all of it has to be taken. The peer may go on sending as
     * {@link Stream#credit} gives its window back.
     *
     * @throws IOException what came makes no sense: the stream is reset, and {@link #broken} follows
     */
    void received(Stream stream, ByteBuffer data) throws IOException;

    /** The peer sends no more on this stream. */
    void ended(Stream stream);

    /** The peer has reset the stream, or the session is over. */
    void broken(Stream stream, IOException cause);
}
