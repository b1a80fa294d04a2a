package io.curia.gossip.swim;

/**
 * A pool's timing (reference: gossip-rpc, 2.2). Times in nanoseconds.
 *
 * @param probeInterval between two probes
 * @param probeTimeout until others are asked to probe
 * @param indirectChecks how many are asked
 * @param gossipInterval between two rounds of gossip, while there is something to tell
 * @param gossipNodes how many are told in a round
 * @param gossipToDead how long the dead are still told, for they may live
 * @param pushPullInterval between two exchanges of everything; grows with the pool
 * @param suspicionMult the least time of suspicion in probe intervals, times the logarithm of the pool's size
 * @param suspicionMaxMult the longest time of suspicion in least times
 * @param retransmitMult how often a message is sent, times the logarithm of the pool's size
 * @param reclaim how long a name's owner must be dead until another address may claim it
 * @param streamTimeout for a whole exchange on a stream
 */
public record Timing(long probeInterval, long probeTimeout, int indirectChecks, long gossipInterval, int gossipNodes,
        long gossipToDead, long pushPullInterval, int suspicionMult, int suspicionMaxMult, int retransmitMult,
        long reclaim, long streamTimeout) {
    private static final long MILLIS = 1_000_000;
    private static final long SECONDS = 1_000 * MILLIS;
    private static final int PUSH_PULL_SCALES_FROM = 32;
    private static final int LEAST_ROUNDS = 2;
    public static final Timing LAN = new Timing(SECONDS, 500 * MILLIS, 3, 200 * MILLIS, 3, 30 * SECONDS, 30 * SECONDS, 4,
            6, 4, 30 * SECONDS, 10 * SECONDS);
    public static final Timing WAN = new Timing(5 * SECONDS, 3 * SECONDS, 3, 500 * MILLIS, 3, 60 * SECONDS, 60 * SECONDS,
            6, 6, 4, 30 * SECONDS, 30 * SECONDS);

    /** The same with what can be configured. */
    public Timing with(long probeMillis, long timeoutMillis, long gossipMillis, int nodes, int suspicion,
            int retransmit) {
        return new Timing(Math.max(1, probeMillis) * MILLIS, Math.max(1, timeoutMillis) * MILLIS, indirectChecks,
                Math.max(1, gossipMillis) * MILLIS, Math.max(1, nodes), gossipToDead, pushPullInterval,
                Math.max(1, suspicion), suspicionMaxMult, Math.max(1, retransmit), reclaim, streamTimeout);
    }

    /** The least time of suspicion in a pool of n. */
    public long suspicionMin(int n) {
        return (long) (suspicionMult * Math.max(1, Math.log10(Math.max(1, n))) * probeInterval);
    }

    /**
     * How often a message is sent in a pool of n (reference: gossip-rpc, timings), but in one of fewer than ten as often as in one
     * of ten: there the random choices of so few senders miss somebody now and then, who then waits for an exchange of everything.
     */
    public int retransmits(int n) {
        return retransmitMult * Math.max(LEAST_ROUNDS, (int) Math.ceil(Math.log10(n + 1)));
    }

    /** The time between two exchanges of everything in a pool of n. */
    public long pushPull(int n) {
        if (n <= PUSH_PULL_SCALES_FROM) {
            return pushPullInterval;
        }
        double doublings = Math.log((double) n / PUSH_PULL_SCALES_FROM) / Math.log(2);
        return pushPullInterval * ((long) Math.ceil(doublings) + 1);
    }
}
