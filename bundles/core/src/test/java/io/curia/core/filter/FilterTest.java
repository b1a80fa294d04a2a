package io.curia.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.agent.AgentService;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceAddress;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.ServiceNode;
import io.curia.api.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Node NODE = new Node("", "m1", "10.0.0.1", "dc1", null, Map.of("zone", "z1", "a b", "x"), 1, 2);
    private static final NodeService SERVICE = new NodeService("", "w1", "web", List.of("v1", "blue"), "",
            Map.of("lan", new ServiceAddress("10.0.0.9", 80)), Map.of("env", "prod"), 8001, "", Weights.DEFAULT, false,
            Proxy.NONE, new ServiceConnect(true, null), 1, 1);
    private static final CheckServiceNode INSTANCE = new CheckServiceNode(NODE, SERVICE,
            List.of(check("a", "passing", ""), check("b", "critical", "line 1\nline 2\n")));

    private static HealthCheck check(String id, String status, String output) {
        return new HealthCheck("m1", id, "check " + id, status, "", output, "w1", "web", null, "ttl", "", "", 0,
                CheckInfo.NONE, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "Node.Node == m1", "Node.Node==m1", "Node.Node != \"m2\"", "Service.Port == 8001", "Service.Port == \"0x1f41\"",
        "Service.Port != 80", "Service.Meta.env == prod", "Service.Meta[\"env\"] == `prod`", "Node.Meta[\"a b\"] == x",
        "\"v1\" in Service.Tags", "v1 in Service.Tags", "Service.Tags contains blue", "Service.Tags not contains green",
        "green not in Service.Tags", "env in Service.Meta", "Service.Meta contains env", "Service.Tags is not empty",
        "Node.TaggedAddresses is empty", "\"0.0.\" in Node.Address",
        "Node.Address matches \"^10[.]\"", "Node.Address not matches `^\\d$`", "Service.EnableTagOverride == false",
        "Service.Connect.Native == t", "Service.Weights.Passing == 1", "Service.TaggedAddresses.lan.Port == 80",
        "Service.TaggedAddresses.wan.Port != 80", "lan in Service.TaggedAddresses", "Checks is not empty",
        "Checks.Status == critical", "Checks.Status == passing", "not Checks.Status == warning", "Checks.Status != passing",
        "Node.Meta.none != 1", "none not in Node.Meta", "Node.Meta.none not matches x", "not Node.Meta.none matches x",
        "not not Node.Node == m1", "(Node.Node == m1)", " ( Node.Node == m2 or Service.Port == 8001 ) and not Node.Node == x ",
        "Node.Node == m1 or Node.Node == x and Node.Node == y", "Service.Proxy.MeshGateway.Mode == \"\"",
        "Service.Proxy.TransparentProxy.OutboundListenerPort == 0", "Service.Proxy.Upstreams.DestinationName != x or Node.ID == \"\"",
        "\"lines\" not in Checks.Output", "Checks.Output matches `(?m)1$`", "Checks.Output matches \"2\\n$\""})
    void shouldHold(String expression) {
        assertThat(Filter.compile(expression, CheckServiceNode.class).matches(INSTANCE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Node.Node != m1", "Service.Port == 1", "Service.Port == -1", "Checks.Status == warning", "Service.Meta.none == x",
        "Service.Meta.none matches `.*`", "x in Service.Meta.none", "Service.Tags is empty", "Checks.Output matches `2$`",
        "not Node.Node == m1 and Node.Node == m1", "(Node.Node == x or Node.Node == y) and Node.Node == m1",
        "Service.Proxy.Upstreams.DestinationName != x", "Checks.ServiceTags is not empty", "Service.Tags contains V1"})
    void shouldNotHold(String expression) {
        assertThat(Filter.compile(expression, CheckServiceNode.class).matches(INSTANCE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '#', value = {
        "Nope == 1 ~ Selector \"Nope\" is not valid",
        "Node.Nope.More == 1 ~ Selector \"Node.Nope\" is not valid",
        "Node.Node.More == 1 ~ Selector \"Node.Node.More\" is not valid",
        "Service.Tags.x == 1 ~ Selector \"Service.Tags.x\" is not valid",
        "Service.ModifyIndex == 1 ~ Selector \"Service.ModifyIndex\" is not valid",
        "Checks.Definition is empty ~ Selector \"Checks.Definition\" is not valid",
        "Service.Port == abc ~ Failed to coerce value \"abc\" for selector \"Service.Port\": strconv.ParseInt: parsing \"abc\": invalid syntax",
        "Service.Port == 9223372036854775808 ~ Failed to coerce value \"9223372036854775808\" for selector \"Service.Port\": strconv.ParseInt: parsing \"9223372036854775808\": value out of range",
        "Service.Connect.Native == 2 ~ Failed to coerce value \"2\" for selector \"Service.Connect.Native\": strconv.ParseBool: parsing \"2\": invalid syntax",
        "Node.Node is empty ~ Invalid match operator \"Is Empty\" for selector \"Node.Node\"",
        "Service.Tags == x ~ Invalid match operator \"Equal\" for selector \"Service.Tags\"",
        "Service.Port matches x ~ Invalid match operator \"Matches\" for selector \"Service.Port\"",
        "Node == x ~ Invalid match operator \"Equal\" for selector \"Node\"",
        "garbage garbage ~ 1:9 (8): no match found, expected: \"!=\", \"==\", \"contains\", \"in\", \"is\", \"matches\", \"not\" or [ \\t\\r\\n]",
        "(Node.Node == m1 ~ 1:17 (16): rule grouping: Unmatched parentheses",
        "Node.Node == 1.2.3 ~ 1:17 (16): rule number: Invalid number literal",
        "Node.Node == \"m1 ~ 1:17 (16): rule string: Unterminated string literal",
        "Node.Node == m1 x ~ 1:17 (16): no match found, expected: \"and\", \"or\", [ \\t\\r\\n] or EOF",
        "Node.Node matches `(` ~ Failed to compile regular expression \"(\": error parsing regexp: missing closing ): `(`"})
    void shouldRefuse(String expression, String message) {
        assertThatThrownBy(() -> Filter.compile(expression, CheckServiceNode.class))
                .isInstanceOf(FilterException.class).hasMessage(message);
    }

    @Test
    void shouldFilterFlatRecords() {
        ServiceNode flat = new ServiceNode("", "f2", "10.0.0.2", "dc1", null, Map.of("zone", "z2"), "", "w2", "web",
                List.of("v2"), "", null, Weights.DEFAULT, Map.of("ver", "2"), 8002, "", false, Proxy.NONE,
                ServiceConnect.NONE, 3, 3);
        assertThat(Filter.compile("Node matches \"f.\" and ServicePort != 8001", ServiceNode.class).matches(flat)).isTrue();
        assertThat(Filter.compile("NodeMeta.zone != z2", ServiceNode.class).matches(flat)).isFalse();
        assertThat(Filter.compile("\"v2\" in ServiceTags", ServiceNode.class).matches(flat)).isTrue();
        assertThat(Filter.compile("Meta is empty", Node.class).matches(NODE)).isFalse();
        assertThat(Filter.compile("Port == 1", AgentService.class)).isNotNull();
        assertThatThrownBy(() -> Filter.compile("ContentHash == 1", AgentService.class)).isInstanceOf(FilterException.class);
    }

    @Test
    void shouldBoundLengthAndDepth() {
        String deep = "(".repeat(5000) + "Node.Node == m1" + ")".repeat(5000);
        assertThatThrownBy(() -> Filter.compile(deep, CheckServiceNode.class)).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Filter.compile("not ".repeat(5000) + "Node.Node == m1", CheckServiceNode.class))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Filter.compile("x".repeat(Filter.MAX_LENGTH + 1), CheckServiceNode.class))
                .hasMessageContaining("maximum length");
        String wide = "Node.Node == m2 or ".repeat(1000) + "Node.Node == m1";
        assertThat(Filter.compile(wide, CheckServiceNode.class).matches(INSTANCE)).isTrue();
        String failing = "(".repeat(60) + "Node.Node == m1 x" + ")".repeat(60);
        assertThatThrownBy(() -> Filter.compile(failing, CheckServiceNode.class)).isInstanceOf(FilterException.class);
    }
}
