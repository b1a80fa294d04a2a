package io.curia.api.op;

/**
 * How a read is to be done.
 *
 * @param datacenter the datacenter asked, "" for the agent's own
 * @param token the secret of the caller's token, "" for none
 * @param minIndex wait until the answer's index is above this; 0 answers at once
 * @param waitMillis how long to wait at the most; 0 for the default
 * @param consistency how fresh
 * @param maxStaleMillis with STALE: read again on the leader when the answer is older; 0 for no limit
 * @param filter a filter expression applied to the elements of the answer, "" for none
 */
public record ReadOptions(String datacenter, String token, long minIndex, long waitMillis, Consistency consistency,
        long maxStaleMillis, String filter) {
    /** At once, from the own datacenter, without a token. */
    public static final ReadOptions DEFAULT = new ReadOptions("", "", 0, 0, Consistency.DEFAULT, 0, "");
    /** As {@link #DEFAULT}, from whoever is asked. */
    public static final ReadOptions STALE = new ReadOptions("", "", 0, 0, Consistency.STALE, 0, "");

    /** The same with another token. */
    public ReadOptions withToken(String other) {
        return new ReadOptions(datacenter, other, minIndex, waitMillis, consistency, maxStaleMillis, filter);
    }

    /** The same, waiting for an index above {@code index}. */
    public ReadOptions waitingFor(long index, long millis) {
        return new ReadOptions(datacenter, token, index, millis, consistency, maxStaleMillis, filter);
    }

    /** The same in another datacenter. */
    public ReadOptions in(String other) {
        return new ReadOptions(other, token, minIndex, waitMillis, consistency, maxStaleMillis, filter);
    }

    /** The same, as fresh as that. */
    public ReadOptions with(Consistency other) {
        return new ReadOptions(datacenter, token, minIndex, waitMillis, other, maxStaleMillis, filter);
    }
}
