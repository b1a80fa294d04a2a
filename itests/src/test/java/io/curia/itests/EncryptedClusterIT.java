package io.curia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walkthroughs of keys and certificates, with the commands that a user types. */
class EncryptedClusterIT {
    @TempDir
    private Path work;

    private Cluster cluster;

    @BeforeEach
    void prepare() {
        cluster = new Cluster(work, "ratis", Map.of());
    }

    @AfterEach
    void stop() throws InterruptedException {
        cluster.close();
    }

    private String certified(String name) throws Exception {
        Path file = work.resolve(name + ".json");
        Files.writeString(file, """
                {"tls": {"internal_rpc": {"verify_incoming": true, "verify_server_hostname": true},
                    "defaults": {"verify_outgoing": true, "ca_file": "%1$s/consul-agent-ca.pem", "cert_file": "%1$s/%2$s.pem",
                        "key_file": "%1$s/%2$s-key.pem"}}}
                """.formatted(work, name));
        return "-config-file=" + file;
    }

    @Test
    void onlyWhoHasACertificateAndTheKeyIsServed() throws Exception {
        assertThat(cluster.consul("s1", "tls", "ca", "create")).contains("Saved consul-agent-ca.pem");
        assertThat(cluster.consul("s1", "tls", "cert", "create", "-server")).contains("Saved dc1-server-consul-0.pem");
        assertThat(cluster.consul("s1", "tls", "cert", "create", "-client")).contains("Saved dc1-client-consul-0.pem");
        String key = cluster.consul("s1", "keygen").strip();
        String join = "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan");
        for (String name : new String[] {"s1", "s2"}) {
            cluster.launch(name, "-server", "-bootstrap-expect=2", "-encrypt=" + key, join, "-retry-interval=1s",
                    certified("dc1-server-consul-0"));
        }
        cluster.launch("web", "-encrypt=" + key, join, "-retry-interval=1s", certified("dc1-client-consul-0"));
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
        assertThat(cluster.consul("web", "kv", "put", "k", "v")).contains("Success");
        assertThat(cluster.consul("s2", "kv", "get", "k")).isEqualTo("v\n");

        cluster.launch("plain", "-encrypt=" + key, join, "-retry-interval=1s");
        cluster.awaitOutput("s1", "plain", "members");
        cluster.awaitOutput("plain", "rpc error", "catalog", "nodes");
        assertThat(cluster.agent("s1").log() + cluster.agent("s2").log())
                .contains("refused: connection without TLS, but verify_incoming is set");

        String next = cluster.consul("s1", "keygen").strip();
        cluster.consul("s1", "keyring", "-install=" + next);
        cluster.consul("s1", "keyring", "-use=" + next);
        cluster.consul("s1", "keyring", "-remove=" + key);
        assertThat(cluster.consul("s2", "keyring", "-list")).contains(next + " [4/4]").doesNotContain(key);
        assertThat(cluster.consul("web", "kv", "put", "k", "w")).contains("Success");
    }

    @Test
    void aConfigurationEntryIsWrittenThroughAClient() throws Exception {
        cluster.start("s1", "-server", "-bootstrap");
        cluster.start("web", "-retry-join=127.0.0.1:" + cluster.port("s1", "serf-lan"));
        cluster.eventually("web", "/v1/status/leader", "127.0.0.1:");
        Path entry = Files.writeString(work.resolve("entry.json"),
                "{\"Kind\": \"service-resolver\", \"Name\": \"shop\", \"ConnectTimeout\": \"15s\", \"Subsets\": {\"v1\": {}}}");
        assertThat(cluster.consul("web", "config", "write", entry.toString()))
                .contains("Config entry written: service-resolver/shop");
        assertThat(cluster.consul("web", "config", "read", "-kind", "service-resolver", "-name", "shop"))
                .contains("\"ConnectTimeout\": \"15s\"", "\"v1\": {}");
        assertThat(cluster.consul("web", "config", "list", "-kind", "service-resolver")).contains("shop");
        assertThat(cluster.consul("web", "config", "delete", "-kind", "service-resolver", "-name", "shop"))
                .contains("Config entry deleted");
        assertThat(cluster.agent("s1").get("/v1/config/service-resolver/shop").statusCode()).isEqualTo(404);
    }
}
