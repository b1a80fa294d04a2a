package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.CompletableFuture;

/** The dispatcher of an agent in client mode that knows of no server: whatever has to be asked elsewhere is refused. */
public final class NoServers implements Dispatcher {
    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return CompletableFuture.failedFuture(refusal());
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return CompletableFuture.failedFuture(refusal());
    }

    private static CuriaException refusal() {
        return new CuriaException(CuriaException.Kind.NO_LEADER, "No known Consul servers");
    }

    @Override
    public long storeIndex() {
        return 0;
    }
}
