package io.curia.rpc.port;

import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.net.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection that has not said yet what it speaks.
 *
 * <p>States: first byte; TLS handshake; first byte inside TLS, or the name of a protocol that was agreed on in the
 * handshake; selected, when another owner has it; closed. Until it is selected it has the handshake's time.
 */
final class Selection implements LinkOwner {
    private static final int SINGLE = 0;
    private static final int CONSENSUS = 1;
    private static final int TLS = 3;
    private static final int MULTIPLEXED = 4;
    private static final int SNAPSHOT = 5;
    private static final int TLS_WITHOUT_CERTIFICATE = 7;
    private static final int GRPC = 8;
    private static final int FIRST_OF_NATIVE_TLS = 0x14;
    private static final int LAST_OF_NATIVE_TLS = 0x17;

    private final Protocols protocols;
    private final Protocols.IncomingTls tls;
    private final QuietLog log;
    private boolean byName;
    private boolean selected;
    private Runnable forgetTimer;

    Selection(Protocols protocols, Protocols.IncomingTls tls, QuietLog log) {
        this.protocols = protocols;
        this.tls = tls;
        this.log = log;
    }

    /** Gives it so long to say what it speaks. */
    void begin(Link link, long timeoutNanos) {
        forgetTimer = link.loop().after(timeoutNanos, () -> link.close(new IOException("handshake timed out")));
    }

    @Override
    public void received(Link link, ByteBuffer data) throws IOException {
        int first = data.get() & 0xFF;
        if (link.tls() != null) {
            select(link, first, data);
        } else if (first == TLS) {
            startTls(link, data);
        } else if (first >= FIRST_OF_NATIVE_TLS && first <= LAST_OF_NATIVE_TLS) {
            byName = true;
            data.position(data.position() - 1);
            startTls(link, data);
        } else if (first == TLS_WITHOUT_CERTIFICATE) {
            throw new IOException("TLS without a client certificate is for auto_encrypt and auto_config, which this server does not offer");
        } else if (tls.required()) {
            throw new IOException("connection without TLS, but verify_incoming is set");
        } else {
            select(link, first, data);
        }
    }

    private void startTls(Link link, ByteBuffer data) throws IOException {
        TlsLayer layer = tls.layer(byName);
        if (layer == null) {
            throw new IOException("TLS connection, but this server is not configured for TLS");
        }
        link.startTls(layer, data);
    }

    /** The TLS handshake is done. */
    @Override
    public void opened(Link link) throws IOException {
        if (!byName) {
            return;
        }
        String name = link.tls().engine().getApplicationProtocol();
        int protocol = switch (name == null ? "" : name) {
            case "consul/rpc-single" -> SINGLE;
            case "consul/raft" -> CONSENSUS;
            case "consul/rpc-multi" -> MULTIPLEXED;
            case "consul/rpc-snapshot" -> SNAPSHOT;
            case "consul/rpc-grpc" -> GRPC;
            default -> throw new IOException("unsupported application protocol \"" + name + "\"");
        };
        select(link, protocol, ByteBuffer.allocate(0));
    }

    private void select(Link link, int protocol, ByteBuffer data) throws IOException {
        LinkOwner owner;
        switch (protocol) {
            case SINGLE -> owner = protocols.single(link);
            case MULTIPLEXED -> owner = protocols.multiplexed(link);
            case SNAPSHOT -> owner = protocols.snapshot(link);
            case GRPC -> owner = protocols.grpc(link);
            case CONSENSUS -> {
                selectConsensus(link, data);
                return;
            }
            default -> throw new IOException("unsupported protocol byte " + protocol);
        }
        selected();
        link.owner(owner);
        if (data.hasRemaining()) {
            owner.received(link, data);
        }
    }

    private void selectConsensus(Link link, ByteBuffer data) throws IOException {
        String refusal = link.tls() == null ? null : tls.refusesConsensus(link.tls());
        if (refusal != null) {
            throw new IOException(refusal);
        }
        selected();
        protocols.consensus(link, data);
        data.position(data.limit());
    }

    private void selected() {
        selected = true;
        forgetTimer.run();
    }

    @Override
    public void ended(Link link) {
        // nothing said and gone, as port scans and probes do: no news
        selected();
        link.close(new IOException("closed by the peer"));
    }

    @Override
    public void fill(ByteBuffer out) {
        // nothing to be said yet
    }

    @Override
    public void closed(Link link, IOException cause) {
        if (!selected) {
            selected();
            log.warn("connection of " + link.peer() + " refused: " + cause.getMessage());
        }
    }
}
