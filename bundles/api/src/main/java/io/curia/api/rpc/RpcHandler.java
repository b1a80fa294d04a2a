package io.curia.api.rpc;

import java.util.concurrent.CompletableFuture;

/**
 * Answers the calls of other agents. Published as an OSGi service by the core; the rpc bundle calls it on its own
 * threads, which must not be blocked. A future is cancelled when nobody waits for it any more.
 */
public interface RpcHandler {
    /** The largest archive that is saved or restored, in bytes. */
    int MAX_ARCHIVE_BYTES = 1 << 30;

    /**
     * Carries out a call.
     *
     * @param method for example {@code KVS.Apply}
     * @param body the request, in msgpack
     * @param peer host:port of the caller, for the log
     * @return the answer in msgpack; a failure's message is the error text that the caller gets
     */
    CompletableFuture<byte[]> call(String method, byte[] body, String peer);

    /** Saves (empty archive) or restores; refusals are in the reply. */
    CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer);
}
