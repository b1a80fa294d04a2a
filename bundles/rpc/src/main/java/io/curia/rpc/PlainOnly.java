package io.curia.rpc;

import io.curia.rpc.net.TlsLayer;
import io.curia.rpc.port.Protocols;

/** Plain text only. */
final class PlainOnly implements Protocols.IncomingTls {
    @Override
    public boolean required() {
        return false;
    }

    @Override
    public TlsLayer layer(boolean alpn) {
        return null;
    }

    @Override
    public String refusesConsensus(TlsLayer layer) {
        return null;
    }
}
