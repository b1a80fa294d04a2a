package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.RaftLogReader;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.storage.journal.JournalReader.Mode;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedLogTest {
    private static final int LARGE = 500_000;

    @TempDir
    Path dir;
    private final List<Long> truncated = new ArrayList<>();
    private RaftLog log;
    private RaftLogReader own;
    private SyncedLog writer;

    @BeforeEach
    void open() {
        LogSettings settings = new LogSettings(dir, "dc1", "a", "127.0.0.1:1", Timing.of(1, 0, 0), true, 1,
                Duration.ofHours(1), 0);
        log = AtomixNode.storage(settings).openLog();
        own = log.openReader(1, Mode.ALL);
        writer = new SyncedLog(log, own, StoredLog.log(settings), new SyncedLog.Events() {
            @Override
            public void configurationAppended(long index, ConfigurationEntry entry) {
                throw new AssertionError("there is none");
            }

            @Override
            public void truncated(long index) {
                truncated.add(index);
            }

            @Override
            public void failed(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static CommandEntry entry(long term, int size) {
        return new CommandEntry(term, 0, 1, 1, new PrimitiveOperation(EntryCodec.COMMAND, new byte[size]));
    }

    private void append(int count, long term, int size) {
        for (int i = 0; i < count; i++) {
            writer.append(entry(term, size));
        }
        writer.sync();
    }

    /** Atomix overwrites two entries' length, and would find the ones behind again, which look well. */
    @Test
    void shouldLeaveNothingBehindATruncation() {
        append(10, 1, LARGE);

        writer.truncate(2);
        append(5, 2, LARGE);
        log.close();
        open();

        assertThat(log.writer().getLastIndex()).isEqualTo(7);
        assertThat(log.writer().getLastEntry().entry().term()).isEqualTo(2);
        assertThat(truncated).containsExactly(2L);
    }

    /** Atomix' readers go on with what they had read ahead of a truncation. */
    @Test
    void shouldShowReadersWhatCameInPlaceOfWhatWasTruncated() {
        append(10, 1, 100);
        RaftLogReader reader = writer.openReader(1);
        reader.next();
        own.next();

        writer.truncate(3);
        append(5, 2, 100);

        for (RaftLogReader each : List.of(reader, own)) {
            List<Long> terms = new ArrayList<>();
            while (each.hasNext()) {
                terms.add(each.next().entry().term());
            }
            assertThat(terms).containsExactly(1L, 1L, 2L, 2L, 2L, 2L, 2L);
        }
    }

    @Test
    void shouldTruncateOverSeveralFiles() {
        append(60, 1, LARGE);

        writer.truncate(3);
        append(2, 2, LARGE);
        log.close();
        open();

        assertThat(log.writer().getLastIndex()).isEqualTo(5);
    }

    /** A leader asks for that when it sends its log from the beginning, whatever the follower has. */
    @Test
    void shouldNotBeginAnewWhereTheIndexIsInTheLog() {
        append(10, 1, 100);

        writer.reset(1);
        writer.reset(11);

        assertThat(writer.getLastIndex()).isEqualTo(10);
        writer.reset(50);
        append(1, 1, 100);
        assertThat(writer.firstIndex()).isEqualTo(50);
        assertThat(writer.getLastIndex()).isEqualTo(50);
    }
}
