package io.curia.rpc.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Follows one link, on its loop where nothing else is said. An exception closes the link. */
public interface LinkOwner {
    /** It is up: connected, and where TLS is used, shaken hands. Not called for a link that was accepted without TLS. */
    default void opened(Link link) throws IOException { }

    /** It has come to this owner's loop from another. */
    default void arrived(Link link) { }

    /** Data from the peer, decrypted, valid during the call; all of it has to be taken. */
    void received(Link link, ByteBuffer data) throws IOException;

    /** The peer sends no more. */
    void ended(Link link) throws IOException;

    /**
     * Puts what is to be sent next into the buffer; nothing if there is nothing. Called by whoever flushes, one at a time:
     * on the loop, unless the owner itself flushes on other threads.
     */
    void fill(ByteBuffer out);

    /** It is over; nothing is called any more. */
    void closed(Link link, IOException cause);
}
