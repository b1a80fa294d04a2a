package io.curia.raft.atomix;

import io.curia.consensus.support.Batch;
import java.util.List;

/** A batch that is known again by its place among the entries of this server's session. */
final class SessionBatch extends Batch {
    /** 0 until it is on its way. */
    private volatile long sequence;

    SessionBatch(List<Command> commands) {
        super(commands);
    }

    byte[] content() {
        return encode();
    }

    long sequence() {
        return sequence;
    }

    void entersAs(long number) {
        sequence = number;
    }
}
