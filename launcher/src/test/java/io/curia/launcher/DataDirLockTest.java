package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirLockTest {
    @TempDir
    private Path temp;

    @Test
    void aSecondAgentIsKeptOutUntilTheFirstHasEnded() throws IOException {
        Path data = temp.resolve("data");
        try (DataDirLock first = DataDirLock.take(data)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirLock.take(data)).isInstanceOf(IOException.class)
                .hasMessage("data_dir \"" + data + "\" is in use by another agent");
        }
        DataDirLock.take(data).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldInOneLine() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataDirLock.take(file.resolve("data")))
            .satisfies(e -> assertThat(Causes.text(e)).startsWith(file.toString()).contains(": ").doesNotContain("\n"));
    }

    @Test
    void anAgentWithoutDirectoryHasNothingToLock() throws IOException {
        DataDirLock.take(null).close();
    }
}
