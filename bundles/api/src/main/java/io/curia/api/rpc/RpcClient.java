package io.curia.api.rpc;

import java.util.concurrent.CompletableFuture;

/**
 * Calls other agents' server ports (reference: gossip-rpc, section 4). Published as an OSGi service by the rpc bundle.
 * Thread-safe, and nothing blocks. Futures end exceptionally with an {@link RpcException} only; cancelling one tells the
 * other side that nobody waits any more. Continuations run on threads of the bundle and must be short.
 *
 * <p>Connections are kept while they are used; how many calls one may carry at a time is bounded, further ones wait.
 */
public interface RpcClient {
    /**
     * Calls a method.
     *
     * @param method for example {@code KVS.Apply}
     * @param body the request, in msgpack
     * @param timeoutMillis until the answer has to be there; for a blocking query longer than its wait
     * @return the answer, in msgpack
     */
    CompletableFuture<byte[]> call(RpcTarget target, String method, byte[] body, long timeoutMillis);

    /**
     * There is reason to think that a server, or the way to it, has gone or has just come back: connections to it that show no
     * sign of life within 2 seconds end, and calls that wait on them fail, as {@link RpcException.Reason#BROKEN} if they were sent.
     * Without this a call may wait for TCP, which tries again only after about as long as the way was cut. Does nothing where
     * there is no connection.
     *
     * @param address host and port of the server
     */
    void doubt(String address);

    /**
     * A snapshot operation on its own kind of stream.
     *
     * @param request in msgpack
     * @param archive to be restored; empty to save
     * @return the answer in msgpack and the archive saved, empty after a restore
     */
    CompletableFuture<SnapshotReply> snapshot(RpcTarget target, byte[] request, byte[] archive, long timeoutMillis);

    /**
     * The answer to a snapshot request. An error of the other side is in the reply, not an exception.
     *
     * @param reply in msgpack
     * @param archive at most {@link RpcHandler#MAX_ARCHIVE_BYTES}
     */
    record SnapshotReply(byte[] reply, byte[] archive) { }
}
