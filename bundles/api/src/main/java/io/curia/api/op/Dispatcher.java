package io.curia.api.op;

import java.util.concurrent.CompletableFuture;

/**
 * Runs operations, wherever they have to run: here, on a server, on the leader, in another datacenter. Does once what is
 * the same for all: tokens, consistency, blocking, retries, filtering by access control, metrics.
 *
 * <p>Never blocks the caller. Futures end exceptionally with a {@link CuriaException} only. Continuations without an
 * executor run on the thread that found the answer, possibly the one that applies writes: they must be short.
 */
public interface Dispatcher {
    /** Reads; with {@code options.minIndex > 0} the answer comes when there is a newer one, or when the wait is over. */
    <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options);

    /** Writes; the answer comes after the write is durable and applied. */
    <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options);

    /**
     * The store's present index: anything derived from answers read at this index holds
     * until it changes. Cheap enough to ask on every query.
     */
    long storeIndex();
}
