package io.curia.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.config.address.HostAddress;
import io.curia.config.address.Ip;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {

    @TempDir
    Path folder;
    Loading loading;

    @BeforeEach
    void setUp() {
        loading = new Loading(folder);
    }

    @Test
    void refusesSourcesWithTheReferencesTexts() {
        Object[][] cases = {
            {"a.json", "{\"ports\": {\"http\": \"abc\"}, \"server\": \"maybe\"}",
                "failed to parse a.json: 2 error(s) decoding:\n\n* 'ports.http' expected type 'int', got unconvertible "
                    + "type 'string', value: 'abc'\n* 'server' expected type 'bool', got unconvertible type 'string', "
                    + "value: 'maybe'"},
            {"a.json", "{\"data_dir\": \"/d\", \"ports\": {\"rpc\": 8400}, \"ui_dir\": \"/x\", \"recursor\": \"8.8.8.8\"}",
                "failed to parse a.json: 2 errors occurred:\n\t* invalid config key ports.rpc\n"
                    + "\t* invalid config key recursor\n\n"},
            {"./c.json", "{\"foo\": 1, \"bar\": 2}", "failed to parse ./c.json: 2 errors occurred:\n"
                    + "\t* invalid config key foo\n\t* invalid config key bar\n\n"},
            {"./c.json", "{\"a\": 1,}",
                "failed to parse ./c.json: invalid character '}' looking for beginning of object key string"},
            {"a.json", "{\"datacenter\": ", "failed to parse a.json: unexpected end of JSON input"},
            {"a.json", "{\"service\": {\"name\": \"web\", \"tgas\": [\"rails\"]}}",
                "failed to parse a.json: 1 error occurred:\n\t* invalid config key service.tgas\n\n"},
            {"a.json", "{\"service\": {\"name\": \"web\", \"check\": {\"Script\": \"x\"}}}",
                "failed to parse a.json: 1 error occurred:\n\t* invalid config key service.check.Script\n\n"},
            {"a.json", "{\"DataDir\": \"x\"}",
                "failed to parse a.json: 1 error occurred:\n\t* invalid config key DataDir\n\n"},
            {"a.json", "{\"service\": {\"name\": \"x\", \"EnableTagOverride\": true}}",
                "failed to parse a.json: 1 error occurred:\n\t* invalid config key service.EnableTagOverride\n\n"},
            {"a.json", "{\"check\": {\"name\": \"x\", \"CheckID\": \"y\"}}",
                "failed to parse a.json: 1 error occurred:\n\t* invalid config key check.CheckID\n\n"},
            {"a.json", "{\"retry_join\": \"x\"}", "failed to parse a.json: 1 error(s) decoding:\n\n"
                    + "* 'retry_join': source data must be an array or slice, got string"},
            {"a.json", "{\"services\": {}}", "failed to parse a.json: 1 error(s) decoding:\n\n"
                    + "* 'services': source data must be an array or slice, got map"},
            {"a.json", "[]",
                "failed to parse a.json: json: cannot unmarshal array into Go value of type map[string]interface {}"},
            {"a.json", "{\"data_dir\": \"d\", \"check_update_interval\": \"5x\"}",
                "1 error occurred:\n\t* check_update_interval: invalid duration: \"5x\": "
                    + "time: unknown unit \"x\" in duration \"5x\"\n\n"},
            {"a.json", "{\"data_dir\": \"d\", \"ae_interval\": \"\", \"retry_interval\": \"1\"}",
                "2 errors occurred:\n\t* retry_interval: invalid duration: \"1\": time: missing unit in duration \"1\"\n"
                    + "\t* ae_interval: invalid duration: \"\": time: invalid duration \"\"\n\n"},
            {"a.json", "{\"datacenter\": \"dc1\"}", "data_dir cannot be empty"},
            {"a.conf", "data_dir = \"d\"", "data_dir cannot be empty"},
            {"a.json", "{\"data_dir\": \"d\", \"datacenter\": \"dc 1\"}",
                "datacenter cannot be \"dc 1\". Please use only [a-z0-9-_]"},
            {"a.json", "{\"data_dir\": \"d\", \"bootstrap_expect\": 3}",
                "'bootstrap_expect > 0' requires 'server = true'"},
            {"a.json", "{\"data_dir\": \"d\", \"server\": true, \"bootstrap\": true, \"bootstrap_expect\": 3}",
                "'bootstrap_expect > 0' and 'bootstrap = true' are mutually exclusive"},
            {"a.json", "{\"data_dir\": \"d\", \"server\": true, \"bootstrap\": true, \"read_replica\": true}",
                "'read_replica = true' and 'bootstrap = true' are mutually exclusive"},
            {"a.json", "{\"data_dir\": \"d\", \"segment\": \"x\"}",
                "Network segments are not supported in this version of Consul"},
            {"a.json", "{\"data_dir\": \"d\", \"client_addr\": \"1.2.3.4\", \"ports\": {\"dns\": 8500}}",
                "HTTP address 1.2.3.4:8500 already configured for DNS"},
            {"a.json", "{\"data_dir\": \"d\", \"bind_addr\": \"127.0.0.1 10.0.0.1\"}",
                "bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead."},
            {"a.json", "{\"data_dir\": \"d\", \"bind_addr\": \"example.com\"}", "bind_addr cannot be empty"},
            {"a.json", "{\"data_dir\": \"d\", \"bind_addr\": \"{{ GetInterfaceIP \\\"eth9\\\" }}\"}",
                "bind_addr cannot be empty"},
            {"a.json", "{\"data_dir\": \"d\", \"encrypt\": \"abcd\"}",
                "encrypt has invalid key: key size must be 16, 24 or 32 bytes"},
            {"a.json", "{\"data_dir\": \"d\", \"encrypt\": \"abcdefg\"}",
                "encrypt has invalid key: illegal base64 data at input byte 4"},
            {"a.json", "{\"data_dir\": \"d\", \"encrypt\": \"ab*d\"}",
                "encrypt has invalid key: illegal base64 data at input byte 2"},
            {"a.json", "{\"data_dir\": \"d\", \"performance\": {\"raft_multiplier\": 11}}",
                "performance.raft_multiplier cannot be 11. Must be between 1 and 10"},
            {"a.json", "{\"data_dir\": \"a.json\"}", "data_dir \"a.json\" is not a directory"},
            {"a.hcl", "data_dir = [", "failed to parse a.hcl: At 1:13: Unknown token: 1:13 EOF "},
        };
        for (Object[] c : cases) {
            assertThat(loading.errorOf((String) c[0], (String) c[1])).as((String) c[1]).isEqualTo(c[2]);
        }
    }

    @Test
    void warnsAboutWhatIsOnlyUnwise() throws ConfigException {
        assertThat(warnings("{\"server\": true, \"bootstrap_expect\": 1}")).containsExactly(
                "BootstrapExpect is set to 1; this is the same as Bootstrap mode.",
                "bootstrap = true: do not enable unless necessary");
        assertThat(warnings("{\"datacenter\": \"DC1\", \"server\": true, \"bootstrap_expect\": 2}")).containsExactly(
                "bootstrap_expect = 2: A cluster with 2 servers will provide no failure tolerance. "
                        + "See https://www.consul.io/docs/internals/consensus.html#deployment-table",
                "bootstrap_expect > 0: expecting 2 servers");
        assertThat(warnings("{\"ui\": true, \"bootstrap_expect\": 0, \"bind_addr\": \"192.168.43.234\"}"))
                .containsExactly("The 'ui' field is deprecated. Use the 'ui_config.enabled' field instead.");
        assertThat(warnings("{\"acl_datacenter\": \"dc1\", \"acl_default_policy\": \"deny\", \"acl_ttl\": \"30s\", "
                + "\"acl_master_token\": \"x\", \"start_join\": [\"10.0.0.1\"], \"verify_incoming\": false}"))
                .containsExactly("The 'acl_datacenter' field is deprecated. "
                        + "Use the 'primary_datacenter' field instead.");
        assertThat(warnings("{\"acl_enforce_version_8\": true}"))
                .containsExactly("config key \"acl_enforce_version_8\" is deprecated and should be removed");
        assertThat(warnings("{\"node_name\": \"a_b\", \"enable_script_checks\": true, \"license_path\": \"x\"}")).hasSize(3);
    }

    private List<String> warnings(String json) throws ConfigException {
        loading.file("w.json", json).file("base.json", "{\"data_dir\": \"d\"}");
        return loading.validate("base.json", "w.json");
    }

    @Test
    void acceptsWhatTheReferenceAccepts() throws ConfigException {
        for (String text : List.of("{\"ports\": {\"http\": -2}}", "{\"Data_Dir\": \"d\"}", "{\"node_name\": null}", "",
                "{\"services\": [{\"id\": \"x\", \"name\": \"x\"}, {\"id\": \"x\", \"name\": \"y\"}]}",
                "{\"service\": [{\"name\": \"x\"}]}", "{\"node_meta\": {\"anything\": \"goes\"}}",
                "{\"service\": {\"ServiceID\": \"not\", \"name\": \"x\"}}".replace("ServiceID", "id"),
                "{\"check\": {\"name\": \"x\", \"ServiceID\": \"y\", \"TLSSkipVerify\": true, "
                        + "\"DeregisterCriticalServiceAfter\": \"1m\"}}")) {
            assertThat(warnings(text)).as(text).isEmpty();
        }
        loading.file("good.hcl", "data_dir = \"/tmp/x\"\nservice { name = \"y\" }");
        assertThat(loading.validate("good.hcl")).isEmpty();
    }

    @Test
    void namesFilesThatCannotBeRead() {
        assertThatThrownBy(() -> loading.validate("none.json")).isInstanceOf(ConfigException.class)
                .hasMessage("config: Open failed on none.json. open none.json: no such file or directory");
        assertThatThrownBy(() -> loading.validate()).isInstanceOf(ConfigException.class)
                .hasMessage("Must specify at least one config file or directory");
    }

    @Test
    void needsExactlyOnePrivateAddressToAdvertise() throws ConfigException {
        loading.host = Loading.host();
        assertThat(loading.errorOf("a.json", "{\"data_dir\": \"d\"}")).isEqualTo("No private IPv4 address found");
        loading.host = Loading.host(new HostAddress("lo", Ip.parse("127.0.0.1"), 8, Set.of("up", "loopback")));
        assertThat(loading.load("-data-dir=d").config().addresses().advertiseLan()).isEqualTo("127.0.0.1");
        loading.host = Loading.host(new HostAddress("lo", Ip.parse("127.0.0.1"), 8, Set.of("up", "loopback")),
                new HostAddress("a", Ip.parse("192.0.2.2"), 24, Set.of("up")),
                new HostAddress("b", Ip.parse("8.8.8.8"), 24, Set.of("up")),
                new HostAddress("c", Ip.parse("10.0.0.1"), 8, Set.of()));
        assertThat(loading.load("-data-dir=d").config().addresses().advertiseLan()).isEqualTo("192.0.2.2");
        loading.host = Loading.host(new HostAddress("a", Ip.parse("10.0.0.1"), 8, Set.of("up")),
                new HostAddress("b", Ip.parse("192.168.0.1"), 24, Set.of("up")));
        assertThat(loading.errorOf("a.json", "{\"data_dir\": \"d\"}")).isEqualTo("Multiple private IPv4 addresses found. "
                + "Please configure one with 'bind' and/or 'advertise'.");
    }
}
