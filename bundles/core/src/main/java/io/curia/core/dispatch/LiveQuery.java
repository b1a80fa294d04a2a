package io.curia.core.dispatch;

import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * A question that is asked by many, or waited for: its present answer, and who waits for the next. Evaluated once for all
 * of them after a change of what it depends on.
 *
 * <p>States: <em>fresh</em> (the answer holds), <em>touched</em> (something that it depends on has changed since).
 * A touch comes from the thread that applies the log, right after the change can be read. Invariant: a query that is
 * touched and has waiters has a refresh under way, so nobody misses a change.
 */
final class LiveQuery<Q, R> {
    /** Someone who wants an answer with an index above {@code minIndex}. */
    static final class Waiter<R> {
        final CompletableFuture<Answer<R>> future = new CompletableFuture<>();
        final long minIndex;
        private int position = -1;

        Waiter(long minIndex) {
            this.minIndex = minIndex;
        }
    }

    /** An answer, and how often the query had been touched before it was worked out: it holds until the next touch. */
    private record Kept<R>(Answer<R> answer, long touches) { }

    private final ReadHandler<Q, R> handler;
    private final Q request;
    private final UnaryOperator<R> filter;
    private final Consistency consistency;
    private final StateStore store;
    private final WatchRegistry registry;
    private final Executor refresher;
    private Set<String> topics = Set.of();
    private List<Waiter<R>> waiters = new ArrayList<>(1);
    private boolean closed;
    /** How often it was touched; written by the thread that applies the log alone. */
    private volatile long touches;
    private volatile int waiting;
    private volatile boolean refreshing;
    private volatile boolean restored;
    private volatile Kept<R> kept;
    volatile long lastUsed;

    LiveQuery(ReadHandler<Q, R> handler, Q request, UnaryOperator<R> filter, Consistency consistency,
            StateStore store, WatchRegistry registry, Executor refresher) {
        this.handler = handler;
        this.request = request;
        this.filter = filter;
        this.consistency = consistency;
        this.store = store;
        this.registry = registry;
        this.refresher = refresher;
    }

    /** The present answer; null when the query is closed and has to be looked up again. */
    Answer<R> current() {
        Kept<R> present = kept;
        return holds(present) ? present.answer() : evaluate();
    }

    private boolean holds(Kept<R> present) {
        return present != null && present.touches() == touches;
    }

    /** Waits for an index above that of the waiter; false when the query is closed. */
    boolean await(Waiter<R> waiter) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            waiter.position = waiters.size();
            waiters.add(waiter);
            waiting = waiters.size();
        }
        if (!holds(kept)) {
            scheduleRefresh();
        }
        return true;
    }

    /** No longer waits. */
    synchronized void forget(Waiter<R> waiter) {
        int at = waiter.position;
        if (at >= 0) {
            Waiter<R> last = waiters.remove(waiters.size() - 1);
            if (last != waiter) {
                waiters.set(at, last);
                last.position = at;
            }
            waiter.position = -1;
            waiting = waiters.size();
        }
    }

    /** Something that the answer depends on has changed. On the thread that applies the log. */
    void touched() {
        touches = touches + 1;
        scheduleRefresh();
    }

    /** The whole store was replaced: whoever waits gets an answer at once. */
    void restored() {
        restored = true;
        touched();
    }

    private void scheduleRefresh() {
        if (!refreshing && waiting > 0) {
            refreshing = true;
            refresher.execute(this::refresh);
        }
    }

    private void refresh() {
        refreshing = false;
        boolean all = restored;
        restored = false;
        List<Waiter<R>> ready = new ArrayList<>();
        Answer<R> present = null;
        CuriaException failure = null;
        try {
            present = current();
        } catch (CuriaException e) {
            failure = e;
        }
        synchronized (this) {
            List<Waiter<R>> still = new ArrayList<>();
            for (Waiter<R> waiter : waiters) {
                boolean due = all || failure != null || present == null || present.index() > waiter.minIndex;
                waiter.position = due ? -1 : still.size();
                (due ? ready : still).add(waiter);
            }
            waiters = still;
            waiting = still.size();
        }
        for (Waiter<R> waiter : ready) {
            if (failure != null) {
                waiter.future.completeExceptionally(failure);
            } else {
                waiter.future.complete(present);
            }
        }
    }

    private synchronized Answer<R> evaluate() {
        if (closed) {
            return null;
        }
        Kept<R> present = kept;
        if (holds(present)) {
            return present.answer();
        }
        while (true) {
            long before = touches;
            State state = store.state();
            View view = new View(state, true);
            R value = filter.apply(handler.function().read(request, view));
            if (watch(view.topics()) && store.state() != state) {
                continue;
            }
            Answer<R> answer = new Answer<>(value, view.index(), 0, true, consistency);
            kept = new Kept<>(answer, before);
            return answer;
        }
    }

    /** Follows these topics from now on; true when some of them are new, so that a change may have been missed. */
    private boolean watch(Set<String> wanted) {
        boolean added = false;
        for (String topic : wanted) {
            if (!topics.contains(topic)) {
                registry.add(topic, this);
                added = true;
            }
        }
        for (String topic : topics) {
            if (!wanted.contains(topic)) {
                registry.remove(topic, this);
            }
        }
        topics = wanted;
        return added;
    }

    /** Ends it unless somebody waits; true when it has ended. */
    synchronized boolean closeIfIdle() {
        if (!waiters.isEmpty()) {
            return false;
        }
        closed = true;
        watch(Set.of());
        kept = null;
        return true;
    }
}
