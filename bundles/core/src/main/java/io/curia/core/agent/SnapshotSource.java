package io.curia.core.agent;

import io.curia.api.agent.AgentControl.SnapshotArchive;
import java.util.concurrent.CompletableFuture;

/** The whole state as an archive; published by whoever holds the state, within the core. */
public interface SnapshotSource {
    /** A consistent copy in the archive format, of a datacenter's state; "" for the own one. */
    CompletableFuture<SnapshotArchive> snapshot(String datacenter, boolean stale, String token);

    /** Replaces the whole state of a datacenter; "" for the own one. */
    CompletableFuture<Void> restore(String datacenter, byte[] archive, String token);
}
