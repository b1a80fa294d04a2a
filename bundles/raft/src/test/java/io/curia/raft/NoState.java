package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Keeps nothing but the index. */
final class NoState implements StateMachine {
    private volatile long applied;

    @Override
    public byte[] apply(long index, long term, byte[] command) {
        applied = index;
        return new byte[1];
    }

    @Override
    public SnapshotWriter freeze() {
        long index = applied;
        return new SnapshotWriter() {
            @Override
            public long index() {
                return index;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                out.write(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
            }

            @Override
            public void close() {
                // nothing held
            }
        };
    }

    @Override
    public void restore(InputStream state) throws IOException {
        applied = ByteBuffer.wrap(state.readAllBytes()).getLong();
    }

    @Override
    public long appliedIndex() {
        return applied;
    }
}
