package io.curia.raft.atomix;

import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotReader;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.utils.time.WallClockTimestamp;
import io.curia.api.consensus.StateMachine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Atomix' snapshots, with ours inside: the index of the newest command covered, the state, and the CRC-32 of the state. A
 * new one is on the disk for good before the old one goes. Atomix counts their bytes in an int, and holds one that arrives
 * in memory until it is whole: a state has to be smaller than 2 GB.
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
        try (SnapshotWriter writer = snapshot.openWriter()) {
            writer.writeLong(command);
            CheckedOutputStream out = new CheckedOutputStream(new BufferedOutputStream(new Output(writer), BUFFER_BYTES), new CRC32());
            state.write(out);
            out.flush();
            writer.writeLong(out.getChecksum().getValue());
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

    private static void check(Snapshot snapshot) throws IOException {
        try (SnapshotReader reader = snapshot.openReader()) {
            if (reader.remaining() < 2 * Long.BYTES) {
                throw new IOException("the snapshot at entry " + snapshot.index() + " is cut off");
            }
            reader.readLong();
            CRC32 sum = new CRC32();
            byte[] piece = new byte[BUFFER_BYTES];
            InputStream in = new Input(reader);
            for (int count = in.read(piece); count > 0; count = in.read(piece)) {
                sum.update(piece, 0, count);
            }
            if (reader.readLong() != sum.getValue()) {
                throw new IOException("the snapshot at entry " + snapshot.index() + " is damaged");
            }
        }
    }

    /** @throws IOException if it is damaged, before the state is touched */
    static void restore(Snapshot snapshot, StateMachine machine) throws IOException {
        check(snapshot);
        try (SnapshotReader reader = snapshot.openReader()) {
            reader.readLong();
            machine.restore(new BufferedInputStream(new Input(reader), BUFFER_BYTES));
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
            return left() > 0 ? reader.readUnsignedByte() : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = Math.min(length, left());
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

        /** Without the sum at the end. */
        private int left() {
            return reader.remaining() - Long.BYTES;
        }

        @Override
        public int available() {
            return left();
        }
    }
}
