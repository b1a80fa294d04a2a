package io.curia.raft.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    /** Of the bundle, as the build has changed them. */
    private static final Path CLASSES = Path.of("target/atomix/io/atomix");

    @Test
    void isTheTimeOfTheWallClock() {
        assertThat(Instant.ofEpochMilli(SteadyTime.currentTimeMillis())).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void isWhatAtomixAsksFor() throws IOException {
        List<Path> asking;
        try (Stream<Path> files = Files.walk(CLASSES)) {
            asking = files.filter(file -> file.toString().endsWith(".class") && has(file, "currentTimeMillis")).toList();
        }
        assertThat(asking).extracting(file -> file.getFileName().toString())
                .contains("LeaderAppender.class", "RaftMemberContext.class");
        assertThat(asking).allMatch(file -> has(file, "io/curia/raft/atomix/SteadyTime"));
    }

    private static boolean has(Path file, String constant) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(constant);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
