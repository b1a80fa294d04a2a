package io.curia.raft.atomix;

import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotReader;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.utils.time.WallClockTimestamp;
import io.curia.api.consensus.StateMachine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Atomix' snapshots, with ours inside: eight bytes, the index of the newest command covered, and the state. A new one is on the disk for
 * good before the old one goes. Atomix counts their bytes in an int, and holds one that arrives in memory until it is
 * whole: a state has to be smaller than 2 GB.
 */
final class SnapshotFolder extends SnapshotStore {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path directory;

    SnapshotFolder(RaftStorage storage) {
        super(storage);
        this.directory = storage.directory().toPath();
    }

    /** Writes it; it does not count before {@link Snapshot#complete}. */
    Snapshot write(long index, long command, StateMachine.SnapshotWriter state) throws IOException {
        Snapshot snapshot = newSnapshot(index, new WallClockTimestamp());
        try (SnapshotWriter writer = snapshot.openWriter();
                OutputStream out = new BufferedOutputStream(new Output(writer), BUFFER_BYTES)) {
            writer.writeLong(command);
            state.write(out);
        } catch (IOException | RuntimeException e) {
            snapshot.delete();
            throw e;
        }
        return snapshot;
    }

    /** Of the newest command covered. */
    static long commandOf(Snapshot snapshot) {
        try (SnapshotReader reader = snapshot.openReader()) {
            return reader.readLong();
        }
    }

    static void restore(Snapshot snapshot, StateMachine machine) throws IOException {
        try (SnapshotReader reader = snapshot.openReader()) {
            reader.readLong();
            machine.restore(new Input(reader));
        }
    }

    @Override
    protected synchronized void completeSnapshot(Snapshot snapshot) {
        if (directory != null) {
            // not while those that are there are being read
            SyncedLog.syncDirectory(directory);
        }
        super.completeSnapshot(snapshot);
    }

    private static final class Output extends OutputStream {
        private final SnapshotWriter writer;

        Output(SnapshotWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(int value) {
            writer.writeByte(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writer.write(bytes, offset, length);
        }
    }

    private static final class Input extends InputStream {
        private final SnapshotReader reader;

        Input(SnapshotReader reader) {
            this.reader = reader;
        }

        @Override
        public int read() {
            return reader.hasRemaining() ? reader.readUnsignedByte() : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = Math.min(length, reader.remaining());
            if (count == 0) {
                return -1;
            }
            byte[] piece = offset == 0 && count == bytes.length ? bytes : new byte[count];
            reader.read(piece);
            if (piece != bytes) {
                System.arraycopy(piece, 0, bytes, offset, count);
            }
            return count;
        }

        @Override
        public int available() {
            return reader.remaining();
        }
    }
}
