package io.curia.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.Weights;
import io.curia.api.op.CuriaException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {
    private final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~ | 400 | Request decode failed: EOF",
        "{} | 400 | Missing service name",
        "{\"ID\": \"x\"} | 400 | Missing service name",
        "{\"Name\": 5} | 400 | Request decode failed: json: cannot unmarshal number into Go struct field .Name of type string",
        "{\"Name\": \"x\", \"Port\": \"80\"} | 400 | Request decode failed: json: cannot unmarshal string into Go struct field .Port of type int",
        "{\"Name\": \"x\", \"Bogus\": 1} | 400 | Request decode failed: json: unknown field \"Bogus\"",
        "{\"Name\": \"x\", \"Weights\": {\"Passing\": -1, \"Warning\": 1}} | 400 | Invalid Weights: Passing must be greater than 0",
        "{\"Name\": \"x\", \"Weights\": {\"Passing\": 1, \"Warning\": -1}} | 400 | Invalid Weights: Warning must be greater or equal than 0",
        "{\"Name\": \"x\", \"Weights\": {\"Passing\": 65536}} | 400 | Invalid Weights: DNS Weight must be between 0 and 65535",
        "{\"Name\": \"x\", \"Check\": {\"HTTP\": \"http://127.0.0.1:1\"}} | 400 | Invalid check: Interval must be > 0 for Script, HTTP, H2PING, or TCP checks",
        "{\"Name\": \"x\", \"Check\": {\"TTL\": \"30s\", \"HTTP\": \"h\", \"Interval\": \"10s\"}} | 400 | Invalid check: Interval and TTL cannot both be specified",
        "{\"Name\": \"x\", \"Check\": {\"Interval\": \"10s\"}} | 400 | Invalid check: TTL must be > 0 for TTL checks",
        "{\"Name\": \"x\", \"Check\": {\"TTL\": \"abc\"}} | 400 | Request decode failed: time: invalid duration \"abc\"",
        "{\"Name\": \"x\", \"Check\": {\"TTL\": \"10s\", \"Status\": \"weird\"}} | 400 | Status for checks must 'passing', 'warning', 'critical'",
        "{\"Name\": \"x\", \"Address\": \"0.0.0.0\"} | 400 | Invalid service address",
        "{\"Name\": \"x\", \"Address\": \"[::]\"} | 400 | Invalid service address",
        "{\"Name\": \"x\", \"Meta\": {\"bad key!\": \"v\"}} | 400 | Invalid Service Meta: Couldn't load metadata pair ('bad key!', 'v'): Key contains invalid characters",
        "{\"Name\": \"x\", \"Meta\": {\"consul-reserved\": \"v\"}} | 400 | Invalid Service Meta: Couldn't load metadata pair ('consul-reserved', 'v'): Key prefix 'consul-' is reserved for internal use",
        "{\"Name\": \"x\", \"TaggedAddresses\": {\"lan_ipv4\": {\"Address\": \"host\"}}} | 500 | Service tagged address \"lan_ipv4\" must be a valid ipv4 address",
        "{\"Name\": \"x\", \"Check\": {\"Args\": [\"true\"], \"Interval\": \"10s\"}} | 500 | Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    })
    void refusesServices(String json, int status, String text) {
        assertThatThrownBy(() -> bench.service(json)).isInstanceOfSatisfying(CuriaException.class,
                e -> assertThat(e.kind().status()).isEqualTo(status)).hasMessage(text);
        assertThat(bench.agent.services()).isEmpty();
        assertThat(bench.agent.checks()).isEmpty();
    }

    @Test
    void refusesProxiesWithAllThatIsWrong() {
        assertThatThrownBy(() -> bench.service("{\"Name\": \"p\", \"Kind\": \"connect-proxy\", \"Port\": 1}"))
                .hasMessage("1 error occurred:\n\t* Proxy.DestinationServiceName must be non-empty for Connect proxy "
                        + "services\n\n");
        assertThatThrownBy(() -> bench.service("{\"Name\": \"p\", \"Kind\": \"connect-proxy\"}"))
                .hasMessageStartingWith("2 errors occurred:\n\t* Proxy.")
                .hasMessageEndingWith("\t* Port or SocketPath must be set for a Connect proxy\n\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~ | 400 | Request decode failed: EOF",
        "{} | 400 | Missing check name",
        "{\"Name\": \"x\"} | 400 | Invalid check: TTL must be > 0 for TTL checks",
        "{\"ID\": \"x\", \"TTL\": \"10s\"} | 400 | Missing check name",
        "{\"Name\": \"x\", \"TTL\": \"10s\", \"Status\": \"fine\"} | 400 | Bad check status",
        "{\"Name\": \"x\", \"Interval\": \"10s\"} | 400 | Invalid check: TTL must be > 0 for TTL checks",
        "{\"Name\": \"x\", \"TCP\": \"127.0.0.1:9\"} | 400 | Invalid check: Interval must be > 0 for Script, HTTP, H2PING, or TCP checks",
        "{\"Name\": \"x\", \"Args\": [\"true\"]} | 400 | Invalid check: Interval must be > 0 for Script, HTTP, H2PING, or TCP checks",
        "{\"Name\": \"x\", \"TTL\": \"nope\"} | 400 | Request decode failed: time: invalid duration \"nope\"",
        "{\"Name\": \"x\", \"TTL\": \"-5s\"} | 400 | Invalid check: TTL must be > 0 for TTL checks",
        "{\"Name\": \"x\", \"Script\": \"true\", \"Interval\": \"10s\"} | 400 | Request decode failed: json: unknown field \"Script\"",
        "{\"Name\": \"x\", \"TTL\": \"10s\", \"Interval\": \"10s\"} | 400 | Invalid check: Interval and TTL cannot both be specified",
        "{\"Name\": \"x\", \"AliasNode\": \"n\", \"AliasService\": \"y\", \"TTL\": \"5s\"} | 400 | Invalid check: TTL must be not be set for Alias checks",
        "{\"Name\": \"x\", \"AliasService\": \"y\", \"HTTP\": \"h\", \"Interval\": \"5s\"} | 400 | Invalid check: Interval cannot be set for Alias checks",
        "{\"Name\": \"x\", \"HTTP\": \"h\", \"Interval\": \"10s\", \"OutputMaxSize\": -1} | 400 | Invalid check: MaxOutputMaxSize must be positive",
        "{\"Name\": \"x\", \"HTTP\": \"h\", \"Interval\": \"9s\", \"FailuresBeforeWarning\": 3, \"FailuresBeforeCritical\": 2} | 400 | Invalid check: FailuresBeforeWarning can't be higher than FailuresBeforeCritical",
        "{\"Name\": \"x\", \"TTL\": \"5s\", \"ServiceID\": \"none\"} | 500 | ServiceID \"none\" does not exist",
        "{\"Name\": \"x\", \"DockerContainerID\": \"c\", \"Args\": [\"true\"], \"Interval\": \"5s\"} | 500 | Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true",
    })
    void refusesChecks(String json, int status, String text) {
        assertThatThrownBy(() -> bench.check(json)).isInstanceOfSatisfying(CuriaException.class,
                e -> assertThat(e.kind().status()).isEqualTo(status)).hasMessage(text);
        assertThat(bench.agent.checks()).isEmpty();
    }

    @Test
    void configuredScriptsHaveASettingOfTheirOwn() {
        CheckDefinition check = bench.parser.check(Bench.bytes(
                "{\"Name\": \"s\", \"args\": [\"true\"], \"Interval\": \"10s\"}"));
        assertThat(bench.agent.configure(List.of(), List.of(check))).containsExactly("Failed to register check 's': "
                + "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or "
                + "'enable_local_script_checks' to true");
        bench.settings = new AgentSettings(false, true, 0, 4096, false, 30_000, 60_000, 21000, 21255);
        assertThat(bench.agent.configure(List.of(), List.of(check))).isEmpty();
        assertThat(bench.agent.checks()).containsOnlyKeys("s");
    }

    @Test
    void readsNamesInAnyCaseAndTheKnownAliases() {
        CheckDefinition check = bench.parser.check(Bench.bytes("""
                {"checkid": "c", "NAME": "n", "service_id": "s", "tls_skip_verify": true, "script_args": ["a", "b"],
                 "Header": {"X": ["1", "2"]}, "http": "u", "interval": "1m", "Timeout": 5,
                 "deregister_critical_service_after": "90m", "SuccessBeforePassing": 2}"""));
        assertThat(check.checkID()).isEqualTo("c");
        assertThat(check.serviceID()).isEqualTo("s");
        assertThat(check.intervalNanos()).isEqualTo(TimeUnit.MINUTES.toNanos(1));
        assertThat(check.timeoutNanos()).isEqualTo(5);
        assertThat(check.deregisterAfterNanos()).isEqualTo(TimeUnit.MINUTES.toNanos(90));
        assertThat(check.successBeforePassing()).isEqualTo(2);
        assertThat(check.fields()).isEqualTo(Map.of("TLSSkipVerify", true, "ScriptArgs", List.of("a", "b"), "Header",
                Map.of("X", List.of("1", "2")), "HTTP", "u"));
    }

    @Test
    void readsFieldsThatACheckTypeClaims() {
        String json = "{\"Name\": \"r\", \"Interval\": \"1s\", \"redis\": \"127.0.0.1:6379\", \"redis_db\": 3}";
        assertThatThrownBy(() -> bench.check(json))
                .hasMessage("Request decode failed: json: unknown field \"redis\"");
        bench.types.add(new Bench.Scripted("redis", "Redis") {
            @Override
            public java.util.Set<String> fields() {
                return java.util.Set.of("Redis", "RedisDb");
            }
        });
        assertThat(bench.parser.check(Bench.bytes(json)).fields()).isEqualTo(
                Map.of("Redis", "127.0.0.1:6379", "RedisDb", 3L));
        bench.check(json);
        assertThat(bench.agent.checks()).containsOnlyKeys("r");
    }

    @Test
    void readsAWholeService() {
        ServiceDefinition service = bench.parser.service(Bench.bytes("""
                {"id": "w1", "name": "web", "tags": ["a"], "address": "10.0.0.1", "port": 80,
                 "tagged_addresses": {"wan": {"address": "1.2.3.4", "port": 90}}, "enable_tag_override": true,
                 "weights": {"passing": 5, "warning": 2}, "meta": {"k": "v"},
                 "proxy": {"destination_service_name": "d", "upstreams": [{"destination_name": "db", "local_bind_port": 1}]},
                 "connect": {"sidecar_service": {"port": 9}}}"""));
        assertThat(service.taggedAddresses()).isEqualTo(Map.of("wan", new ServiceAddress("1.2.3.4", 90)));
        assertThat(service.weights()).isEqualTo(new Weights(5, 2));
        assertThat(service.proxy().upstreams().get(0).destinationType()).isEqualTo("service");
        assertThat(service.proxy().upstreams().get(0).localBindPort()).isEqualTo(1);
        assertThat(service.connect().sidecarService().port()).isEqualTo(9);
        assertThat(service.enableTagOverride()).isTrue();
    }
}
