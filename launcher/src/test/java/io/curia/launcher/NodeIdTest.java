package io.curia.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdTest {
    @TempDir
    private Path temp;

    @Test
    void isKeptInTheDataDirectory() throws IOException {
        String id = NodeId.of(temp.resolve("data"));
        assertThat(NodeId.of(temp.resolve("data"))).isEqualTo(id);
        assertThat(temp.resolve("data/node-id")).hasContent(id);
    }

    @Test
    void isAnotherEachTimeWithoutOne() throws IOException {
        assertThat(NodeId.of(null)).isNotEqualTo(NodeId.of(null));
    }

    @Test
    void aDamagedFileIsAnError() throws IOException {
        Files.writeString(temp.resolve("node-id"), "nonsense");
        assertThatThrownBy(() -> NodeId.of(temp)).isInstanceOf(IOException.class).hasMessageContaining("does not hold a UUID");
    }
}
