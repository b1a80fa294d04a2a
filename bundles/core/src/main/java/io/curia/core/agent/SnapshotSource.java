package io.curia.core.agent;

import io.curia.api.agent.AgentControl.SnapshotArchive;
import java.util.concurrent.CompletableFuture;

/** The whole state as an archive; published by whoever holds the state, within the core. */
public interface SnapshotSource {
    /** A consistent copy in the archive format. */
    CompletableFuture<SnapshotArchive> snapshot(boolean stale, String token);

    /** Replaces the whole state. */
    CompletableFuture<Void> restore(byte[] archive, String token);
}
