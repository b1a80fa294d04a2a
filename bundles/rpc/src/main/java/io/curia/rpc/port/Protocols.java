package io.curia.rpc.port;

import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Who serves a connection once it has said what it speaks. Called on the port's loop. */
public interface Protocols {
    /** Calls one after another. */
    LinkOwner single(Link link);

    /** Calls on streams. */
    LinkOwner multiplexed(Link link);

    /** A snapshot. */
    LinkOwner snapshot(Link link);

    /** gRPC. */
    LinkOwner grpc(Link link);

    /** Consensus messages: takes the link over, with what has been read of it. */
    void consensus(Link link, ByteBuffer received) throws IOException;

    /** How an incoming connection is encrypted. */
    interface IncomingTls {
        /** Whether plain text is refused. */
        boolean required();

        /**
         * TLS for a connection.
         *
         * @param alpn whether the peer began with TLS at once, and names the protocol in its handshake
         * @return null if there is no certificate for it
         */
        TlsLayer layer(boolean alpn) throws IOException;

        /** Says why the peer, whose handshake is done, may not carry consensus messages; null if it may. */
        String refusesConsensus(TlsLayer layer);
    }
}
