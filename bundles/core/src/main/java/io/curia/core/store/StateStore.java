package io.curia.core.store;

import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The present state. Read by any thread; written by the one that applies the log.
 */
public final class StateStore {
    /** Told of every change, on the writing thread, after it can be read; must be short. */
    public interface Listener {
        /** A log entry was applied. */
        void onCommit(State before, State after, StateTxn changes);

        /** The whole state was replaced. */
        void onRestore(State after);
    }

    private volatile State state = State.EMPTY;
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    /** The present state. */
    public State state() {
        return state;
    }

    /** Starts a change for a log entry. */
    public StateTxn begin(long index, long term) {
        return new StateTxn(state, index, term);
    }

    /** Publishes a change. */
    public void commit(StateTxn txn) {
        State before = state;
        State after = new State(txn);
        state = after;
        for (Listener listener : listeners) {
            listener.onCommit(before, after, txn);
        }
    }

    /** Replaces everything. */
    public void restore(State restored) {
        state = restored;
        for (Listener listener : listeners) {
            listener.onRestore(restored);
        }
    }

    /** Adds a listener. The handle removes it. */
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
