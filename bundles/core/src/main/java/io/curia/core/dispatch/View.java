package io.curia.core.dispatch;

import io.curia.core.store.State;
import java.util.HashSet;
import java.util.Set;

/** What a read function sees: one state; and what it says of its answer: the index, and what it depends on. */
public final class View {
    private final State state;
    private final Set<String> topics;
    private long index;

    View(State state, boolean watched) {
        this.state = state;
        this.topics = watched ? new HashSet<>(4) : null;
    }

    /** The data. */
    public State state() {
        return state;
    }

    /** The answer changes when this topic (see {@link io.curia.core.store.Topics}) is touched. */
    public void watch(String topic) {
        if (topics != null) {
            topics.add(topic);
        }
    }

    /** Whether anybody wants to know what the answer depends on. */
    public boolean watched() {
        return topics != null;
    }

    /** The answer depends on the write of this index. */
    public void index(long written) {
        index = Math.max(index, written);
    }

    long index() {
        return Math.max(1, index);
    }

    Set<String> topics() {
        return topics;
    }
}
