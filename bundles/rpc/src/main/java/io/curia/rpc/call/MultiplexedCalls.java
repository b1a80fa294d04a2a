package io.curia.rpc.call;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.NotReadException;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.yamux.Session;
import io.curia.rpc.yamux.Stream;
import io.curia.rpc.yamux.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a connection whose streams carry calls. Bounds: {@value #MOST_STREAMS} streams; and for unfinished
 * requests, unsent answers and {@value #STREAM_COST} bytes for each stream, {@value #MOST_BYTES} bytes, out of a budget that all
 * connections share.
 */
public final class MultiplexedCalls implements LinkOwner, Session.Host {
    static final int MOST_STREAMS = 16_384;
    static final long MOST_BYTES = 192L << 20;
    static final int STREAM_COST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MultiplexedCalls.class);

    private final Link link;
    private final Supplier<RpcHandler> handlers;
    private final Budget budget;
    private final Session session;
    private final QuietLog log;

    /** Serves a connection that has said it is one. */
    public MultiplexedCalls(Link link, Supplier<RpcHandler> handlers, Budget whole, QuietLog log) {
        this.link = link;
        this.handlers = handlers;
        this.log = log;
        this.budget = new Budget(MOST_BYTES, whole);
        this.session = new Session(false, this, link.loop(), new Session.Limits(MOST_STREAMS, 1), budget);
        session.start();
    }

    @Override
    public void received(Link its, ByteBuffer data) {
        session.receive(data);
    }

    @Override
    public void ended(Link its) throws IOException {
        throw new IOException("closed by the peer");
    }

    @Override
    public void fill(ByteBuffer out) {
        session.fill(out);
    }

    @Override
    public void closed(Link its, IOException cause) {
        if (cause instanceof NotReadException) {
            log.warn("connection of " + link.peer() + " ended: " + cause.getMessage());
        }
        LOG.debug("connection of {} ended: {}", link.peer(), cause.getMessage());
        session.end(cause);
    }

    @Override
    public void outputReady() {
        link.flushSoon();
    }

    @Override
    public StreamListener accept(Stream stream) {
        if (!budget.take(STREAM_COST)) {
            return null;
        }
        return new StreamCalls(stream, handlers, link.loop()::execute, link.peer(), budget, log,
                () -> budget.give(STREAM_COST));
    }

    @Override
    public void mayOpen() {
        // it opens none
    }

    @Override
    public void peerLeaves() {
        // its streams go on until it closes the connection
    }

    @Override
    public void over(IOException cause) {
        log.warn("connection of " + link.peer() + " ended: " + cause.getMessage());
        link.flush();
        link.close(cause);
    }
}
