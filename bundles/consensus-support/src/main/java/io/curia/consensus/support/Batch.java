package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.Applied;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Commands that share an entry of the log, so that they share its cost and its sync. In the log each is its length, four bytes,
 * and its content.
 *
 * <p>Commands are counted on their own: theirs is the index that users and the state machine see, and the positions of entries
 * stay inside.
 */
public class Batch {
    /** What a command takes on top of its content. */
    public static final int OVERHEAD = Integer.BYTES;

    /** A write: what is appended, and who waits. */
    public record Command(byte[] bytes, CompletableFuture<Applied> future) {
        Command(byte[] bytes) {
            this(bytes, new CompletableFuture<>());
        }
    }

    private final List<Command> commands;
    private volatile boolean appended;

    /** @param commands at least one; not to be changed any more */
    public Batch(List<Command> commands) {
        this.commands = commands;
    }

    public final List<Command> commands() {
        return commands;
    }

    /** The entry. */
    protected final byte[] encode() {
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

    /** The contents of an entry that another server, or an earlier run of this one, has put into the log. */
    public static List<byte[]> read(ByteBuffer entry) {
        List<byte[]> contents = new ArrayList<>();
        while (entry.hasRemaining()) {
            byte[] bytes = new byte[entry.getInt()];
            entry.get(bytes);
            contents.add(bytes);
        }
        return contents;
    }

    /** How many commands an entry holds. */
    public static int count(ByteBuffer entry) {
        int count = 0;
        while (entry.hasRemaining()) {
            int length = entry.getInt();
            entry.position(entry.position() + length);
            count++;
        }
        return count;
    }

    /** It is in the log or about to be: from here on a failure leaves the outcome of its commands unknown. */
    public final void markAppended() {
        appended = true;
    }

    public final boolean isAppended() {
        return appended;
    }
}
