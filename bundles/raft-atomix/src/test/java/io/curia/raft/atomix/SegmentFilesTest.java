package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.storage.log.RaftLog;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFilesTest {
    private static final int COUNT = 40;

    @TempDir
    Path dir;
    private LogSettings settings;
    private Path folder;

    /** A log of three files. */
    @BeforeEach
    void write() {
        settings = new LogSettings(dir, "dc1", "a", "127.0.0.1:1", Timing.of(1, 0, 0), true, 1, Duration.ofHours(1), 0);
        folder = StoredLog.log(settings);
        try (RaftLog log = AtomixNode.storage(settings).openLog()) {
            for (int i = 0; i < COUNT; i++) {
                log.writer().append(new CommandEntry(1, 0, 1, 1, new PrimitiveOperation(EntryCodec.COMMAND, new byte[500_000])));
            }
        }
        assertThat(folder.resolve("raft-3.log")).exists();
    }

    private void overwrite(String file, long position, byte[] with) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(file), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(with), position);
        }
    }

    private long lastIndex() throws IOException {
        StoredLog.check(settings);
        try (RaftLog log = AtomixNode.storage(settings).openLog()) {
            return log.writer().getLastIndex();
        }
    }

    @Test
    void shouldFindALogThatIsWell() throws Exception {
        assertThat(lastIndex()).isEqualTo(COUNT);
    }

    /** Atomix would delete the third file. */
    @Test
    void shouldRefuseDamageBeforeTheEnd() throws Exception {
        overwrite("raft-2.log", 1_000_000, "damage".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> SegmentFiles.check(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("raft-3.log is damaged: it begins at index ").message().doesNotContain("\n");
        assertThat(folder.resolve("raft-3.log")).exists();
    }

    @Test
    void shouldRefuseALogThatLacksAFile() throws Exception {
        Files.delete(folder.resolve("raft-2.log"));

        assertThatThrownBy(() -> SegmentFiles.check(folder)).hasMessageContaining("raft-3.log is damaged");
    }

    @Test
    void shouldDropTheTornEnd() throws Exception {
        overwrite("raft-3.log", 1_000_000, "damage".getBytes(StandardCharsets.US_ASCII));

        assertThat(lastIndex()).isBetween(30L, COUNT - 1L);
    }

    /** Of one whose head is missing Atomix would make the first, and delete all others. */
    @Test
    void shouldDeleteAFileThatHadOnlyBeenBegun() throws Exception {
        Files.write(folder.resolve("raft-4.log"), new byte[AtomixLimits.SEGMENT_BYTES]);

        assertThat(lastIndex()).isEqualTo(COUNT);
        assertThat(folder.resolve("raft-4.log")).doesNotExist();
    }

    @Test
    void shouldRefuseAnotherFileWithoutItsHead() throws Exception {
        overwrite("raft-2.log", 0, new byte[64]);

        assertThatThrownBy(() -> SegmentFiles.check(folder)).hasMessageContaining("raft-2.log is damaged");
    }

    /** A power cut leaves a head that was never written, and not another one: what is behind it may have been acknowledged. */
    @Test
    void shouldRefuseTheLastFileWhenItsHeadIsDamaged() throws Exception {
        overwrite("raft-3.log", 0, "damage".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> SegmentFiles.check(folder)).hasMessageContaining("raft-3.log is damaged");
        assertThat(folder.resolve("raft-3.log")).exists();
    }

    @Test
    void shouldReserveRoomAndChangeNothing() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("raft-3.log"));

        SegmentFiles.reserveNewest(folder);

        assertThat(Files.readAllBytes(folder.resolve("raft-3.log"))).isEqualTo(before);
        assertThatCode(() -> SegmentFiles.check(folder)).doesNotThrowAnyException();
    }
}
