package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Barrier;
import io.curia.api.consensus.Consensus.Peer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One run of an engine over a directory: opened once, closed once. Indexes are those of commands. Any thread may call it; only
 * {@link #changeMembers}, {@link #transferLeadership} and {@link #close} may take their time.
 */
public interface LogNode extends AutoCloseable {
    /** Whether it leads and has applied what was committed before. */
    boolean isLeading();

    /** Whether it was elected. */
    boolean isLeader();

    /** Whether this server is the only one that votes. */
    boolean isAlone();

    /** The present one. */
    long term();

    /** "" while none is known. */
    String leaderId();

    /** host:port, "" while none is known. */
    String leaderAddress();

    /** Since the leader was heard of; negative when never. */
    long lastContactMillis();

    /** The servers of the newest configuration. */
    List<Peer> peers();

    /** The newest command of the log; while some are not applied yet, as if each had an entry of its own. */
    long lastIndex();

    /** The newest command committed, as {@link #lastIndex} counts. */
    long commitIndex();

    /** The newest command applied. */
    long appliedIndex();

    /** The newest command in a snapshot, 0 for none. */
    long snapshotIndex();

    /** Ends with the index of the newest command covered. */
    CompletableFuture<Long> snapshot();

    /** Ends when what was acknowledged before the call is applied here; with a {@code TimeoutException} if that takes too long. */
    CompletableFuture<Void> await(Barrier barrier);

    /** Ends reads that have waited too long; to be called now and then. */
    void expireReads();

    /** On the leader; ends when the new configuration is committed. */
    CompletableFuture<Void> changeMembers(List<Peer> peers) throws IOException;

    /** On the leader; {@code id} is of the server that is to lead, "" for the best. */
    CompletableFuture<Void> transferLeadership(String id) throws IOException;

    /** Whether what has failed failed because another server leads. */
    default boolean isForAnotherLeader(Throwable failure) {
        return false;
    }

    /** Whether it has let go of the directory, after {@link #close}. */
    default boolean isClosed() {
        return true;
    }

    @Override
    void close() throws IOException;
}
