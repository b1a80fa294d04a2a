package io.curia.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdFileTest {

    private static final String ONE = "10000000-aaaa-4bbb-8ccc-000000000001";
    private static final String TWO = "20000000-aaaa-4bbb-8ccc-000000000002";

    @TempDir
    Path folder;

    @Test
    void keepsItsIdAndTakesAConfiguredOne() throws ConfigException {
        Loading loading = new Loading(folder);
        AgentConfig plain = loading.load("-data-dir=d").config();
        assertThat(NodeIdFile.resolve(plain, folder, () -> ONE)).isEqualTo(ONE);
        assertThat(NodeIdFile.resolve(plain, folder, () -> TWO)).isEqualTo(ONE);
        AgentConfig named = loading.load("-data-dir=d", "-node-id=" + TWO.toUpperCase()).config();
        assertThat(NodeIdFile.resolve(named, folder, () -> ONE)).isEqualTo(TWO);
        assertThat(NodeIdFile.resolve(plain, folder, () -> ONE)).isEqualTo(TWO);
        assertThat(folder.resolve("d/node-id")).hasContent(TWO);
        loading.file("d/node-id", "garbage");
        assertThatThrownBy(() -> NodeIdFile.resolve(plain, folder, () -> ONE)).isInstanceOf(ConfigException.class)
                .hasMessage("specified NodeID is invalid: uuid string is wrong length");
    }

    @Test
    void devModeLeavesNoTrace() throws ConfigException {
        AgentConfig dev = new Loading(folder).load("-dev").config();
        assertThat(NodeIdFile.resolve(dev, folder, () -> ONE)).isEqualTo(ONE);
        assertThat(folder).isEmptyDirectory();
        assertThat(Pids.of(dev.withNodeId(ONE)).get(Pids.NODE)).containsEntry("node_id", ONE);
    }
}
