package io.curia.rpc.grpc;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.http2.Request;
import io.curia.rpc.http2.Session;
import io.curia.rpc.http2.Stream;
import io.curia.rpc.http2.StreamListener;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.NotReadException;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a connection that carries gRPC. Bounds: {@value #MOST_STREAMS} calls at a time; {@value #MOST_FIELDS} bytes of a request's
 * fields; and for answers that wait to be sent and {@value #STREAM_COST} bytes for each call, {@value #MOST_BYTES} bytes, out of a budget that
 * all connections share.
 */
public final class GrpcConnection implements LinkOwner, Session.Host {
    static final int MOST_STREAMS = 16_384;
    static final int MOST_FIELDS = 8 * 1024;
    static final long MOST_BYTES = 192L << 20;
    static final int STREAM_COST = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(GrpcConnection.class);
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Link link;
    private final Supplier<RpcHandler> handlers;
    private final Budget budget;
    private final Session session;
    private final QuietLog log;

    /** Serves a connection that has said it is one. */
    public GrpcConnection(Link link, Supplier<RpcHandler> handlers, Budget whole, QuietLog log) {
        this.link = link;
        this.handlers = handlers;
        this.log = log;
        this.budget = new Budget(MOST_BYTES, whole);
        this.session = new Session(this, link.loop(), new Session.Limits(MOST_STREAMS, MOST_FIELDS));
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
        session.end();
    }

    @Override
    public void outputReady() {
        link.flushSoon();
    }

    @Override
    public StreamListener accept(Stream stream, Request request) {
        if (!budget.take(STREAM_COST)) {
            return null;
        }
        Runnable atEnd = () -> budget.give(STREAM_COST);
        int refusal = !request.method().equals("POST") ? METHOD_NOT_ALLOWED
                : !request.contentType().startsWith("application/grpc") ? UNSUPPORTED_MEDIA_TYPE : 0;
        if (refusal != 0) {
            stream.end(ResponseFields.refusal(refusal));
            return new Refused(atEnd);
        }
        return new GrpcCall(stream, request.path(), link.peer(), handlers, link.loop()::execute, budget, atEnd);
    }

    @Override
    public void over(IOException cause) {
        log.warn("connection of " + link.peer() + " ended: " + cause.getMessage());
        link.flush();
        link.close(cause);
    }
}
