package io.curia.raft.atomix;

/** The sizes of Atomix' log and of what waits for it; each bound is written down here. */
final class AtomixLimits {
    /** The largest command; larger ones are refused. */
    static final int COMMAND_BYTES = 1 << 20;
    /** What an entry of one command takes on top of it. */
    private static final int OVERHEAD = 256;
    /** The largest entry. Each reader and writer of the journal holds two of them in memory. */
    static final int ENTRY_BYTES = COMMAND_BYTES + OVERHEAD;
    /** A file of the log, which has that size from the beginning; snapshots drop whole files only. */
    static final int SEGMENT_BYTES = 8 << 20;
    /** Below that nothing is written: Atomix refuses a new segment where there is not room for three. */
    static final long RESERVE_BYTES = 4L * SEGMENT_BYTES;
    /** Commands accepted and not answered, at most; beyond it they are refused. */
    static final int PENDING_COMMANDS = 16_384;
    static final long PENDING_BYTES = 64L << 20;
    /** Commands that share an entry, at most. */
    static final int BATCH_COMMANDS = 1_024;
    /** What is read ahead of the state machine, in bytes and in entries. */
    static final int READ_AHEAD_BYTES = 2 << 20;
    static final int READ_AHEAD_ENTRIES = 1_024;
    /** Calls of other servers that wait; senders have a few each under way, so this is reached by a defect alone. */
    static final int WAITING_CALLS = 1_024;

    private AtomixLimits() { }
}
