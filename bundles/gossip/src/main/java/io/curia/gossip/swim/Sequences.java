package io.curia.gossip.swim;

import java.util.HashMap;
import java.util.Map;

/** Who waits for which acknowledgement. Those who wait forget themselves in time; there are never more than {@link #MOST}. */
final class Sequences {
    static final int MOST = 4096;
    private static final long MASK = 0xffff_ffffL;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private long last;

    /** Someone who waits. */
    interface Waiting {
        void acknowledged(byte[] payload);

        /** Another one says that it was asked for, but did not come in time. */
        void refused();
    }

    long next() {
        last = last + 1 & MASK;
        return last;
    }

    boolean full() {
        return waiting.size() >= MOST;
    }

    void await(long sequence, Waiting who) {
        waiting.put(sequence, who);
    }

    void forget(long sequence) {
        waiting.remove(sequence);
    }

    Waiting get(long sequence) {
        return waiting.get(sequence);
    }
}
