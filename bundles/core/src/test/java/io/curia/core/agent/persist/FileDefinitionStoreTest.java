package io.curia.core.agent.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.core.agent.persist.DefinitionStore.StoredCheck;
import io.curia.core.agent.persist.DefinitionStore.StoredService;
import io.curia.core.agent.persist.DefinitionStore.StoredState;
import io.curia.core.codec.GoJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDefinitionStoreTest {
    @TempDir
    private Path dir;

    private final CheckDefinition definition = new CheckDefinition("c", "n", "", "web", "", "", 1_000_000_000L, 2, 0, 3,
            1, 2, 3, 9, Map.of("HTTP", "u", "TLSSkipVerify", true, "ScriptArgs", List.of("a"), "Db", 3L));
    private final HealthCheck check = new HealthCheck("a", "c", "n", "critical", "", "out", "web", "web", List.of("t"),
            "http", "1s", "0s", 0, CheckInfo.NONE, 0, 0);
    private final NodeService service = new NodeService("", "web", "web", List.of("t"), "", null, Map.of("k", "v"), 80,
            "", Weights.DEFAULT, true, Proxy.NONE, ServiceConnect.NONE, 0, 0);

    private FileDefinitionStore store() {
        return new FileDefinitionStore(dir, new GoJson());
    }

    @Test
    void givesBackWhatItGot() {
        store().save(new StoredService("tok", service, true));
        store().save(new StoredCheck(check, definition, "tok2"));
        store().save(new StoredCheck(check.withService("", null).withResult("critical", ""), null, ""));
        store().save(new StoredCheck(check, definition, "tok2"));
        store().save(new StoredState("c", "note", "passing", 17));
        assertThat(store().services()).singleElement().satisfies(stored -> {
            assertThat(stored.token()).isEqualTo("tok");
            assertThat(stored.sidecar()).isTrue();
            assertThat(stored.service()).isEqualTo(service);
        });
        assertThat(store().checks()).singleElement().satisfies(stored -> {
            assertThat(stored.definition()).isEqualTo(definition);
            assertThat(stored.check().withResult("critical", "out")).isEqualTo(check);
        });
        assertThat(store().state("c")).isEqualTo(new StoredState("c", "note", "passing", 17));
        store().removeService("web");
        store().removeCheck("c");
        assertThat(store().services()).isEmpty();
        assertThat(store().checks()).isEmpty();
        assertThat(store().state("c")).isNull();
    }

    @Test
    void namesFilesByTheHashOfTheirId() {
        store().save(new StoredService("", service, false));
        assertThat(dir.resolve("services/" + FileDefinitionStore.name("web"))).exists();
        assertThat(FileDefinitionStore.name("")).startsWith("e3b0c44298fc1c149afb");
    }

    @Test
    void setsAsideWhatItCannotRead() throws IOException {
        store().save(new StoredService("", service, false));
        Path broken = dir.resolve("services").resolve("0".repeat(64));
        Files.writeString(broken, "{\"Token\": ");
        Files.writeString(dir.resolve("services").resolve("1".repeat(64)), "[]");
        Files.writeString(dir.resolve("services").resolve("left.tmp"), "x");
        assertThat(store().services()).hasSize(1);
        assertThat(broken).doesNotExist();
        assertThat(broken.resolveSibling(broken.getFileName() + ".corrupt")).exists();
    }

    @Test
    void anEmptyDirectoryIsNoError() {
        assertThat(store().services()).isEmpty();
        assertThat(store().checks()).isEmpty();
        assertThat(store().state("x")).isNull();
    }
}
