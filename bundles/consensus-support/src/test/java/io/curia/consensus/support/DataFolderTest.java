package io.curia.consensus.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path dir;

    @Test
    void shouldKeepTheIdThatItWasGivenFirst() throws Exception {
        assertThat(DataFolder.prepare(dir, "log-dc1", "dc1", "", "made-up")).isEqualTo("made-up");
        assertThat(DataFolder.prepare(dir, "log-dc1", "dc1", "", "another")).isEqualTo("made-up");
        assertThatThrownBy(() -> DataFolder.prepare(dir, "log-dc1", "dc1", "node-2", "another"))
                .isInstanceOf(EngineStartException.class).hasMessageContaining("belongs to node made-up");
    }

    /** Another engine would begin with an empty state, as if nothing had ever been written. */
    @Test
    void shouldRefuseWhatAnotherEngineHasWritten() throws Exception {
        Files.createDirectories(dir.resolve("log-dc1"));
        DataFolder.prepare(dir, "log-dc1", "dc1", "", "made-up");

        assertThatThrownBy(() -> DataFolder.prepare(dir, "other-log-dc1", "dc1", "", "made-up"))
                .isInstanceOf(EngineStartException.class).hasMessageContaining("another consensus engine")
                .hasMessageContaining("found log-dc1").message().doesNotContain("\n");
    }
}
