package io.curia.raft;

import io.curia.api.consensus.Consensus.Applied;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * Commands that share an entry of Ratis' log, as an entry costs Ratis more than a small command costs us. In the log each is its
 * length, four bytes, and its content. Ratis hands the message that entered back when the entry is applied, so the
 * answers need no look-up.
 *
 * <p>Commands are counted on their own: theirs is the index that users and the state machine see, and the positions of Ratis'
 * entries stay inside.
 */
final class Batch implements Message {
    /** What a command takes on top of its content. */
    static final int OVERHEAD = Integer.BYTES;

    /** A write: what is appended, and who waits. */
    record Command(byte[] bytes, CompletableFuture<Applied> future) {
        Command(byte[] bytes) {
            this(bytes, new CompletableFuture<>());
        }
    }

    private final List<Command> commands;
    private final ByteString content;
    private volatile boolean appended;

    /** @param commands at least one; not to be changed any more */
    Batch(List<Command> commands) {
        this.commands = commands;
        int size = commands.stream().mapToInt(command -> OVERHEAD + command.bytes().length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (Command command : commands) {
            buffer.putInt(command.bytes().length).put(command.bytes());
        }
        content = UnsafeByteOperations.unsafeWrap(buffer.array());
    }

    /** The contents of an entry that another server, or an earlier run of this one, has put into the log. */
    static List<byte[]> read(ByteString entry) {
        ByteBuffer buffer = entry.asReadOnlyByteBuffer();
        List<byte[]> contents = new ArrayList<>();
        while (buffer.hasRemaining()) {
            byte[] bytes = new byte[buffer.getInt()];
            buffer.get(bytes);
            contents.add(bytes);
        }
        return contents;
    }

    /** How many commands an entry holds. */
    static int count(ByteString entry) {
        ByteBuffer buffer = entry.asReadOnlyByteBuffer();
        int count = 0;
        while (buffer.hasRemaining()) {
            int length = buffer.getInt();
            buffer.position(buffer.position() + length);
            count++;
        }
        return count;
    }

    List<Command> commands() {
        return commands;
    }

    @Override
    public ByteString getContent() {
        return content;
    }

    /** It is about to enter the log: from here on a failure leaves the outcome of its commands unknown. */
    void markAppended() {
        appended = true;
    }

    boolean isAppended() {
        return appended;
    }
}
