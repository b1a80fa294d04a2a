package io.curia.core.dispatch;

import io.curia.core.store.StateStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * All live queries by what they ask. Those that nobody waits for are kept up to {@value #MAX_IDLE}, the longest unused
 * going first; those that somebody waits for are as many as there are waiting connections.
 */
final class LiveQueries {
    /** Answers kept that nobody waits for. */
    static final int MAX_IDLE = 4096;

    private record Question(String operation, Object request, String filter) { }

    private final ConcurrentHashMap<Question, LiveQuery<?, ?>> queries = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();
    private final StateStore store;
    private final WatchRegistry registry;
    private final Executor refresher;
    private volatile int sweepAt = MAX_IDLE;

    LiveQueries(StateStore store, WatchRegistry registry, Executor refresher) {
        this.store = store;
        this.registry = registry;
        this.refresher = refresher;
    }

    /** The query for a question; a new one when there is none. */
    @SuppressWarnings("unchecked")
    <Q, R> LiveQuery<Q, R> query(ReadHandler<Q, R> handler, Q request, String filterText, UnaryOperator<R> filter) {
        Question question = new Question(handler.operation().name(), request, filterText);
        LiveQuery<?, ?> found = queries.get(question);
        if (found == null) {
            found = queries.computeIfAbsent(question,
                    unknown -> new LiveQuery<>(handler, request, filter, store, registry, refresher));
            if (queries.size() > sweepAt) {
                sweep();
            }
        }
        found.lastUsed = uses.incrementAndGet();
        return (LiveQuery<Q, R>) found;
    }

    /** Drops a query that has ended, so that the next one asking starts anew. */
    <Q, R> void drop(ReadHandler<Q, R> handler, Q request, String filterText, LiveQuery<Q, R> query) {
        queries.remove(new Question(handler.operation().name(), request, filterText), query);
    }

    private synchronized void sweep() {
        long oldest = uses.get() - MAX_IDLE / 2;
        queries.forEach((question, query) -> {
            if (query.lastUsed < oldest && query.closeIfIdle()) {
                queries.remove(question, query);
            }
        });
        sweepAt = Math.max(MAX_IDLE, queries.size() + MAX_IDLE / 2);
    }

    int size() {
        return queries.size();
    }
}
