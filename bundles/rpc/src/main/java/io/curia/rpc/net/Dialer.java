package io.curia.rpc.net;

import io.curia.api.net.HostPort;
import io.curia.api.rpc.RpcTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes connections to server ports: looks names up elsewhere, as that blocks, puts TLS over them where it is to be, and gives
 * up after {@value #TIMEOUT_SECONDS} seconds.
 */
public final class Dialer {
    private static final int TIMEOUT_SECONDS = 10;

    private final Executor resolver;
    private final OutgoingTls tls;

    /** How a connection to a server is encrypted. */
    public interface OutgoingTls {
        /**
         * TLS for a target.
         *
         * @return null for none
         */
        TlsLayer layer(RpcTarget target) throws IOException;
    }

    /** @param resolver where names are looked up; it may block and refuse */
    public Dialer(Executor resolver, OutgoingTls tls) {
        this.resolver = resolver;
        this.tls = tls;
    }

    /** Connects, on the loop; the owner hears {@code opened} or {@code closed}, perhaps before this returns. */
    public void dial(IoLoop loop, RpcTarget target, LinkOwner owner) {
        HostPort address;
        try {
            address = HostPort.parse(target.address());
        } catch (IOException e) {
            loop.execute(() -> owner.closed(null, e));
            return;
        }
        if (Addresses.isLiteral(address.host())) {
            resolve(loop, target, address, owner);
            return;
        }
        try {
            resolver.execute(() -> resolve(loop, target, address, owner));
        } catch (RejectedExecutionException e) {
            loop.execute(() -> owner.closed(null, new IOException("lookup " + address.host() + ": too busy", e)));
        }
    }

    private void resolve(IoLoop loop, RpcTarget target, HostPort address, LinkOwner owner) {
        try {
            InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            loop.execute(() -> connect(loop, target, resolved, owner));
        } catch (UnknownHostException e) {
            loop.execute(() -> owner.closed(null, new IOException("lookup " + address.host() + ": no such host", e)));
        }
    }

    private void connect(IoLoop loop, RpcTarget target, InetSocketAddress address, LinkOwner owner) {
        TlsLayer layer;
        try {
            layer = tls.layer(target);
        } catch (IOException e) {
            owner.closed(null, e);
            return;
        }
        Opening opening = new Opening(owner);
        opening.forgetTimer = loop.after(TIMEOUT_SECONDS * 1_000_000_000L, () -> {
            if (opening.link != null) {
                opening.link.close(new IOException("no connection within " + TIMEOUT_SECONDS + " s"));
            }
        });
        opening.link = SocketLink.connect(loop, address, layer, opening);
    }

    /** Stands in for the owner until the connection is made. */
    private static final class Opening implements LinkOwner {
        private final LinkOwner owner;
        private SocketLink link;
        private Runnable forgetTimer;

        private Opening(LinkOwner owner) {
            this.owner = owner;
        }

        @Override
        public void opened(Link made) throws IOException {
            forgetTimer.run();
            made.owner(owner);
            owner.opened(made);
        }

        @Override
        public void received(Link made, ByteBuffer data) throws IOException {
            throw new IOException("data before the connection was made");
        }

        @Override
        public void ended(Link made) throws IOException {
            throw new IOException("connection closed by the peer");
        }

        @Override
        public void fill(ByteBuffer out) {
            // nothing to be said yet
        }

        @Override
        public void closed(Link made, IOException cause) {
            forgetTimer.run();
            owner.closed(made, cause);
        }
    }
}
