package io.curia.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.config.syntax.GoJson;
import io.curia.config.syntax.SyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidsTest {

    @TempDir
    Path folder;
    Loading loading;

    @BeforeEach
    void setUp() {
        loading = new Loading(folder);
    }

    @Test
    void holdOnlyTheTypesOfTheContract() throws ConfigException {
        Map<String, Map<String, Object>> pids = Pids.of(loading.dev("plugins { x { a = [1, \"b\"] c = 1.5 } }"));
        pids.forEach((pid, values) -> values.forEach((key, value) -> assertThat(value).as(pid + " " + key)
                .isInstanceOfAny(String.class, Boolean.class, Integer.class, Long.class, Double.class, String[].class)));
        assertThat(pids).containsKeys("io.curia.node", "io.curia.agent", "io.curia.http", "io.curia.dns",
                "io.curia.consensus", "io.curia.gossip", "io.curia.acl", "io.curia.telemetry", "io.curia.autopilot");
    }

    @Test
    void carryValuesUnderTheirNames() throws ConfigException, SyntaxException {
        Map<String, Map<String, Object>> pids = Pids.of(loading.dev("""
                dns_config { service_ttl { "*" = "10s" } node_ttl = "5s" soa { min_ttl = 3 } }
                http_config { response_headers { A = "b" } }
                service { name = "web" port = 80 }
                retry_join = ["x"]
                plugins { redis { pool { size = 3 } hosts = ["a", "b"] } }
                node_meta { k = "v" }
                session_ttl_min = "1m"
                acl { enabled = true tokens { agent_master = "m" } }
                """));
        Map<String, Object> dns = pids.get("io.curia.dns");
        assertThat((String[]) dns.get("service_ttl")).containsExactly("*=10");
        assertThat(dns).containsEntry("node_ttl_s", 5L).containsEntry("soa_min_ttl", 3L)
                .containsEntry("recursor_timeout_ms", 2000L).containsEntry("max_stale_ms", 315_360_000_000L);
        assertThat((String[]) dns.get("addresses")).containsExactly("127.0.0.1:8600");
        Map<String, Object> http = pids.get("io.curia.http");
        assertThat((String[]) http.get("response_headers")).containsExactly("A=b");
        assertThat(http).containsEntry("pretty", true).containsEntry("kv_max_value_size", 524288L);
        Map<String, Object> node = pids.get("io.curia.node");
        assertThat(node).containsEntry("data_dir", "").containsEntry("ports_https", -1).doesNotContainKey("node_id")
                .containsEntry("session_ttl_min_ms", 60_000L);
        assertThat((String[]) node.get("node_meta")).containsExactly("k=v");
        assertThat((String[]) pids.get("io.curia.gossip").get("retry_join")).containsExactly("x");
        assertThat(GoJson.parse(((String[]) pids.get("io.curia.agent").get("services"))[0]))
                .isEqualTo(Map.of("Name", "web", "Port", 80L));
        assertThat(pids.get("io.curia.agent")).containsEntry("tokens_agent_master", "m")
                .doesNotContainKey("tokens_default");
        assertThat(pids.get("io.curia.plugin.redis")).containsEntry("pool.size", 3L);
        assertThat((String[]) pids.get("io.curia.plugin.redis").get("hosts")).containsExactly("a", "b");
    }

    @Test
    void diffNamesWhatChangedAndWhatCannot() throws ConfigException {
        AgentConfig before = loading.dev("plugins { gone { a = 1 } }");
        assertThat(ConfigDiff.between(before, loading.dev("plugins { gone { a = 1 } }")))
                .isEqualTo(new ConfigDiff(List.of(), List.of()));
        ConfigDiff diff = ConfigDiff.between(before,
                loading.dev("plugins { added { a = 1 } }\ndns_config { only_passing = true }"));
        assertThat(diff).isEqualTo(new ConfigDiff(
                List.of("io.curia.dns", "io.curia.plugin.added", "io.curia.plugin.gone"), List.of()));
        assertThat(ConfigDiff.between(before, loading.dev("node_name = \"other\"\ndatacenter = \"dc2\"")).needRestart())
                .containsExactly("datacenter", "node_name");
    }

    /** Which engine an agent has, is settled when its bundles are installed. */
    @Test
    void anotherEngineWaitsForARestart() throws ConfigException {
        AgentConfig before = loading.dev("");
        AgentConfig after = loading.load("-server", "-bind=127.0.0.1", "-data-dir=" + folder, "-hcl",
                "consensus { engine = \"atomix\" }").config();

        assertThat(ConfigDiff.between(before, after).needRestart()).contains("consensus.engine");
        assertThat(after.withIdentityOf(before).consensus().engine()).isEqualTo("memory");
    }

    @Test
    void debugMapHidesSecrets() throws ConfigException {
        AgentConfig config = loading.dev("""
                encrypt = "MDEyMzQ1Njc4OWFiY2RlZg=="
                acl { tokens { agent = "s3cret1" default = "s3cret2" initial_management = "s3cret3" dns = "s3cret4" } }
                service { name = "x" token = "s3cret5" check { ttl = "1m" token = "s3cret6" } }
                watches = [{ type = "nodes", args = ["x"], token = "s3cret7" }]
                tls { defaults { key_file = "s3cret8" } }
                telemetry { circonus_api_token = "s3cret9" }
                auto_config { intro_token = "s3cret0" }
                plugins { p { api_key = "s3cretA" db { password = "s3cretB" } } }
                check_update_interval = "90s"
                """);
        Map<String, Object> debug = config.toDebugMap();
        assertThat(debug.toString()).doesNotContain("s3cret").doesNotContain("MDEyMzQ1Njc4");
        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(debug).containsEntry("Datacenter", "dc1").containsEntry("EncryptKey", "hidden")
                .containsEntry("CheckUpdateInterval", "1m30s").containsEntry("HTTPPort", 8500L)
                .containsEntry("ServerMode", true).containsEntry("HTTPAddrs", List.of("tcp://127.0.0.1:8500"))
                .containsEntry("RetryJoinLAN", List.of()).containsEntry("GossipLANProbeInterval", "100ms");
        assertThat(debug).hasSizeGreaterThan(180);
    }
}
