package io.curia.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path folder;
    Loading loading;

    @BeforeEach
    void setUp() {
        loading = new Loading(folder);
    }

    @Test
    void mergesSourcesInTheirOrder() throws ConfigException {
        loading.file("conf/20.hcl", "retry_join = [\"c\"]\nnode_name = \"second\"\nports { http = 2 }\nnode_meta { b = \"2\" }")
                .file("conf/10.json", "{\"retry_join\": [\"b\"], \"node_name\": \"first\", \"ports\": {\"dns\": 1}, "
                        + "\"node_meta\": {\"a\": \"1\"}, \"log_level\": \"WARN\"}")
                .file("conf/note.txt", "not read").file("conf/sub/x.json", "{\"bogus\": 1}")
                .file("last.json", "{\"retry_join\": [\"d\"]}");

        LoadResult result = loading.load("-dev", "-retry-join", "a", "-config-dir=conf", "-config-file", "last.json",
                "-log-level=ERR", "-node-meta=c:3:4", "-hcl", "ports { dns = 9 }");

        AgentConfig config = result.config();
        assertThat(config.gossip().lan().retryJoin()).containsExactly("a", "b", "c", "d");
        assertThat(config.node().name()).isEqualTo("second");
        assertThat(config.ports().dns()).isEqualTo(9);
        assertThat(config.ports().http()).isEqualTo(2);
        assertThat(config.node().meta()).isEqualTo(Map.of("a", "1", "b", "2", "c", "3:4"));
        assertThat(config.logging().level()).isEqualTo("ERR");
        assertThat(result.warnings()).containsExactly(
                "skipping file conf/note.txt, extension must be .hcl or .json, or config format must be set");
    }

    @Test
    void forcedFormatReadsEveryFile() throws ConfigException {
        loading.file("conf/a.txt", "node_name = \"x\"");
        assertThat(loading.load("-dev", "-config-dir=conf", "-config-format=hcl").config().node().name()).isEqualTo("x");
    }

    @Test
    void singleDefinitionsComeBehindTheListsOfTheirFile() throws ConfigException {
        loading.file("a.json", "{\"service\": {\"name\": \"one\"}, \"services\": [{\"name\": \"two\"}]}")
                .file("b.hcl", "service { name = \"three\" }\nservice { name = \"four\" }");
        AgentConfig config = loading.load("-dev", "-config-file=a.json", "-config-file=b.hcl").config();
        assertThat(config.agent().services()).extracting(s -> s.get("Name"))
                .containsExactly("two", "one", "three", "four");
    }

    @Test
    void definitionsGetTheFieldNamesOfTheHttpApi() throws ConfigException {
        AgentConfig config = loading.dev("""
                service {
                  id = "hw"
                  name = "web"
                  port = 8080
                  meta = { version = "4" }
                  tagged_addresses { lan { address = "1.2.3.4" port = 1 } }
                  weights { passing = 5 warning = 1 }
                  enable_tag_override = true
                  checks = [{ id = "c", args = ["a"], interval = "1s", tls_skip_verify = true, ttl = "60s" }]
                  connect { sidecar_service { port = 1 proxy { upstreams = [{ destination_name = "db" }] } } }
                }
                check = { id = "mem", name = "memory", header { X = ["a", "b"] }, success_before_passing = 2 }
                """);
        assertThat(config.agent().services()).containsExactly(Map.of("ID", "hw", "Name", "web", "Port", 8080L,
                "Meta", Map.of("version", "4"), "EnableTagOverride", true,
                "TaggedAddresses", Map.of("lan", Map.of("Address", "1.2.3.4", "Port", 1L)),
                "Weights", Map.of("Passing", 5L, "Warning", 1L),
                "Checks", List.of(Map.of("CheckID", "c", "Args", List.of("a"), "Interval", "1s", "TLSSkipVerify", true,
                        "TTL", "60s")),
                "Connect", Map.of("SidecarService", Map.of("Port", 1L, "Proxy",
                        Map.of("Upstreams", List.of(Map.of("DestinationName", "db")))))));
        assertThat(config.agent().checks()).containsExactly(Map.of("ID", "mem", "Name", "memory",
                "Header", Map.of("X", List.of("a", "b")), "SuccessBeforePassing", 2L));
    }

    @Test
    void checksMayHaveFieldsThatPluginsClaim() throws ConfigException {
        String check = "check { name = \"r\" redis_address = \"x:1\" }";
        assertThat(loading.devError(check)).contains("invalid config key check.redis_address");
        LoadRequest request = loading.request("-dev", "-hcl", check).withPluginCheckKeys(Set.of("RedisAddress"));
        assertThat(new ConfigLoader().load(request).config().agent().checks())
                .containsExactly(Map.of("Name", "r", "RedisAddress", "x:1"));
    }

    @Test
    void devModeHasItsPresets() throws ConfigException {
        AgentConfig config = loading.load("-dev", "-data-dir=x").config();
        assertThat(config.node().server()).isTrue();
        assertThat(config.node().dataDir()).isEmpty();
        assertThat(config.node().name()).isEqualTo("host1");
        assertThat(config.node().skipLeaveOnInterrupt()).isTrue();
        assertThat(config.addresses().bind()).isEqualTo("127.0.0.1");
        assertThat(config.addresses().http()).containsExactly("127.0.0.1:8500");
        assertThat(config.addresses().https()).isEmpty();
        assertThat(config.addresses().grpc()).containsExactly("127.0.0.1:8502");
        assertThat(config.ui().enabled()).isTrue();
        assertThat(config.consensus().engine()).isEqualTo("memory");
        assertThat(config.consensus().electionTimeoutMs()).isEqualTo(52);
        assertThat(config.gossip().lan().probeIntervalMs()).isEqualTo(100);
        assertThat(config.logging().level()).isEqualTo("DEBUG");
    }

    @Test
    void clientsAndServersDifferInTheirDefaults() throws ConfigException {
        AgentConfig client = loading.load("-data-dir=d").config();
        assertThat(client.node().leaveOnTerminate()).isTrue();
        assertThat(client.consensus().engine()).isEqualTo("ratis");
        assertThat(client.addresses().advertiseLan()).isEqualTo("10.1.2.3");
        assertThat(client.addresses().tagged()).isEqualTo(Map.of("lan", "10.1.2.3", "lan_ipv4", "10.1.2.3",
                "wan", "10.1.2.3", "wan_ipv4", "10.1.2.3"));
        assertThat(loading.load("-data-dir=d", "-server").config().node().leaveOnTerminate()).isFalse();
    }

    @Test
    void oldKeysSetTheNewOnes() throws ConfigException {
        AgentConfig config = loading.dev("acl_datacenter = \"DC9\"\nacl_default_policy = \"deny\"\nacl_master_token = \"m\""
                + "\nacl_replication_token = \"r\"\nca_file = \"ca\"\nverify_server_hostname = true\nacl_ttl = \"5s\"");
        assertThat(config.node().primaryDatacenter()).isEqualTo("dc9");
        assertThat(config.acl().enabled()).isTrue();
        assertThat(config.acl().defaultPolicy()).isEqualTo("deny");
        assertThat(config.acl().tokenTtlMs()).isEqualTo(5000);
        assertThat(config.acl().tokens().initialManagement()).isEqualTo("m");
        assertThat(config.acl().enableTokenReplication()).isTrue();
        assertThat(config.tls().https().caFile()).isEqualTo("ca");
        assertThat(config.tls().internalRpc().verifyOutgoing()).isTrue();
        assertThat(config.tls().https().verifyServerHostname()).isFalse();
    }

    @Test
    void pluginsHaveBlocksOfTheirOwn() throws ConfigException {
        AgentConfig config = loading.dev("plugins { \"a\" { x = 1 inner { y = [\"z\"] } } }\nplugins \"b\" { u = true }");
        assertThat(config.plugins()).isEqualTo(Map.of("a", Map.of("x", 1L, "inner", Map.of("y", List.of("z"))),
                "b", Map.of("u", true)));
    }

    @Test
    void addressTemplatesAndLists() throws ConfigException {
        AgentConfig config = loading.dev("client_addr = \"127.0.0.1 {{ GetPrivateIP }} unix:///tmp/x.sock\"\n"
                + "addresses { dns = \"::1\" }\nadvertise_addr = \"{{ GetInterfaceIP \\\"eth0\\\" }}\"");
        assertThat(config.addresses().http())
                .containsExactly("127.0.0.1:8500", "10.1.2.3:8500", "unix:///tmp/x.sock");
        assertThat(config.addresses().dns()).containsExactly("[::1]:8600");
        assertThat(config.addresses().serfLanAdvertise()).isEqualTo("10.1.2.3:8301");
    }

    @Test
    void refusesWhatTheAgentCannotRun() {
        Object[][] cases = {
            {"watches = [{ type = \"key\", key = \"x\" }]", "Must define a watch handler"},
            {"watches = [{ type = \"key\", key = \"x\", args = [\"a\"], handler = \"b\" }]",
                "Only one watch handler allowed"},
            {"watches = [{ type = \"key\", key = \"x\", handler = 1 }]", "Watch handler must be a string"},
            {"watches = [{ type = \"key\", key = \"x\", args = [1] }]", "Watch args must be a list of strings"},
            {"watches = [{ type = \"key\", key = \"x\", handler_type = \"x\" }]", "Handler type 'x' not recognized"},
            {"watches = [{ type = \"nodes\", handler_type = \"http\" }]",
                "Handler type 'http' requires 'http_handler_config' to be set"},
            {"watches = [{ type = \"x\" }]", "Unsupported watch type: x"},
            {"watches = [{ type = \"nodes\", args = [\"a\"], foo = 1 }]", "Invalid parameters: [foo]"},
            {"watches = [{ type = \"connect_roots\" }]", "Watch type connect_roots is not allowed in agent config"},
            {"log_level = \"loud\"", "Invalid log level: loud. Valid log levels are: [TRACE DEBUG INFO WARN ERR]"},
            {"node_id = \"x\"", "specified NodeID is invalid: uuid string is wrong length"},
            {"retry_interval = \"-1s\"", "1 error occurred:\n\t* retry_interval: invalid duration: \"-1s\": "
                + "must not be negative\n\n"},
            {"verify_outgoing = true", "VerifyOutgoing set, and no CA certificate provided!"},
            {"tls { https { ca_file = \"x\" verify_incoming = true } }",
                "VerifyIncoming set, and no Cert/Key pair provided!"},
            {"tls_min_version = \"ssl3\"",
                "TLSMinVersion: value ssl3 not supported, please specify one of [tls10,tls11,tls12,tls13]"},
            {"consensus { engine = \"memory\" } ports { serf_lan = 0 }",
                "ports.serf_lan must be a valid port from 1 to 65535"},
            {"consensus { engine = \"ratis\" }",
                "consensus.engine \"ratis\" needs a data_dir: it cannot be used with -dev"},
            {"consensus { engine = \"atomix\" }",
                "consensus.engine \"atomix\" needs a data_dir: it cannot be used with -dev"},
            {"consensus { engine = \"paxos\" }",
                "consensus.engine \"paxos\" is not known. Known engines are: [atomix, memory, ratis]"},
            {"bootstrap_expect = 3", "'bootstrap_expect > 0' not allowed in dev mode"},
            {"ports { http = 70000 }", "1 error occurred:\n\t* ports.http: invalid port: 70000\n\n"},
            {"client_addr = \"localhost\"", "1 error occurred:\n\t* client_addr: invalid ip address: localhost\n\n"},
            {"client_addr = \"\"", "client_addr cannot be empty"},
            {"client_addr = \"{{ Nonsense }}\"", "1 error occurred:\n\t* client_addr: error parsing "
                + "\"{{ Nonsense }}\": error calling Nonsense: expected a list of interfaces\n\n"},
            {"addresses { dns = \"unix:///x\" }", "DNS address cannot be a unix socket"},
            {"node_meta { \"a b\" = \"c\" }", "node_meta: Couldn't load metadata pair ('a b', 'c'): "
                + "Key contains invalid characters"},
            {"service { name = \"w\" check { ttl = \"1y\" } }", "1 error occurred:\n\t* services[0].check.ttl: "
                + "invalid duration: \"1y\": time: unknown unit \"y\" in duration \"1y\"\n\n"},
        };
        for (Object[] c : cases) {
            assertThat(loading.devError((String) c[0])).as((String) c[0]).isEqualTo(c[1]);
        }
    }

    @Test
    void refusesFlagsAsGoDoes() {
        Object[][] cases = {
            {List.of("-bogus"), "flag provided but not defined: -bogus"},
            {List.of("-http-port", "x"), "invalid value \"x\" for flag -http-port: parse error"},
            {List.of("-server=maybe"), "invalid boolean value \"maybe\" for -server: parse error"},
            {List.of("-node"), "flag needs an argument: -node"},
            {List.of("-dev", "x", "-y"), "Unexpected extra arguments: [x -y]"},
            {List.of("-dev", "-config-format=xml"), "-config-format must be either 'hcl' or 'json'"},
            {List.of("-dev", "-bind=999.1.1.1"), "bind_addr cannot be empty"},
            {List.of(), "data_dir cannot be empty"},
        };
        for (Object[] c : cases) {
            String[] args = ((List<?>) c[0]).toArray(String[]::new);
            assertThatThrownBy(() -> loading.load(args)).isInstanceOf(ConfigException.class).hasMessage((String) c[1]);
        }
    }

    @Test
    void readsTheFlagsOfGuides() throws ConfigException {
        AgentConfig config = loading.load("-data-dir=d", "-server", "-bootstrap", "-ui", "-log-level=info",
                "-disable-host-node-id", "-rejoin", "-pid-file=agent.pid", "-enable-script-checks", "-raft-protocol=3",
                "-protocol=2", "-domain=consul", "-node-meta=k:v", "--retry-interval=3s", "-retry-max=2",
                "-disable-keyring-file", "-client", "0.0.0.0", "-join=1.2.3.4").config();
        assertThat(config.node().bootstrap()).isTrue();
        assertThat(config.gossip().lan().retryIntervalMs()).isEqualTo(3000);
        assertThat(config.gossip().lan().startJoin()).containsExactly("1.2.3.4");
        assertThat(config.addresses().http()).containsExactly("0.0.0.0:8500");
        assertThat(config.node().pidFile()).isEqualTo("agent.pid");
    }

    @Test
    void servicesOfAFileForTheCommandLine() throws ConfigException {
        loading.file("svc.json", "{\"Service\": {\"Name\": \"fromfile\", \"Port\": 1, \"Check\": {\"TTL\": \"60s\"}}}")
                .file("svcs.hcl", "services {\n name = \"hcl1\"\n port = 2\n}\nservices {\n name = \"hcl2\"\n tags = [\"t\"]\n}");
        assertThat(ServiceFiles.services(folder, "svc.json", Set.of())).containsExactly(
                Map.of("Name", "fromfile", "Port", 1L, "Check", Map.of("TTL", "60s")));
        assertThat(ServiceFiles.services(folder, "svcs.hcl", Set.of())).containsExactly(
                Map.of("Name", "hcl1", "Port", 2L), Map.of("Name", "hcl2", "Tags", List.of("t")));
    }
}
