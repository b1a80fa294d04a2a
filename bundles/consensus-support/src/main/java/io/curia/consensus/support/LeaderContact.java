package io.curia.consensus.support;

import java.util.function.LongSupplier;

/**
 * What a follower knows of its leader's being alive, and what it promised by answering: for one election timeout after each
 * message of the leader it helps nobody else to power. A server that has just started may have promised so before it
 * stopped, so it neither votes nor asks for votes at first. The leader's {@link LeaderLease} rests on this.
 *
 * <p>Votes that the leader itself asked for are exempt: it gave up its lease before. Thread-safe.
 */
public final class LeaderContact {
    private final LongSupplier nanoTime;
    private final long promise;
    private final long started;
    private volatile boolean heard;
    private volatile long last;

    public LeaderContact(LongSupplier nanoTime, Timing timing) {
        this.nanoTime = nanoTime;
        this.promise = timing.electionNanos();
        this.started = nanoTime.getAsLong();
    }

    /** A message of the present leader was taken. */
    public void touch() {
        last = nanoTime.getAsLong();
        heard = true;
    }

    public boolean mayVote() {
        long now = nanoTime.getAsLong();
        return now - started >= promise && (!heard || now - last >= promise);
    }

    public boolean mayCampaign() {
        return nanoTime.getAsLong() - started >= promise;
    }

    /** Since the leader was heard of, negative for never. */
    public long millis() {
        return heard ? Math.max(0, (nanoTime.getAsLong() - last) / 1_000_000) : -1;
    }
}
