package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.gossip.serf.MergePolicy;
import io.curia.gossip.serf.MergePolicy.Peer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Map<String, String> SERVER = Map.of("role", "consul", "dc", "dc1", "port", "8300", "vsn", "2",
            "build", "1.10.11:", "id", "1");
    private final LanPolicy lan = new LanPolicy("me", "0", "dc1", "");

    private static Peer peer(String name, String... tags) {
        Map<String, String> map = new java.util.TreeMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            map.put(tags[i], tags[i + 1]);
        }
        return new Peer(name, map, false);
    }

    private static String refusal(MergePolicy policy, List<Peer> peers) {
        return policy.refusal(peers, id -> id.equals("7") ? "holder" : null);
    }

    @Test
    void lanTakesAgentsOfItsDatacenterAndMembersOfOtherKinds() {
        assertThat(refusal(lan, List.of(new Peer("s", SERVER, false), peer("c", "role", "node", "dc", "dc1", "id", "2"),
                peer("serf", "role", "web")))).isNull();
    }

    @Test
    void lanRefusesOtherDatacentersAndSegments() {
        assertThat(refusal(lan, List.of(peer("x", "role", "node", "dc", "dc2"))))
                .isEqualTo("Member 'x' part of wrong datacenter 'dc2'");
        assertThat(refusal(lan, List.of(peer("x", "role", "node", "dc", "dc1", "segment", "s"))))
                .isEqualTo("Member 'x' part of wrong segment 's' (expected '')");
    }

    @Test
    void lanRefusesAnIdUnderTwoNames() {
        assertThat(refusal(lan, List.of(peer("x", "role", "node", "dc", "dc1", "id", "0"))))
                .isEqualTo("Member 'x' has conflicting node ID '0' with this agent's ID");
        assertThat(refusal(lan, List.of(peer("x", "id", "5"), peer("y", "id", "5"))))
                .isEqualTo("Member 'y' has conflicting node ID '5' with member 'x'");
        assertThat(refusal(lan, List.of(peer("x", "id", "5"), new Peer("y", Map.of("id", "5"), true)))).as("gone").isNull();
        assertThat(refusal(lan, List.of(peer("me", "id", "0")))).isNull();
        assertThat(refusal(lan, List.of(peer("x", "id", "7")))).isEqualTo("Member 'x' has conflicting node ID '7' with member 'holder'");
        assertThat(refusal(lan, List.of(peer("holder", "id", "7")))).isNull();
    }

    @Test
    void wanRefusesWhoIsNoServer() {
        WanPolicy wan = new WanPolicy();
        assertThat(refusal(wan, List.of(new Peer("s.dc2", SERVER, false)))).isNull();
        assertThat(refusal(wan, List.of(peer("c", "role", "node", "dc", "dc1")))).isEqualTo("Member 'c' is not a server");
        Map<String, String> odd = new java.util.TreeMap<>(SERVER);
        odd.put("port", "eighty");
        assertThat(refusal(wan, List.of(new Peer("odd", odd, false)))).isNotNull();
    }

    @Test
    void networksAreAllowedByTheirPrefix() throws UnknownHostException {
        Cidrs some = new Cidrs("10.1.0.0/16", "fd00::/8", "192.168.1.7");
        assertThat(some.test(InetAddress.getByName("10.1.200.3"))).isTrue();
        assertThat(some.test(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(some.test(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(some.test(InetAddress.getByName("192.168.1.8"))).isFalse();
        assertThat(new Cidrs().test(InetAddress.getByName("1.2.3.4"))).isTrue();
        assertThatThrownBy(() -> new Cidrs("10.0.0.0/33")).hasMessage("invalid CIDR address: 10.0.0.0/33");
    }

    @Test
    void addressesComeInSeveralForms() {
        assertThat(HostPort.parse("a.example", 1)).isEqualTo(new HostPort("a.example", 1));
        assertThat(HostPort.parse("a.example:8", 1)).isEqualTo(new HostPort("a.example", 8));
        assertThat(HostPort.parse("::1", 1)).isEqualTo(new HostPort("::1", 1));
        assertThat(HostPort.parse("[::1]", 1)).isEqualTo(new HostPort("::1", 1));
        assertThat(HostPort.parse("[::1]:8", 1)).isEqualTo(new HostPort("::1", 8));
        assertThat(HostPort.parse("10.0.0.1", 1).literal()).isTrue();
        assertThat(HostPort.parse("a.example", 1).literal()).isFalse();
        for (String bad : List.of(":8", "a:x", "a:70000", "")) {
            assertThatThrownBy(() -> HostPort.parse(bad, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
