package io.curia.raft;

import io.curia.api.consensus.Consensus.Applied;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * A write on its way: what is appended, and who waits. Ratis hands the message that entered back when the entry is
 * applied, so the answer needs no look-up and no encoding.
 */
final class Command implements Message {
    private final byte[] bytes;
    private final ByteString content;
    private final CompletableFuture<Applied> future = new CompletableFuture<>();
    private volatile boolean appended;

    Command(byte[] bytes) {
        this.bytes = bytes;
        this.content = UnsafeByteOperations.unsafeWrap(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public ByteString getContent() {
        return content;
    }

    CompletableFuture<Applied> future() {
        return future;
    }

    /** The command is about to enter the log: from here on a failure leaves its outcome unknown. */
    void markAppended() {
        appended = true;
    }

    boolean isAppended() {
        return appended;
    }
}
