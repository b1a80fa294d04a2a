package io.curia.core.dispatch;

import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.WriteOperation;
import io.curia.core.dispatch.ReadHandler.Place;
import io.curia.core.dispatch.WriteHandler.Prepared;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** All operations by name. Filled once, then only read. */
public final class OperationTable {
    private final Map<String, ReadHandler<?, ?>> reads = new HashMap<>();
    private final Map<String, WriteHandler<?, ?>> writes = new HashMap<>();

    /** Adds a read whose answers are kept for whoever asks the same next. */
    public <Q, R> void shared(ReadOperation<Q, R> operation, ReadHandler.Function<Q, R> function) {
        reads.put(operation.name(), new ReadHandler<>(operation, function, true, Place.STORE, null));
    }

    /** Adds a read that is as cheap as looking up a kept answer, or too varied to be kept. */
    public <Q, R> void cheap(ReadOperation<Q, R> operation, ReadHandler.Function<Q, R> function) {
        reads.put(operation.name(), new ReadHandler<>(operation, function, false, Place.STORE, null));
    }

    /** Adds a read whose answers lead to something further. */
    public <Q, R> void followed(ReadOperation<Q, R> operation, ReadHandler.Function<Q, R> function,
            ReadHandler.Follow<Q, R> follow) {
        reads.put(operation.name(), new ReadHandler<>(operation, function, false, Place.STORE, follow));
    }

    /** Adds a read that only the leader can answer. */
    public <Q, R> void onLeader(ReadOperation<Q, R> operation, ReadHandler.Function<Q, R> function) {
        reads.put(operation.name(), new ReadHandler<>(operation, function, false, Place.LEADER, null));
    }

    /** Adds a read that every server answers for itself, or as well as any other. */
    public <Q, R> void here(ReadOperation<Q, R> operation, ReadHandler.Function<Q, R> function) {
        reads.put(operation.name(), new ReadHandler<>(operation, function, false, Place.HERE, null));
    }

    /** Adds something that every server can do, and that is not in the log. */
    public <Q, R> void anywhere(WriteOperation<Q, R> operation, Function<Q, CompletableFuture<R>> action) {
        writes.put(operation.name(),
                new WriteHandler<>(operation, request -> Prepared.later(action.apply(request)), "", true));
    }

    /** Adds a write. */
    public <Q, R> void write(WriteOperation<Q, R> operation, WriteHandler.Preparation<Q, R> preparation) {
        write(operation, "", preparation);
    }

    /** Adds a write whose refusals by the state machine get a prefix. */
    public <Q, R> void write(WriteOperation<Q, R> operation, String errorPrefix,
            WriteHandler.Preparation<Q, R> preparation) {
        writes.put(operation.name(), new WriteHandler<>(operation, preparation, errorPrefix, false));
    }

    @SuppressWarnings("unchecked")
    <Q, R> ReadHandler<Q, R> handler(ReadOperation<Q, R> operation) {
        ReadHandler<?, ?> found = reads.get(operation.name());
        if (found == null) {
            throw CuriaException.failed("rpc: can't find method " + operation.name());
        }
        return (ReadHandler<Q, R>) found;
    }

    @SuppressWarnings("unchecked")
    <Q, R> WriteHandler<Q, R> handler(WriteOperation<Q, R> operation) {
        WriteHandler<?, ?> found = writes.get(operation.name());
        if (found == null) {
            throw CuriaException.failed("rpc: can't find method " + operation.name());
        }
        return (WriteHandler<Q, R>) found;
    }
}
