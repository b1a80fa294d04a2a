package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Applied;
import io.curia.api.consensus.ConsensusException;
import java.util.concurrent.CompletableFuture;

/** Commands on their way through the log; each is answered once. Thread-safe. */
public interface WriteQueue {
    /** @see io.curia.api.consensus.Consensus#apply */
    CompletableFuture<Applied> apply(byte[] command);

    /** Why a command of so many bytes is not taken at the moment; null if it is. */
    ConsensusException refusal(int length);

    /** The log cannot be written any more, or was closed: answers what is under way. */
    void failAll(Throwable cause);

    /** Once the log is closed; answers whatever is left. */
    void close();
}
