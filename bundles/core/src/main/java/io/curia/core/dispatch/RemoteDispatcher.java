package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.CompletableFuture;

/** The dispatcher of an agent in client mode: a server does it, and knows where else if it has to. */
public final class RemoteDispatcher implements Dispatcher {
    private final Elsewhere servers;
    private final CallRate rate;

    public RemoteDispatcher(Elsewhere servers, CallRate rate) {
        this.servers = servers;
        this.rate = rate;
    }

    /** What a call that comes too soon is refused with. */
    public static CuriaException tooOften() {
        return new CuriaException(CuriaException.Kind.RATE_LIMITED, "RPC rate limit exceeded");
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return rate.take() ? servers.read(operation, request, options)
                : CompletableFuture.failedFuture(tooOften());
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return rate.take() ? servers.write(operation, request, options)
                : CompletableFuture.failedFuture(tooOften());
    }

    /** Nothing is known here: no answer can be vouched for. */
    @Override
    public long storeIndex() {
        return 0;
    }
}
