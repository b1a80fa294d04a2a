package io.curia.api.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Follows one connection, on its loop. First {@link #connected}, then any number of {@link #received}, at most one
 * {@link #ended}. {@link #failed} can come instead of any of them and is the last. Nothing comes after
 * {@link Connection#close()} on the loop. What a method throws closes the connection and comes back in {@code failed}.
 */
public interface ConnectionListener {
    /** Connected, and where TLS is used, shaken hands: ready to send. */
    void connected(Connection connection) throws IOException;

    /** Data from the peer, valid during the call; what is not consumed is dropped. */
    void received(Connection connection, ByteBuffer data) throws IOException;

    /** The peer sends no more. */
    void ended(Connection connection) throws IOException;

    /** It is over: an {@link IOException} tells what is wrong with the peer, anything else is the listener's own fault. */
    void failed(Throwable cause);
}
