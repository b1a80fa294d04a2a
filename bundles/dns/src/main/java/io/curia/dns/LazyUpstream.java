package io.curia.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Makes the transport to the recursors when it is first needed: most agents never need it. */
final class LazyUpstream implements Upstream, Closeable {
    private final DnsService.Environment environment;
    private RecursorTransport transport;
    private boolean closed;

    LazyUpstream(DnsService.Environment environment) {
        this.environment = environment;
    }

    @Override
    public CompletableFuture<byte[]> exchange(InetSocketAddress server, boolean tcp, byte[] query, long timeoutMillis) {
        RecursorTransport present = transport();
        return present == null
                ? CompletableFuture.failedFuture(new IOException("the DNS interface has ended"))
                : present.exchange(server, tcp, query, timeoutMillis);
    }

    private synchronized RecursorTransport transport() {
        if (transport == null && !closed) {
            transport = new RecursorTransport(environment.nanoClock(), environment.secureRandom().get());
        }
        return transport;
    }

    @Override
    public void close() {
        RecursorTransport ending;
        synchronized (this) {
            closed = true;
            ending = transport;
        }
        if (ending != null) {
            ending.close();
        }
    }
}
