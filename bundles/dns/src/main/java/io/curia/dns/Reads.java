package io.curia.dns;

import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The reads that one DNS answer is made of, remembered so that a kept answer can be told from an outdated one.
 * Continuations of reads that take time run on the workers, never on the thread that found the answer.
 */
final class Reads {
    private final Dispatcher dispatcher;
    private final Executor workers;
    private final DnsSettings settings;
    private final String token;
    private final String ownDatacenter;
    private final long startIndex;
    private final List<Read<?, ?>> done = new CopyOnWriteArrayList<>();
    private volatile boolean foreign;

    /** One read and its answer. */
    private record Read<Q, R>(ReadOperation<Q, R> operation, Q request, ReadOptions options, Answer<R> answer) {
        boolean unchanged(Dispatcher dispatcher) {
            CompletableFuture<Answer<R>> again = dispatcher.read(operation, request, options);
            return again.isDone() && !again.isCompletedExceptionally() && again.join() == answer;
        }
    }

    Reads(Dispatcher dispatcher, Executor workers, DnsSettings settings, String token, String ownDatacenter) {
        this.dispatcher = dispatcher;
        this.workers = workers;
        this.settings = settings;
        this.token = token;
        this.ownDatacenter = ownDatacenter;
        // Before the first read: what is written in between must make the answer look outdated, not fresh.
        this.startIndex = dispatcher.storeIndex();
    }

    /** Reads in a datacenter, "" for the own one. */
    <Q, R> CompletableFuture<R> read(ReadOperation<Q, R> operation, Q request, String datacenter) {
        boolean own = datacenter.isEmpty() || datacenter.equals(ownDatacenter);
        if (!own) {
            foreign = true;
        }
        ReadOptions options = new ReadOptions(own ? "" : datacenter, token, 0, 0,
                settings.allowStale() ? Consistency.STALE : Consistency.DEFAULT,
                settings.allowStale() ? settings.maxStaleMillis() : 0, "");
        CompletableFuture<Answer<R>> found = dispatcher.read(operation, request, options);
        CompletableFuture<R> value = found.thenApply(answer -> {
            done.add(new Read<>(operation, request, options, answer));
            return answer.value();
        });
        return found.isDone() ? value : value.whenCompleteAsync((answer, failure) -> { }, workers);
    }

    /** The answer depends on more than the own store. */
    void dependsOnOthers() {
        foreign = true;
    }

    /** Whether the own store can vouch for the answer. */
    boolean vouched() {
        return !foreign && settings.allowStale() && startIndex > 0;
    }

    /** The store's index before the first read. */
    long startIndex() {
        return startIndex;
    }

    String token() {
        return token;
    }

    /** Whether all reads give the very same answers now. */
    boolean unchanged() {
        for (Read<?, ?> read : done) {
            if (!read.unchanged(dispatcher)) {
                return false;
            }
        }
        return true;
    }
}
