package io.curia.consensus.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.consensus.Consensus.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersFileTest {
    private static final Peer SELF = new Peer("a", "10.1.0.1:8300", true);

    @TempDir
    Path dir;

    private PeersFile file(String content) throws IOException {
        Files.writeString(dir.resolve("peers.json"), content);
        return new PeersFile(dir, SELF);
    }

    @Test
    void shouldReadServers() throws Exception {
        PeersFile file = file("""
                [{"id": "a", "address": "10.1.0.1:8300"},
                 {"id": "b", "address": "10.1.0.2:8300", "non_voter": true}]
                """);

        assertThat(file.read(List.of())).contains(List.of(SELF, new Peer("b", "10.1.0.2:8300", false)));
        file.delete();
        assertThat(file.read(List.of())).isEmpty();
    }

    @Test
    void shouldReadAddresses() throws Exception {
        Peer other = new Peer("b", "10.1.0.2:8300", true);

        assertThat(file("[\"10.1.0.1:8300\", \"10.1.0.2:8300\"]").read(List.of(other))).contains(List.of(SELF, other));
        assertThatThrownBy(() -> file("[\"10.1.0.1:8300\", \"10.1.0.3:8300\"]").read(List.of(other)))
                .isInstanceOf(IOException.class).hasMessageContaining("10.1.0.3:8300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[", "[]", "[1]", "[[]]", "[{\"id\": \"a\"}]", "[{\"id\": 1, \"address\": \"x:1\"}]",
        "[{\"id\": \"a\", \"address\": \"10.1.0.1\"}]", "[{\"id\": \"b\", \"address\": \"10.1.0.2:8300\"}]",
        "[{\"id\": \"a\", \"address\": \"10.1.0.1:8300\", \"non_voter\": \"no\"}]",
        "[{\"id\": \"a\", \"address\": \"10.1.0.1:8300\", \"non_voter\": true}]",
        "[{\"id\": \"a\", \"address\": \"10.1.0.1:8300\", \"voter\": true}]",
        "[\"10.1.0.1:8300\", \"10.1.0.1:8300\"]", "[\"10.1.0.1:8300\"] 1"})
    void shouldRefuseWhatIsWrongInOneLine(String content) throws Exception {
        assertThatThrownBy(() -> file(content).read(List.of())).isInstanceOf(IOException.class)
                .hasMessageContaining("peers.json").message().doesNotContain("\n");
    }

    @Test
    void shouldExplainItself() throws Exception {
        new PeersFile(dir, SELF).explain();

        assertThat(dir.resolve("peers.info")).content().contains("peers.json").contains("non_voter");
    }
}
