package io.curia.gossip.swim;

import io.curia.gossip.wire.Message;
import java.net.InetSocketAddress;

/** What carries packets and streams. Called on the engine's thread, never blocks, calls back on the engine's thread. */
public interface Transport {
    /** Sends a packet; may be lost. */
    void send(InetSocketAddress to, byte[] packet);

    /**
     * Opens a stream, sends a request and reads one message; then the stream ends.
     *
     * @param timeoutNanos for all of it
     */
    void exchange(InetSocketAddress to, byte[] request, long timeoutNanos, Exchange exchange);

    /** How a stream ended: one of these is called, once. */
    interface Exchange {
        void answered(Message reply);

        /** @param problem one line, in the words of Go's net package where it has some */
        void failed(String problem);

        /** It failed because the other's host says that nobody listens there. */
        default void refused(String problem) {
            failed(problem);
        }
    }

    /** Who is served. */
    interface Receiver {
        void onPacket(InetSocketAddress from, byte[] buffer, int offset, int length);

        /** A message that somebody opened a stream for; what goes back, or null for nothing. */
        byte[] onStream(InetSocketAddress from, Message request);
    }
}
