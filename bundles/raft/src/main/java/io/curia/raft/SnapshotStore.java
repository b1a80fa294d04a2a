package io.curia.raft;

import io.curia.api.consensus.StateMachine.SnapshotWriter;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Snapshot files as Ratis keeps them: one file with the term and index of the log's entry in its name, and its MD5 beside it. The
 * first eight bytes say how many commands it covers; the rest is the state machine's.
 */
final class SnapshotStore extends SimpleStateMachineStorage {
    private static final int BUFFER = 64 << 10;

    private volatile SingleFileSnapshotInfo latest;
    private volatile long latestCommand;
    private Path arriving;

    /** Looks for the newest snapshot; one that is there and cannot be used must not be taken for none. */
    @Override
    public void init(RaftStorage storage) throws IOException {
        super.init(storage);
        load();
        arriving = storage.getStorageDir().getTmpDir().toPath();
        Path directory = storage.getStorageDir().getStateMachineDir().toPath();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "snapshot.*")) {
            for (Path file : files) {
                boolean part = file.getFileName().toString().endsWith(".tmp");
                if (part) {
                    // the rest of a snapshot that a crash cut short
                    Files.delete(file);
                } else if (latest == null) {
                    throw new IOException("the snapshot " + file + " cannot be read");
                }
            }
        }
    }

    private void load() throws IOException {
        SingleFileSnapshotInfo found = loadLatestSnapshot();
        if (found != null) {
            latestCommand = commandOf(found);
        }
        latest = found;
    }

    private static long commandOf(SingleFileSnapshotInfo snapshot) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(snapshot.getFile().getPath()))) {
            return in.readLong();
        } catch (EOFException e) {
            throw new IOException("the snapshot " + snapshot.getFile().getPath() + " is damaged: it is too short", e);
        }
    }

    /** How many commands the latest snapshot covers. */
    long latestCommand() {
        return latestCommand;
    }

    /** The newest snapshot that Ratis was told of; a file that was just written comes later. */
    @Override
    public SingleFileSnapshotInfo getLatestSnapshot() {
        return latest;
    }

    /** A snapshot that was written here takes effect, unless the leader's has come in between. */
    void publish(SingleFileSnapshotInfo written, long command) {
        if (latest == null || written.getIndex() > latest.getIndex()) {
            updateLatestSnapshot(written);
            latestCommand = command;
            latest = written;
        }
    }

    /** Writes a snapshot; when this returns it is on disk whole, under its final name. */
    SingleFileSnapshotInfo write(SnapshotWriter writer, TermIndex at, long command) throws IOException {
        Path file = getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        Path part = getTmpSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        try {
            MD5Hash digest = writeSynced(writer, command, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            MD5FileUtil.saveMD5File(file.toFile(), digest);
            syncDirectory(file.getParent());
            return new SingleFileSnapshotInfo(new FileInfo(file, digest), at.getTerm(), at.getIndex());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static MD5Hash writeSynced(SnapshotWriter writer, long command, Path part) throws IOException {
        MessageDigest digest = MD5FileUtil.newMD5();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER);
            out.write(ByteBuffer.allocate(Long.BYTES).putLong(command).array());
            writer.write(out);
            out.flush();
            channel.force(true);
        }
        return MD5Hash.newInstance(digest.digest());
    }

    /** Before Ratis moves a leader's snapshot to its place, whose log it then counts as ours. */
    void syncArrived() {
        try (Stream<Path> files = Files.walk(arriving)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                } else {
                    syncDirectory(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot that arrived cannot be synced", e);
        }
    }

    /** After Ratis has put a leader's snapshot in the place of ours. */
    void reload() throws IOException {
        load();
        Path directory = getSnapshotFile(0, 0).toPath().getParent();
        syncDirectory(directory);
        syncDirectory(directory.getParent());
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Opens a snapshot at the state machine's part, after its content was compared with its MD5. */
    static InputStream open(SingleFileSnapshotInfo snapshot) throws IOException {
        Path file = snapshot.getFile().getPath();
        MD5Hash expected = snapshot.getFile().getFileDigest();
        if (expected != null && !expected.equals(MD5FileUtil.computeMd5ForFile(file.toFile()))) {
            throw new IOException("the snapshot " + file + " is damaged: its content does not match its MD5");
        }
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(Long.BYTES);
        return in;
    }
}
