package io.curia.api.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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

    /**
     * Opens a stream of answers, as gRPC calls it: a method with one request and any number of answers.
     *
     * @param method gRPC's path, for example {@code /subscribe.StateChangeSubscription/Subscribe}
     * @param request in protobuf
     * @param peer host:port of the caller, for the log
     * @return for one subscriber: the answers, in protobuf, each made when it is asked for, on any thread, one at a time. An error
     *     is a {@link StatusException}; a method that there is not is one too
     */
    Flow.Publisher<byte[]> stream(String method, byte[] request, String peer);
}
