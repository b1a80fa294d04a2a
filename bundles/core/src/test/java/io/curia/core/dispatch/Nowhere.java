package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.CompletableFuture;

/** There is no other server. */
public final class Nowhere implements Elsewhere {
    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(CuriaException.failed("No path to datacenter"));
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return refused();
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return refused();
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> readAt(String leader, ReadOperation<Q, R> operation, Q request,
            ReadOptions options) {
        return refused();
    }

    @Override
    public <Q, R> CompletableFuture<R> writeAt(String leader, WriteOperation<Q, R> operation, Q request,
            WriteOptions options) {
        return refused();
    }
}
