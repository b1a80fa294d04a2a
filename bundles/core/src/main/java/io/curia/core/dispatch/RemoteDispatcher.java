package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.CompletableFuture;

/** The dispatcher of an agent in client mode: a server does it, and knows where else if it has to. */
public final class RemoteDispatcher implements Dispatcher {
    private final Elsewhere servers;

    public RemoteDispatcher(Elsewhere servers) {
        this.servers = servers;
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return servers.read(operation, request, options);
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return servers.write(operation, request, options);
    }

    /** Nothing is known here: no answer can be vouched for. */
    @Override
    public long storeIndex() {
        return 0;
    }
}
