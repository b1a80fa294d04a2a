package io.curia.core.dispatch;

import io.curia.api.agent.Filters;
import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusException;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.core.codec.Msgpack;
import io.curia.core.fsm.Results;
import io.curia.core.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The dispatcher of a server: everything is done here, on its own store and consensus engine.
 *
 * <p>Reads are evaluated on the caller's thread, or for those who wait on the refresher. Nothing blocks.
 */
public final class LocalDispatcher implements Dispatcher, AutoCloseable {
    /**
     * @param datacenter this one
     * @param defaultWaitMillis of a blocking query that names none
     * @param maxWaitMillis of a blocking query
     * @param holdMillis how long to look for a leader
     */
    public record Settings(String datacenter, long defaultWaitMillis, long maxWaitMillis, long holdMillis) { }

    private static final int JITTER = 16;
    private static final long FIRST_PAUSE = 10;

    private final Settings settings;
    private final OperationTable operations;
    private final StateStore store;
    private final Supplier<Consensus> consensus;
    private final Filters filters;
    private final Msgpack msgpack;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final LiveQueries queries;
    private final AutoCloseable registration;

    /**
     * @param consensus the engine, null while there is none
     * @param refresher evaluates what waiting readers get; two threads are enough
     * @param timers for the ends of waits
     * @param nanos a clock that never goes back
     */
    public LocalDispatcher(Settings settings, OperationTable operations, StateStore store, Supplier<Consensus> consensus,
            Filters filters, Msgpack msgpack, Executor refresher, ScheduledExecutorService timers,
            RandomGenerator random, LongSupplier nanos) {
        this.settings = settings;
        this.operations = operations;
        this.store = store;
        this.consensus = consensus;
        this.filters = filters;
        this.msgpack = msgpack;
        this.timers = timers;
        this.random = random;
        this.nanos = nanos;
        WatchRegistry registry = new WatchRegistry();
        this.queries = new LiveQueries(store, registry, refresher);
        this.registration = store.listen(registry);
    }

    @Override
    public long storeIndex() {
        return store.state().index;
    }

    // -- reads ---------------------------------------------------------------------------------------------------------

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        try {
            checkDatacenter(options.datacenter());
            ReadHandler<Q, R> handler = operations.handler(operation);
            UnaryOperator<R> filter = filter(handler, options.filter());
            if (options.consistency() == Consistency.STALE) {
                return evaluate(handler, request, options, filter);
            }
            CompletableFuture<Void> barrier = barrier(options.consistency(), deadline());
            if (barrier.isDone() && !barrier.isCompletedExceptionally()) {
                return evaluate(handler, request, options, filter);
            }
            return barrier.thenCompose(passed -> evaluate(handler, request, options, filter));
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void checkDatacenter(String datacenter) {
        if (!datacenter.isEmpty() && !datacenter.equals(settings.datacenter())) {
            throw CuriaException.failed("No path to datacenter");
        }
    }

    private <Q, R> CompletableFuture<Answer<R>> evaluate(ReadHandler<Q, R> handler, Q request, ReadOptions options,
            UnaryOperator<R> filter) {
        try {
            if (options.minIndex() == 0 && !handler.shared()) {
                View view = new View(store.state(), false);
                R value = filter.apply(handler.function().read(request, view));
                return CompletableFuture.completedFuture(
                        new Answer<>(value, view.index(), 0, leaderKnown(), options.consistency()));
            }
            LiveQuery<Q, R> query = queries.query(handler, request, options, filter);
            Answer<R> answer = query.current();
            if (answer == null) {
                queries.drop(handler, request, options, query);
                return evaluate(handler, request, options, filter);
            }
            if (options.minIndex() == 0 || answer.index() > options.minIndex()) {
                return CompletableFuture.completedFuture(answer);
            }
            return await(handler, request, options, filter, query);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <Q, R> CompletableFuture<Answer<R>> await(ReadHandler<Q, R> handler, Q request, ReadOptions options,
            UnaryOperator<R> filter, LiveQuery<Q, R> query) {
        LiveQuery.Waiter<R> waiter = new LiveQuery.Waiter<>(options.minIndex());
        if (!query.await(waiter)) {
            queries.drop(handler, request, options, query);
            return evaluate(handler, request, options, filter);
        }
        Future<?> timer = timers.schedule(() -> expire(query, waiter), waitMillis(options), TimeUnit.MILLISECONDS);
        waiter.future.whenComplete((answer, failure) -> {
            timer.cancel(false);
            if (failure != null) {
                query.forget(waiter);
            }
        });
        return waiter.future;
    }

    private <R> void expire(LiveQuery<?, R> query, LiveQuery.Waiter<R> waiter) {
        query.forget(waiter);
        try {
            waiter.future.complete(query.current());
        } catch (CuriaException e) {
            waiter.future.completeExceptionally(e);
        }
    }

    private long waitMillis(ReadOptions options) {
        long wait = options.waitMillis() <= 0 ? settings.defaultWaitMillis()
                : Math.min(options.waitMillis(), settings.maxWaitMillis());
        return wait + random.nextLong(Math.max(1, wait / JITTER));
    }

    @SuppressWarnings("unchecked")
    private <R> UnaryOperator<R> filter(ReadHandler<?, R> handler, String expression) {
        if (expression.isEmpty()) {
            return UnaryOperator.identity();
        }
        Class<?> elementType = handler.elementType();
        if (elementType == null) {
            return value -> (R) FilteredParts.filter(value, expression, filters);
        }
        Predicate<Object> test = test(filters, expression, elementType);
        return value -> {
            List<Object> kept = new ArrayList<>();
            for (Object element : (List<Object>) value) {
                if (test.test(element)) {
                    kept.add(element);
                }
            }
            return (R) kept;
        };
    }

    @SuppressWarnings("unchecked")
    static Predicate<Object> test(Filters filters, String expression, Class<?> elementType) {
        return (Predicate<Object>) filters.compile(expression, elementType);
    }

    private boolean leaderKnown() {
        Consensus engine = consensus.get();
        return engine != null && !engine.status().leaderAddress().isEmpty();
    }

    // -- leadership ----------------------------------------------------------------------------------------------------

    private long deadline() {
        return nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(settings.holdMillis());
    }

    private CompletableFuture<Void> barrier(Consistency consistency, long deadline) {
        Consensus engine = consensus.get();
        if (engine == null) {
            return retry(deadline, () -> barrier(consistency, deadline));
        }
        CompletableFuture<Void> barrier = engine.readBarrier(consistency == Consistency.CONSISTENT
                ? Consensus.Barrier.LINEARIZABLE : Consensus.Barrier.LEASE);
        if (barrier.isDone() && !barrier.isCompletedExceptionally()) {
            return barrier;
        }
        return barrier.handle((passed, failure) -> failure).thenCompose(failure -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(null);
            }
            return isNotLeader(failure) ? retry(deadline, () -> barrier(consistency, deadline))
                    : CompletableFuture.failedFuture(translated(failure));
        });
    }

    private <T> CompletableFuture<T> retry(long deadline, Supplier<CompletableFuture<T>> attempt) {
        if (nanos.getAsLong() >= deadline) {
            return CompletableFuture.failedFuture(new CuriaException(Kind.NO_LEADER, "No cluster leader"));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        long waited = settings.holdMillis() - TimeUnit.NANOSECONDS.toMillis(deadline - nanos.getAsLong());
        // soon at first, as a leader is mostly a moment away; then as the reference does
        long pause = 1 + random.nextLong(Math.max(1, Math.min(settings.holdMillis() / JITTER, waited + FIRST_PAUSE)));
        timers.schedule(() -> attempt.get().whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(unwrapped(failure));
            } else {
                result.complete(value);
            }
        }), pause, TimeUnit.MILLISECONDS);
        return result;
    }

    private static boolean isNotLeader(Throwable failure) {
        return unwrapped(failure) instanceof ConsensusException refused
                && refused.reason() == ConsensusException.Reason.NOT_LEADER;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CuriaException translated(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof CuriaException known) {
            return known;
        }
        if (cause instanceof ConsensusException refused) {
            return switch (refused.reason()) {
                case NOT_LEADER -> new CuriaException(Kind.NO_LEADER, "No cluster leader");
                case TIMED_OUT -> new CuriaException(Kind.TIMED_OUT, "timed out enqueuing operation");
                case UNAVAILABLE -> new CuriaException(Kind.UNAVAILABLE, refused.getMessage());
            };
        }
        return new CuriaException(Kind.FAILED, "internal error: " + cause.getMessage(), cause);
    }

    // -- writes --------------------------------------------------------------------------------------------------------

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        try {
            checkDatacenter(options.datacenter());
            return write(operations.handler(operation), request, deadline());
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <Q, R> CompletableFuture<R> write(WriteHandler<Q, R> handler, Q request, long deadline) {
        Consensus engine = consensus.get();
        if (engine == null || !engine.status().leading()) {
            return retry(deadline, () -> write(handler, request, deadline));
        }
        WriteHandler.Prepared<R> prepared;
        try {
            prepared = handler.preparation().prepare(request);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (prepared.command() == null) {
            return CompletableFuture.completedFuture(prepared.answer());
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        engine.apply(prepared.command()).whenComplete((applied, failure) -> {
            try {
                if (failure == null) {
                    answer.complete(prepared.result().apply(
                            Results.decode(applied.result(), handler.operation().answer(), msgpack)));
                } else if (isNotLeader(failure)) {
                    retry(deadline, () -> write(handler, request, deadline)).whenComplete((value, again) -> {
                        if (again != null) {
                            answer.completeExceptionally(translated(again));
                        } else {
                            answer.complete(value);
                        }
                    });
                } else {
                    answer.completeExceptionally(translated(failure));
                }
            } catch (CuriaException refusal) {
                answer.completeExceptionally(
                        new CuriaException(refusal.kind(), handler.errorPrefix() + refusal.getMessage()));
            }
        });
        return answer;
    }

    @Override
    public void close() throws Exception {
        registration.close();
    }
}
