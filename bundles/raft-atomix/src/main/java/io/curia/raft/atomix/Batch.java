package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus.Applied;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Commands that share an entry of the log, so that they share its sync. In the log each is its length, four bytes, and its
 * content.
 *
 * <p>Commands are counted on their own: theirs is the index that users and the state machine see, and the positions of
 * entries stay inside.
 */
final class Batch {
    /** What a command takes on top of its content. */
    static final int OVERHEAD = Integer.BYTES;

    /** A write: what is appended, and who waits. */
    record Command(byte[] bytes, CompletableFuture<Applied> future) {
        Command(byte[] bytes) {
            this(bytes, new CompletableFuture<>());
        }
    }

    private final List<Command> commands;
    /** Of the entry among those of this server's session; 0 until it is on its way. */
    private volatile long sequence;
    private volatile boolean appended;

    /** @param commands at least one; not to be changed any more */
    Batch(List<Command> commands) {
        this.commands = commands;
    }

    List<Command> commands() {
        return commands;
    }

    byte[] content() {
        int size = 0;
        for (Command command : commands) {
            size += OVERHEAD + command.bytes().length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (Command command : commands) {
            buffer.putInt(command.bytes().length).put(command.bytes());
        }
        return buffer.array();
    }

    /** The contents of an entry. */
    static List<byte[]> read(byte[] entry) {
        ByteBuffer buffer = ByteBuffer.wrap(entry);
        List<byte[]> contents = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] bytes = new byte[buffer.getInt()];
            buffer.get(bytes);
            contents.add(bytes);
        }
        return contents;
    }

    long sequence() {
        return sequence;
    }

    void entersAs(long number) {
        sequence = number;
    }

    /** It is in the log: from here on a failure leaves the outcome of its commands unknown. */
    void markAppended() {
        appended = true;
    }

    boolean isAppended() {
        return appended;
    }
}
