package io.curia.consensus.support;

import java.time.Duration;

/**
 * The times of a cluster. A server that has heard nothing of a leader for a random time between the election timeout and
 * twice that asks for votes; a leader sends a heartbeat every half election timeout.
 *
 * <p>Invariant: the lease is shorter than the election timeout by what two clocks may differ, as its holders count on nobody
 * being elected while it lasts.
 */
public record Timing(Duration electionTimeout, Duration lease) {
    private static final long ELECTION_MILLIS = 500;
    /** Of the election timeout, in per cent. */
    private static final int LEASE_SHARE = 80;

    /**
     * @param multiplier scales what is not given
     * @param electionMillis 0 to derive it from the multiplier
     * @param leaseMillis 0 to derive it from the election timeout; what is too long is cut
     */
    public static Timing of(int multiplier, long electionMillis, long leaseMillis) {
        long election = electionMillis > 0 ? electionMillis : ELECTION_MILLIS * Math.max(1, multiplier);
        long longest = election * LEASE_SHARE / 100;
        return new Timing(Duration.ofMillis(election), Duration.ofMillis(leaseMillis > 0 ? Math.min(leaseMillis, longest) : longest));
    }

    public long electionMillis() {
        return electionTimeout.toMillis();
    }

    public long electionNanos() {
        return electionTimeout.toNanos();
    }
}
