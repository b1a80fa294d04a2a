package io.curia.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.api.rpc.RpcTarget;
import io.curia.testkit.LogLines;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServersTest {
    private final FakePool lan = new FakePool();
    private final FakePool wan = new FakePool();
    private final Servers servers = new Servers("dc1", new Random(1));

    @BeforeEach
    void use() {
        lan.members.put("client", new Member("client", "127.0.0.1", 8301, java.util.Map.of("role", "node", "dc", "dc1"),
                Member.ALIVE, 1, 5, 2, 2, 5, 4));
        wan.members.put("a.dc1", FakePool.server("a.dc1", "dc1", 8300, Member.ALIVE));
        servers.useLan(lan);
        servers.useWan(wan);
        lan.listen(servers);
        wan.listen(servers);
    }

    @Test
    void theOneThatFailedIsAskedLastFromThenOn() {
        for (int i = 0; i < 3; i++) {
            lan.set(FakePool.server("s" + i, "dc1", 8300 + i, Member.ALIVE));
        }
        Set<RpcTarget> asked = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            RpcTarget target = servers.pick("dc1");
            asked.add(target);
            servers.failed(target);
        }
        assertThat(asked).hasSize(3);
    }

    @Test
    void aServerThatFailsOrLeavesIsNotAsked() {
        lan.set(FakePool.server("s", "dc1", 8300, Member.ALIVE));
        assertThat(servers.pick("dc1").node()).isEqualTo("s");
        lan.set(FakePool.server("s", "dc1", 8300, Member.FAILED));
        assertThat(servers.pick("dc1")).isNull();
        lan.set(FakePool.server("s", "dc1", 8300, Member.ALIVE));
        assertThat(servers.pick("dc1")).isNotNull();
    }

    @Test
    void aServerThatTalksNonsenseIsNone() {
        for (String[] tag : new String[][] {{"port", "x"}, {"port", "0"}, {"port", "70000"}, {"port", "-1"},
            {"raft_vsn", "three"}, {"build", "zzz"}}) {
            lan.set(FakePool.server("s", "dc1", 8300, Member.ALIVE, tag));
            assertThat(servers.pick("dc1")).as(tag[0] + "=" + tag[1]).isNull();
        }
        lan.set(FakePool.server("s", "dc1", 8300, Member.ALIVE));
        assertThat(servers.pick("dc1")).isNotNull();
    }

    @Test
    void nonsenseIsSaidOnceHoweverOftenMembersChange() {
        try (LogLines said = new LogLines(Servers.class)) {
            lan.set(FakePool.server("odd", "dc1", 8300, Member.ALIVE, "port", "x"));
            for (int i = 0; i < 10; i++) {
                lan.set(FakePool.server("s" + i, "dc1", 8300 + i, Member.ALIVE));
            }
            assertThat(said.all()).filteredOn(line -> line.contains("nonsense")).singleElement().asString()
                    .contains("member=odd", "port=x");
        }
    }

    @Test
    void aDatacenterIsKnownWhileNoneOfItsServersIsUp() {
        wan.set(FakePool.server("b.dc2", "dc2", 8300, Member.FAILED));
        assertThat(servers.knows("dc2")).isTrue();
        assertThat(servers.pick("dc2")).isNull();
        assertThat(servers.knows("dc3")).isFalse();
    }

    @Test
    void nameAndAddressOfAServerOfAnotherDatacenterComeFromTheWidePool() {
        wan.set(FakePool.server("b.dc2", "dc2", 8400, Member.ALIVE, "use_tls", "1"));
        assertThat(servers.pick("dc2")).isEqualTo(new RpcTarget("dc2", "b", "127.0.0.1:8400", true));
    }

    @Test
    void datacentersComeNearestFirst() {
        wan.set(FakePool.server("b.near", "near", 8300, Member.ALIVE));
        wan.set(FakePool.server("b.afar", "afar", 8300, Member.ALIVE));
        wan.coordinates.put("a.dc1", at(0));
        wan.coordinates.put("b.near", at(0.01));
        wan.coordinates.put("b.afar", at(0.3));
        assertThat(servers.datacenters()).containsExactly("dc1", "near", "afar");
    }

    private static Coordinate at(double x) {
        return new Coordinate(List.of(x, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 1.5, 0, 1e-5);
    }
}
