package io.curia.config.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.platform.ReloadRefusedException;
import io.curia.api.platform.ReloadReport;
import io.curia.config.AgentConfig;
import io.curia.config.ConfigException;
import io.curia.config.ConfigLoader;
import io.curia.config.LoadRequest;
import io.curia.config.address.SystemInterfaces;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigPublisherTest {

    @TempDir
    Path folder;
    final Map<String, Dictionary<String, Object>> published = new HashMap<>();
    final List<String> updates = new ArrayList<>();
    ConfigPublisher publisher;

    @BeforeEach
    void setUp() throws ConfigException, IOException {
        write("node_name = \"n\"\nplugins { p { a = 1 } }");
        LoadRequest request = new LoadRequest(List.of("-dev", "-config-file=a.hcl"), Map.of(), folder,
                new SystemInterfaces(), "host", Set.of("Ldap"));
        AgentConfig initial = new ConfigLoader().load(request).config().withNodeId("given");
        published.put("io.curia.plugin.earlier", new Hashtable<>());
        publisher = new ConfigPublisher(admin(), initial, request);
    }

    private void write(String hcl) throws IOException {
        Files.writeString(folder.resolve("a.hcl"), hcl);
    }

    /** An administration that keeps dictionaries in memory and notes what is done to them. */
    private ConfigurationAdmin admin() {
        return proxy(ConfigurationAdmin.class, (method, args) -> switch (method) {
            case "getConfiguration" -> configuration((String) args[0]);
            case "listConfigurations" -> published.keySet().stream().filter(p -> p.startsWith("io.curia.plugin."))
                    .map(this::configuration).toArray(Configuration[]::new);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    @SuppressWarnings("unchecked")
    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (method, args) -> {
            switch (method) {
                case "getPid":
                    return pid;
                case "updateIfDifferent":
                    updates.add(pid);
                    published.put(pid, (Dictionary<String, Object>) args[0]);
                    return true;
                case "delete":
                    updates.add("-" + pid);
                    published.remove(pid);
                    return null;
                default:
                    throw new UnsupportedOperationException(method);
            }
        });
    }

    private interface Calls {
        Object call(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, args) -> calls.call(method.getName(), args)));
    }

    @Test
    void publishesEverythingAtItsStart() {
        assertThat(published).containsKeys("io.curia.node", "io.curia.http", "io.curia.plugin.p")
                .doesNotContainKey("io.curia.plugin.earlier");
        assertThat(published.get("io.curia.node").get("node_name")).isEqualTo("n");
    }

    @Test
    void reloadPublishesOnlyWhatChanged() throws Exception {
        updates.clear();
        write("node_name = \"n\"\nrecursors = [\"8.8.8.8\"]\nlog_level = \"WARN\"\nui = true");
        ReloadReport report = publisher.reload(Set.of());
        assertThat(report.applied()).containsExactlyInAnyOrder("io.curia.node", "io.curia.dns", "io.curia.logging",
                "io.curia.plugin.p");
        assertThat(updates).containsExactlyInAnyOrder("io.curia.node", "io.curia.dns", "io.curia.logging",
                "-io.curia.plugin.p");
        assertThat(report.needRestart()).isEmpty();
        assertThat(report.warnings()).hasSize(1);
        assertThat(publisher.debugConfig()).containsEntry("DNSRecursors", List.of("8.8.8.8"));
        updates.clear();
        assertThat(publisher.reload(Set.of()).applied()).isEmpty();
        assertThat(updates).isEmpty();
    }

    @Test
    void identityIsKeptAndReported() throws Exception {
        write("node_name = \"other\"\ndatacenter = \"dc2\"\nplugins { p { a = 1 } }");
        updates.clear();
        ReloadReport report = publisher.reload(Set.of());
        assertThat(report.needRestart()).containsExactly("datacenter", "node_name");
        assertThat(report.applied()).isEmpty();
        assertThat(updates).isEmpty();
        assertThat(publisher.debugConfig()).containsEntry("NodeName", "n").containsEntry("Datacenter", "dc1")
                .containsEntry("NodeID", "given");
    }

    @Test
    void aBadFileChangesNothing() throws Exception {
        write("bogus = 1");
        updates.clear();
        assertThatThrownBy(() -> publisher.reload(Set.of())).isInstanceOf(ReloadRefusedException.class)
                .hasMessage("failed to parse a.hcl: 1 error occurred:\n\t* invalid config key bogus\n\n");
        assertThat(updates).isEmpty();
        assertThat(publisher.debugConfig()).containsEntry("NodeName", "n");
    }

    @Test
    void pluginCheckKeysAreKnownFromReloadOn() throws Exception {
        write("check { name = \"r\" redis = \"x\" }\nplugins { p { a = 1 } }\nnode_name = \"n\"");
        assertThatThrownBy(() -> publisher.reload(Set.of())).hasMessageContaining("invalid config key check.redis");
        assertThat(publisher.reload(Set.of("Redis")).applied()).containsExactly("io.curia.agent");
        assertThat((String[]) published.get("io.curia.agent").get("checks"))
                .containsExactly("{\"Name\":\"r\",\"Redis\":\"x\"}");
    }

    @Test
    void pluginCheckKeysOfTheStartStayKnownWhenTheirTypeIsGone() throws Exception {
        write("check { name = \"l\" ldap = \"x\" }\nplugins { p { a = 1 } }\nnode_name = \"n\"");
        assertThat(publisher.reload(Set.of()).applied()).containsExactly("io.curia.agent");
    }
}
