package io.curia.raft;

import io.curia.api.consensus.StateMachine.SnapshotWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

/** Snapshot files as Ratis keeps them: one file with the term and index in its name, and its MD5 beside it. */
final class SnapshotStore extends SimpleStateMachineStorage {
    private static final int BUFFER = 64 << 10;

    private volatile SingleFileSnapshotInfo latest;
    private Path arriving;

    /** Looks for the newest snapshot; one that is there and cannot be used must not be taken for none. */
    @Override
    public void init(RaftStorage storage) throws IOException {
        super.init(storage);
        latest = loadLatestSnapshot();
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

    /** The newest snapshot that Ratis was told of; a file that was just written comes later. */
    @Override
    public SingleFileSnapshotInfo getLatestSnapshot() {
        return latest;
    }

    @Override
    public SingleFileSnapshotInfo updateLatestSnapshot(SingleFileSnapshotInfo info) {
        latest = super.updateLatestSnapshot(info);
        return latest;
    }

    /** Writes a snapshot; when this returns it is on disk whole, under its final name. */
    SingleFileSnapshotInfo write(SnapshotWriter writer, TermIndex at) throws IOException {
        Path file = getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        Path part = getTmpSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        try {
            MD5Hash digest = writeSynced(writer, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            MD5FileUtil.saveMD5File(file.toFile(), digest);
            syncDirectory(file.getParent());
            return new SingleFileSnapshotInfo(new FileInfo(file, digest), at.getTerm(), at.getIndex());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static MD5Hash writeSynced(SnapshotWriter writer, Path part) throws IOException {
        MessageDigest digest = MD5FileUtil.newMD5();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            OutputStream out = new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER);
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
        latest = loadLatestSnapshot();
        Path directory = getSnapshotFile(0, 0).toPath().getParent();
        syncDirectory(directory);
        syncDirectory(directory.getParent());
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Opens a snapshot for reading after its content was compared with its MD5. */
    static InputStream open(SingleFileSnapshotInfo snapshot) throws IOException {
        Path file = snapshot.getFile().getPath();
        MD5Hash expected = snapshot.getFile().getFileDigest();
        if (expected != null && !expected.equals(MD5FileUtil.computeMd5ForFile(file.toFile()))) {
            throw new IOException("the snapshot " + file + " is damaged: its content does not match its MD5");
        }
        return Files.newInputStream(file);
    }
}
