package io.curia.api.op;

import java.util.function.Function;

/**
 * The answer to a read, shared by everybody who asked the same and must not modify it.
 *
 * @param <R> what was asked for
 */
public final class Answer<R> {
    /** What is the same whoever asks, and when. */
    private static final class Content<R> {
        private final R value;
        private volatile Object encoded;

        Content(R value) {
            this.value = value;
        }
    }

    private final Content<R> content;
    private final long index;
    private final long lastContactMillis;
    private final boolean knownLeader;
    private final Consistency consistency;

    /**
     * @param index of the newest write that the answer can depend on; at least 1
     * @param lastContactMillis since the answering server last heard of the leader; 0 on the leader
     */
    public Answer(R value, long index, long lastContactMillis, boolean knownLeader, Consistency consistency) {
        this(new Content<>(value), index, lastContactMillis, knownLeader, consistency);
    }

    private Answer(Content<R> content, long index, long lastContactMillis, boolean knownLeader, Consistency consistency) {
        this.content = content;
        this.index = index;
        this.lastContactMillis = lastContactMillis;
        this.knownLeader = knownLeader;
        this.consistency = consistency;
    }

    /** What was asked for. */
    public R value() {
        return content.value;
    }

    /** The same answer, its encoded form too, given while the leader was last heard of so long ago. */
    public Answer<R> heard(long contactMillis, boolean known) {
        return new Answer<>(content, index, contactMillis, known, consistency);
    }

    /** Of the newest write that the answer can depend on; at least 1. */
    public long index() {
        return index;
    }

    /** Milliseconds since the answering server last heard of the leader; 0 on the leader. */
    public long lastContactMillis() {
        return lastContactMillis;
    }

    /** Whether the answering server knew of a leader. */
    public boolean knownLeader() {
        return knownLeader;
    }

    /** How the read was done. */
    public Consistency consistency() {
        return consistency;
    }

    /**
     * The encoded form, made once and kept with the answer. The one frontend that encodes answers of this operation
     * owns it; two threads may race to encode, then either result is kept.
     */
    @SuppressWarnings("unchecked")
    public <E> E encoded(Function<? super R, ? extends E> encoder) {
        Object known = content.encoded;
        if (known == null) {
            known = encoder.apply(content.value);
            content.encoded = known;
        }
        return (E) known;
    }
}
