package io.curia.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import io.curia.consensus.support.Timing;
import io.curia.consensus.testkit.RecordingStateMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Segments as a crash leaves them: the files are copied while the server runs, and cut. */
@Timeout(60)
class TornTailTest {
    private static final int COMMANDS = 10;
    private static final int BYTES = 100;

    @TempDir
    Path dir;
    private Path crashed;
    private Path segment;
    private byte[] content;
    private int end;

    private static LogConsensus open(Path directory, RecordingStateMachine machine) {
        return RaftConsensus.create(new LogSettings(directory, "dc1", "node-1", "127.0.0.1:8300",
                Timing.of(1, 0, 0), true, 1_000_000,
                Duration.ofHours(1), 0), machine, new LateTransport(), () -> Long.MAX_VALUE, System::nanoTime);
    }

    @BeforeEach
    void crash() throws Exception {
        Path running = dir.resolve("running");
        crashed = dir.resolve("crashed");
        try (LogConsensus consensus = open(running, new RecordingStateMachine())) {
            consensus.start();
            for (int i = 0; i < COMMANDS; i++) {
                consensus.apply("x".repeat(BYTES).getBytes()).get(10, TimeUnit.SECONDS);
            }
            copy(running, crashed);
        }
        try (Stream<Path> files = Files.walk(crashed)) {
            segment = files.filter(f -> f.getFileName().toString().startsWith("log_inprogress_")).findFirst()
                    .orElseThrow();
        }
        content = Files.readAllBytes(segment);
        end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private int commandsAfterRestart() throws Exception {
        RecordingStateMachine machine = new RecordingStateMachine();
        LogConsensus consensus = open(crashed, machine);
        try {
            consensus.start();
            int found = machine.commands().size();
            consensus.apply(new byte[1]).get(10, TimeUnit.SECONDS);
            return found;
        } finally {
            consensus.close();
        }
    }

    private void zero(int from, int to) throws IOException {
        ByteBuffer.wrap(content, from, to - from).put(new byte[to - from]);
        Files.write(segment, content);
    }

    @Test
    void shouldKeepEverythingOfAWholeLog() throws Exception {
        assertThat(content.length).as("the file is filled with zeros in advance").isGreaterThan(end + BYTES);
        assertThat(commandsAfterRestart()).isEqualTo(COMMANDS);
    }

    @Test
    void shouldDropAnEntryThatIsCutShort() throws Exception {
        zero(end - 20, end);

        assertThat(commandsAfterRestart()).isEqualTo(COMMANDS - 1);
    }

    @Test
    void shouldDropAnEntryOfWhichOnlyTheFirstBytesWereWritten() throws Exception {
        zero(end - BYTES, end);

        assertThat(commandsAfterRestart()).isEqualTo(COMMANDS - 1);
    }

    @Test
    void shouldRefuseDamageInTheMiddle() throws Exception {
        int middle = (8 + end) / 2;
        zero(middle, middle + 4);

        assertThatThrownBy(this::commandsAfterRestart).isInstanceOf(EngineStartException.class);
    }
}
