package io.curia.rpc.call;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.QuietLog;
import io.curia.rpc.yamux.Stream;
import io.curia.rpc.yamux.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The calls that come on one stream. */
final class StreamCalls implements StreamListener, Pipe {
    private final Stream stream;
    private final CallServer server;
    private final Runnable atEnd;
    private boolean over;

    /** @param atEnd run once, when the caller has gone */
    StreamCalls(Stream stream, Supplier<RpcHandler> handlers, Executor loop, String peer, Budget budget, QuietLog log,
            Runnable atEnd) {
        this.stream = stream;
        this.server = new CallServer(handlers, loop, this, peer, budget, log);
        this.atEnd = atEnd;
    }

    @Override
    public void received(Stream its, ByteBuffer data) throws IOException {
        server.received(data);
    }

    @Override
    public void ended(Stream its) {
        server.ended();
        over();
    }

    @Override
    public void broken(Stream its, IOException cause) {
        server.over();
        over();
    }

    private void over() {
        if (!over) {
            over = true;
            atEnd.run();
        }
    }

    @Override
    public void send(ByteBuffer data) {
        stream.write(data);
    }

    @Override
    public void credit(int bytes) {
        stream.credit(bytes);
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public void reset(IOException cause) {
        stream.reset();
        broken(stream, cause);
    }
}
