package io.curia.api.consensus;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Carries an engine's messages between the servers of one datacenter, over their server ports (first byte 1). Published as an
 * OSGi service by whoever owns that port; an engine is its only user.
 *
 * <p>Thread-safe, and nothing blocks. Messages are opaque, at most {@link #MAX_MESSAGE_BYTES} long.
 */
public interface ConsensusTransport {
    /** The largest message, in bytes. */
    int MAX_MESSAGE_BYTES = 16 << 20;

    /** What may not wait behind what: each lane to a server is a connection of its own. */
    enum Lane {
        /** Votes, heartbeats, transfers, read indexes: small and urgent. */
        CONTROL,
        /** Entries of the log. */
        LOG,
        /** Pieces of snapshots. */
        SNAPSHOT
    }

    /**
     * Takes the calls of other servers. Called on a thread of the transport, which must not be blocked, one after another
     * in the order in which the caller sent them on that lane. Replies may come in any order.
     */
    interface Handler {
        /** @return the reply; a failure reaches the caller as one line of text */
        CompletableFuture<ByteBuffer> handle(Lane lane, ByteBuffer request);
    }

    /**
     * Sends a message; ends with the reply, or exceptionally with an {@link java.io.IOException}: the server could not be reached,
     * the connection broke, the time was over, or the other side refused. Many may be under way on a lane; they arrive in order.
     *
     * @param address host:port of the server's server port
     * @param request is not copied and must not be modified
     */
    CompletableFuture<ByteBuffer> call(String address, Lane lane, ByteBuffer request, long timeoutMillis);

    /** Hands calls that arrive to a handler from now on; without one they are refused. The handle ends that. */
    AutoCloseable serve(Handler handler);
}
