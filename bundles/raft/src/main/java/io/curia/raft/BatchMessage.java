package io.curia.raft;

import io.curia.consensus.support.Batch;
import java.util.List;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** A batch as Ratis takes it. Ratis hands it back when the entry is applied, so the answers need no look-up. */
final class BatchMessage extends Batch implements Message {
    private final ByteString content;

    BatchMessage(List<Command> commands) {
        super(commands);
        content = UnsafeByteOperations.unsafeWrap(encode());
    }

    @Override
    public ByteString getContent() {
        return content;
    }
}
