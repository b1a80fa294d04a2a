package io.curia.consensus.support;

import io.curia.api.consensus.ConsensusTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * The transport of the server port, which may come after the engine, go, and come again: without one, calls fail as if the
 * network were down, and the handler is given to the next. Thread-safe.
 */
public final class LateTransport implements ConsensusTransport {
    private volatile ConsensusTransport present;
    /** Guarded by this object, as what follows. */
    private Handler handler;
    private AutoCloseable serving;

    public synchronized void set(ConsensusTransport transport) {
        present = transport;
        attach();
    }

    public synchronized void unset(ConsensusTransport transport) {
        if (present == transport) {
            detach();
            present = null;
        }
    }

    private void attach() {
        detach();
        if (present != null && handler != null) {
            serving = present.serve(handler);
        }
    }

    private void detach() {
        AutoCloseable ending = serving;
        serving = null;
        if (ending != null) {
            try {
                ending.close();
            } catch (Exception e) {
                throw new IllegalStateException("the transport does not let go", e);
            }
        }
    }

    @Override
    public CompletableFuture<ByteBuffer> call(String address, Lane lane, ByteBuffer request, long timeoutMillis) {
        ConsensusTransport transport = present;
        return transport == null ? CompletableFuture.failedFuture(new IOException("the server port is not open"))
                : transport.call(address, lane, request, timeoutMillis);
    }

    @Override
    public synchronized AutoCloseable serve(Handler next) {
        handler = next;
        attach();
        return () -> end(next);
    }

    private synchronized void end(Handler ended) {
        if (handler == ended) {
            handler = null;
            detach();
        }
    }
}
