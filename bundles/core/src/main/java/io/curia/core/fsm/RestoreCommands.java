package io.curia.core.fsm;

import io.curia.core.codec.Msgpack;
import io.curia.core.store.Snapshot;
import io.curia.core.store.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces the whole state through the log: a snapshot comes in pieces, the last of which makes it take effect on every
 * server at the same index. A first piece drops what an interrupted restore left.
 *
 * <p>A command is the type byte, a flag byte (1 first, 2 last) and the piece.
 */
public final class RestoreCommands {
    /** Bytes of a snapshot in one command; well below what an engine takes as one entry. */
    public static final int PIECE = 512 * 1024;
    private static final int FIRST = 1;
    private static final int LAST = 2;

    private final Msgpack msgpack;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);

    RestoreCommands(Msgpack msgpack) {
        this.msgpack = msgpack;
    }

    /** The commands that restore a snapshot. */
    public static List<byte[]> split(byte[] snapshot) {
        List<byte[]> commands = new ArrayList<>();
        int at = 0;
        do {
            int length = Math.min(PIECE, snapshot.length - at);
            byte[] command = new byte[length + 2];
            command[0] = CommandType.RESTORE;
            command[1] = (byte) ((at == 0 ? FIRST : 0) | (at + length == snapshot.length ? LAST : 0));
            System.arraycopy(snapshot, at, command, 2, length);
            commands.add(command);
            at += length;
        } while (at < snapshot.length);
        return commands;
    }

    /** The new state after the last piece, else null. */
    State apply(byte[] command, long index, long term) throws IOException {
        if ((command[1] & FIRST) != 0) {
            pieces.reset();
        }
        pieces.write(command, 2, command.length - 2);
        if ((command[1] & LAST) == 0) {
            return null;
        }
        byte[] whole = pieces.toByteArray();
        pieces.reset();
        return new Snapshot(msgpack).read(new ByteArrayInputStream(whole)).at(index, term);
    }
}
