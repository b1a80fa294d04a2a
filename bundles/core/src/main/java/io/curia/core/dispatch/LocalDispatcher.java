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
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The dispatcher of a server. Reads are done here, on its own store, whether it leads or not: a follower asks the leader no more
 * than how far the log is. Writes are done by the leader, and what is for another datacenter there.
 *
 * <p>Reads are evaluated on the caller's thread, or for those who wait on the refresher. Nothing blocks.
 */
public final class LocalDispatcher implements Dispatcher, AutoCloseable {
    /**
     * @param datacenter this one
     * @param defaultWaitMillis of a blocking query that names none
     * @param maxWaitMillis of a blocking query
     */
    public record Settings(String datacenter, long defaultWaitMillis, long maxWaitMillis) { }

    private static final int JITTER = 16;

    private final Settings settings;
    private final OperationTable operations;
    private final StateStore store;
    private final Supplier<Consensus> consensus;
    private final Filters filters;
    private final Msgpack msgpack;
    private final ScheduledExecutorService timers;
    private final RandomGenerator random;
    private final Elsewhere elsewhere;
    private final Hold hold;
    private final LiveQueries queries;
    private final AutoCloseable registration;

    /**
     * @param consensus the engine, null while there is none
     * @param refresher evaluates what waiting readers get; two threads are enough
     * @param timers for the ends of waits
     * @param elsewhere the leader and other datacenters
     * @param hold how long to look for a leader
     */
    public LocalDispatcher(Settings settings, OperationTable operations, StateStore store, Supplier<Consensus> consensus,
            Filters filters, Msgpack msgpack, Executor refresher, ScheduledExecutorService timers,
            RandomGenerator random, Elsewhere elsewhere, Hold hold) {
        this.settings = settings;
        this.operations = operations;
        this.store = store;
        this.consensus = consensus;
        this.filters = filters;
        this.msgpack = msgpack;
        this.timers = timers;
        this.random = random;
        this.elsewhere = elsewhere;
        this.hold = hold;
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
            if (!isHere(options.datacenter())) {
                return elsewhere.read(operation, request, options);
            }
            ReadHandler<Q, R> handler = operations.handler(operation);
            if (handler.place() == ReadHandler.Place.LEADER) {
                return onLeader(handler, request, options, hold.deadline());
            }
            UnaryOperator<R> filter = filter(handler, options.filter());
            if (options.consistency() == Consistency.STALE && handler.place() == ReadHandler.Place.STORE && tooOld(options)) {
                return read(operation, request, options.with(Consistency.DEFAULT));
            }
            CompletableFuture<Answer<R>> answer = options.consistency() == Consistency.STALE
                    || handler.place() == ReadHandler.Place.HERE ? evaluate(handler, request, options, filter)
                    : afterBarrier(handler, request, options, filter);
            return handler.follow() == null ? answer
                    : answer.thenCompose(found -> handler.follow().follow(request, options, found));
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <Q, R> CompletableFuture<Answer<R>> afterBarrier(ReadHandler<Q, R> handler, Q request, ReadOptions options,
            UnaryOperator<R> filter) {
        CompletableFuture<Void> barrier = barrier(options.consistency(), hold.deadline());
        if (barrier.isDone() && !barrier.isCompletedExceptionally()) {
            return evaluate(handler, request, options, filter);
        }
        CompletableFuture<Answer<R>> result = new CompletableFuture<>();
        barrier.whenComplete((passed, failure) -> {
            if (failure != null) {
                result.completeExceptionally(translated(failure));
            } else if (!result.isDone()) {
                Hold.pass(evaluate(handler, request, options, filter), result);
            }
        });
        return result;
    }

    private <Q, R> CompletableFuture<Answer<R>> onLeader(ReadHandler<Q, R> handler, Q request, ReadOptions options,
            long deadline) {
        Consensus engine = consensus.get();
        Consensus.Status status = engine == null ? null : engine.status();
        if (status != null && status.leading()) {
            return evaluate(handler, request, options, UnaryOperator.identity());
        }
        if (status == null || status.leaderAddress().isEmpty()) {
            return hold.again(deadline, LocalDispatcher::noLeader, () -> onLeader(handler, request, options, deadline));
        }
        return elsewhere.readAt(status.leaderAddress(), handler.operation(), request, options)
                .handle((answer, failure) -> retried(answer, failure, deadline,
                        () -> onLeader(handler, request, options, deadline))).thenCompose(UnaryOperator.identity());
    }

    /** What came of a try at the leader: it is repeated if the other side did nothing, not knowing of being the leader. */
    private <T> CompletableFuture<T> retried(T value, Throwable failure, long deadline,
            Supplier<CompletableFuture<T>> attempt) {
        if (failure == null) {
            return CompletableFuture.completedFuture(value);
        }
        CuriaException refusal = translated(failure);
        return refusal.kind() == Kind.NO_LEADER ? hold.again(deadline, () -> refusal, attempt)
                : CompletableFuture.failedFuture(refusal);
    }

    private boolean tooOld(ReadOptions options) {
        if (options.maxStaleMillis() <= 0) {
            return false;
        }
        Consensus engine = consensus.get();
        long contact = engine == null ? -1 : engine.status().lastContactMillis();
        return contact < 0 || contact > options.maxStaleMillis();
    }

    private boolean isHere(String datacenter) {
        return datacenter.isEmpty() || datacenter.equals(settings.datacenter());
    }

    private <Q, R> CompletableFuture<Answer<R>> evaluate(ReadHandler<Q, R> handler, Q request, ReadOptions options,
            UnaryOperator<R> filter) {
        try {
            if (options.minIndex() == 0 && !handler.shared()) {
                View view = new View(store.state(), false);
                R value = filter.apply(handler.function().read(request, view));
                return CompletableFuture.completedFuture(
                        asOfNow(new Answer<>(value, view.index(), 0, true, options.consistency())));
            }
            LiveQuery<Q, R> query = queries.query(handler, request, options, filter);
            Answer<R> answer = query.current();
            if (answer == null) {
                queries.drop(handler, request, options, query);
                return evaluate(handler, request, options, filter);
            }
            if (options.minIndex() == 0 || answer.index() > options.minIndex()) {
                return CompletableFuture.completedFuture(asOfNow(answer));
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

    /** A stale answer says how old it may be. */
    private <R> Answer<R> asOfNow(Answer<R> answer) {
        if (answer.consistency() != Consistency.STALE) {
            return answer;
        }
        Consensus engine = consensus.get();
        Consensus.Status status = engine == null ? null : engine.status();
        return status == null ? answer.heard(0, false)
                : status.leading() ? answer
                : answer.heard(Math.max(0, status.lastContactMillis()), !status.leaderAddress().isEmpty());
    }

    // -- leadership ----------------------------------------------------------------------------------------------------

    private CompletableFuture<Void> barrier(Consistency consistency, long deadline) {
        Consensus engine = consensus.get();
        if (engine == null) {
            return hold.again(deadline, LocalDispatcher::noLeader, () -> barrier(consistency, deadline));
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
            // nothing is changed by a read: whatever happened, it may be tried again
            return Hold.unwrapped(failure) instanceof ConsensusException refused
                    && refused.reason() != ConsensusException.Reason.UNAVAILABLE
                    ? hold.again(deadline, LocalDispatcher::noLeader, () -> barrier(consistency, deadline))
                    : CompletableFuture.failedFuture(translated(failure));
        });
    }

    private static CuriaException noLeader() {
        return new CuriaException(Kind.NO_LEADER, "No cluster leader");
    }

    private static boolean isNotLeader(Throwable failure) {
        return Hold.unwrapped(failure) instanceof ConsensusException refused
                && refused.reason() == ConsensusException.Reason.NOT_LEADER;
    }

    private static CuriaException translated(Throwable failure) {
        Throwable cause = Hold.unwrapped(failure);
        if (cause instanceof CuriaException known) {
            return known;
        }
        if (cause instanceof ConsensusException refused) {
            return switch (refused.reason()) {
                case NOT_LEADER -> noLeader();
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
            if (!isHere(options.datacenter())) {
                return elsewhere.write(operation, request, options);
            }
            WriteHandler<Q, R> handler = operations.handler(operation);
            return handler.anywhere() ? prepared(handler, request, options, 0)
                    : write(handler, request, options, hold.deadline());
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <Q, R> CompletableFuture<R> write(WriteHandler<Q, R> handler, Q request, WriteOptions options, long deadline) {
        Consensus engine = consensus.get();
        Consensus.Status status = engine == null ? null : engine.status();
        if (status != null && status.leading()) {
            return prepared(handler, request, options, deadline);
        }
        if (status == null || status.leaderAddress().isEmpty()) {
            return hold.again(deadline, LocalDispatcher::noLeader, () -> write(handler, request, options, deadline));
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        elsewhere.writeAt(status.leaderAddress(), handler.operation(), request, options).whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                Hold.pass(retried(value, failure, deadline, () -> write(handler, request, options, deadline)), answer);
            }
        });
        return answer;
    }

    private <Q, R> CompletableFuture<R> prepared(WriteHandler<Q, R> handler, Q request, WriteOptions options,
            long deadline) {
        WriteHandler.Prepared<R> prepared;
        try {
            prepared = handler.preparation().prepare(request);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (prepared.later() != null) {
            return prepared.later();
        }
        if (prepared.command() == null) {
            return CompletableFuture.completedFuture(prepared.answer());
        }
        Consensus engine = consensus.get();
        if (engine == null) {
            // it was there a moment ago: it is being replaced
            return hold.again(deadline, LocalDispatcher::noLeader, () -> write(handler, request, options, deadline));
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        engine.apply(prepared.command()).whenComplete((applied, failure) -> {
            try {
                if (failure == null) {
                    answer.complete(prepared.result().apply(
                            Results.decode(applied.result(), handler.operation().answer(), msgpack)));
                } else if (isNotLeader(failure)) {
                    Hold.pass(hold.again(deadline, LocalDispatcher::noLeader,
                            () -> write(handler, request, options, deadline)), answer);
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
