package io.curia.rpc.call;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.NotReadException;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of a connection that carries calls one after another, without streams. */
public final class SingleCalls implements LinkOwner, Pipe {
    private static final Logger LOG = LoggerFactory.getLogger(SingleCalls.class);

    private final Link link;
    private final CallServer server;
    private final Budget budget;
    private final QuietLog log;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(2);

    /** Serves a connection that has said it is one. */
    public SingleCalls(Link link, Supplier<RpcHandler> handlers, Budget whole, QuietLog log) {
        this.link = link;
        this.log = log;
        this.budget = new Budget(MultiplexedCalls.MOST_BYTES, whole);
        this.server = new CallServer(handlers, link.loop()::execute, this, link.peer(), budget, log);
    }

    @Override
    public void received(Link its, ByteBuffer data) throws IOException {
        server.received(data);
    }

    @Override
    public void ended(Link its) {
        server.over();
        link.close(new IOException("closed by the peer"));
    }

    @Override
    public void fill(ByteBuffer out) {
        budget.give(Buffers.drain(unsent, out));
    }

    @Override
    public void closed(Link its, IOException cause) {
        if (cause instanceof NotReadException) {
            log.warn("connection of " + link.peer() + " ended: " + cause.getMessage());
        }
        LOG.debug("connection of {} ended: {}", link.peer(), cause.getMessage());
        server.over();
        unsent.forEach(data -> budget.give(data.remaining()));
        unsent.clear();
    }

    @Override
    public void send(ByteBuffer data) {
        if (link.isClosed()) {
            return;
        }
        if (!budget.take(data.remaining())) {
            link.closeSoon(new NotReadException("the peer does not read: too much waits for it"));
            return;
        }
        unsent.add(data);
        link.flushSoon();
    }

    @Override
    public void credit(int bytes) {
        // TCP has a window of its own
    }

    @Override
    public void close() {
        link.endOutput();
    }

    @Override
    public void reset(IOException cause) {
        link.close(cause);
    }
}
