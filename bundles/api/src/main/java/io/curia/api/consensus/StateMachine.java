package io.curia.api.consensus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a consensus engine drives; published as an OSGi service by the core. Deterministic: no clock, no randomness.
 *
 * <p>{@link #apply} and {@link #restore} are called by one thread at a time, in the order of the log. {@link #freeze} is
 * called between two commands by the same thread; the writer that it returns runs later, on another thread, beside
 * further commands.
 */
public interface StateMachine {
    /** Applies one command; the result goes to whoever waits for it. Never throws: a refusal is a result. */
    byte[] apply(long index, long term, byte[] command);

    /** Fixes the present state for writing. */
    SnapshotWriter freeze();

    /** Replaces the whole state. */
    void restore(InputStream state) throws IOException;

    /** The index of the newest command applied, which a restored state brings with it. */
    long appliedIndex();

    /** A state as of one moment. */
    interface SnapshotWriter extends AutoCloseable {
        /** The newest command that it covers. */
        long index();

        /** Writes it; once. */
        void write(OutputStream out) throws IOException;

        @Override
        void close();
    }
}
