package io.curia.raft.atomix;

import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.RaftLogWriter;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.storage.StorageException;
import io.atomix.storage.journal.Indexed;
import io.atomix.storage.journal.JournalReader.Mode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The writer of Atomix' log, mended in four ways. {@link #sync} brings what was written to the disk, which Atomix itself
 * never waits for. A new file gets its room on the disk before anything in it counts. Truncation leaves nothing behind:
 * Atomix overwrites no more than the length of two entries, and what is left behind them could be read again after a
 * crash, and its readers go on with what they had read ahead. And what becomes of the log is told, so that the
 * configuration follows it.
 *
 * <p>On the raft thread alone. A failed write leaves the log unusable: nothing is synced any more.
 */
final class SyncedLog extends RaftLogWriter {
    /** What is told, on the raft thread, in the middle of a write. */
    interface Events {
        void configurationAppended(long index, ConfigurationEntry entry);

        /** All entries behind the index are gone. An exception ends what the log was truncated for. */
        void truncated(long index);

        /** It cannot be written any more; the exception is thrown as well. */
        void failed(Throwable cause);
    }

    private final RaftLog log;
    private final RaftLogWriter writer;
    private final Path directory;
    private final Events events;
    /** The server's own first; its readers for the other members are opened anew with each term that it leads. */
    private final List<RaftLogReader> readers = new ArrayList<>();
    private boolean dirty;
    private boolean failed;
    private long segment;

    /** @param own the reader that the server itself compares entries with */
    SyncedLog(RaftLog log, RaftLogReader own, Path directory, Events events) {
        super(null, log);
        readers.add(own);
        this.log = log;
        this.writer = log.writer();
        this.directory = directory;
        this.events = events;
    }

    /** A reader that goes on after a truncation. */
    RaftLogReader openReader(long index) {
        RaftLogReader reader = log.openReader(index, Mode.ALL);
        readers.add(reader);
        return reader;
    }

    /** What was written before is on the disk when this returns. */
    void sync() {
        if (failed) {
            throw new StorageException("the log cannot be written");
        }
        if (dirty) {
            guard(() -> {
                reserve();
                writer.flush();
            });
            dirty = false;
        }
    }

    /** Where a new file was begun. */
    private void reserve() {
        long present = log.getCompactableIndex(writer.getLastIndex());
        if (present != segment) {
            try {
                SegmentFiles.reserveNewest(directory);
            } catch (IOException e) {
                throw new StorageException(e);
            }
            syncDirectory(directory);
            segment = present;
        }
    }

    /** New files are there after a crash. */
    static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    private void guard(Runnable write) {
        try {
            write.run();
        } catch (StorageException.TooLarge e) {
            throw e;
        } catch (RuntimeException e) {
            failed = true;
            events.failed(e);
            throw e;
        }
    }

    /** Where the log begins, whether or not there is an entry. */
    long firstIndex() {
        return readers.get(0).getFirstIndex();
    }

    @Override
    public long getLastIndex() {
        return writer.getLastIndex();
    }

    @Override
    public Indexed<RaftLogEntry> getLastEntry() {
        return writer.getLastEntry();
    }

    @Override
    public long getNextIndex() {
        return writer.getNextIndex();
    }

    @Override
    public <T extends RaftLogEntry> Indexed<T> append(T entry) {
        List<Indexed<T>> appended = new ArrayList<>(1);
        guard(() -> appended.add(writer.append(entry)));
        dirty = true;
        if (entry instanceof ConfigurationEntry configuration) {
            events.configurationAppended(appended.get(0).index(), configuration);
        }
        return appended.get(0);
    }

    @Override
    public void append(Indexed<RaftLogEntry> entry) {
        throw new UnsupportedOperationException("entries come without an index");
    }

    @Override
    public void commit(long index) {
        writer.commit(index);
    }

    /**
     * A leader that sends its log from the beginning asks for this. Where our log has that index, the entries are compared one
     * by one instead, as always; so what is committed stays.
     */
    @Override
    public void reset(long index) {
        if (index >= firstIndex() && index <= writer.getNextIndex()) {
            return;
        }
        guard(() -> writer.reset(index));
        dirty = true;
        resetReaders();
    }

    @Override
    public void truncate(long index) {
        if (index >= writer.getLastIndex()) {
            return;
        }
        guard(() -> cuts(index).forEach(writer::truncate));
        dirty = true;
        // before what comes in its place: a crash could leave both
        sync();
        resetReaders();
        events.truncated(index);
    }

    /** From the end back to the index, in steps that Atomix overwrites wholly. */
    private List<Long> cuts(long index) {
        List<Long> sizes = new ArrayList<>();
        RaftLogReader reader = log.openReader(index + 1, Mode.ALL);
        while (reader.hasNext()) {
            sizes.add((long) reader.next().size() + 2 * Integer.BYTES);
        }
        reader.close();
        List<Long> cuts = new ArrayList<>();
        long bytes = 0;
        for (int i = sizes.size() - 1; i >= 0; i--) {
            if (bytes + sizes.get(i) > 2L * AtomixLimits.ENTRY_BYTES) {
                cuts.add(index + i + 1);
                bytes = 0;
            }
            bytes += sizes.get(i);
        }
        cuts.add(index);
        return cuts;
    }

    private void resetReaders() {
        readers.forEach(reader -> reader.reset(reader.getNextIndex()));
    }

    @Override
    public void flush() {
        sync();
    }

    @Override
    public void close() {
        writer.close();
    }
}
