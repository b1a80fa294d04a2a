package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import java.util.concurrent.CompletableFuture;

/**
 * Where operations go that are not carried out here. Never blocks; futures end exceptionally with a
 * {@link io.curia.api.op.CuriaException} only, and cancelling one tells the other side.
 */
public interface Elsewhere {
    /** To a server of the datacenter of the options. */
    <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options);

    /** To a server of the datacenter of the options. */
    <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options);

    /** To the leader of this datacenter, at the address given. Ends with NO_LEADER when it does not lead (any more). */
    <Q, R> CompletableFuture<Answer<R>> readAt(String leader, ReadOperation<Q, R> operation, Q request,
            ReadOptions options);

    /** To the leader of this datacenter, at the address given. Ends with NO_LEADER when nothing was done. */
    <Q, R> CompletableFuture<R> writeAt(String leader, WriteOperation<Q, R> operation, Q request, WriteOptions options);
}
