package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.gossip.TestPools.Running;
import io.curia.testkit.FreePorts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final TestPools pools = new TestPools();

    @AfterEach
    void close() {
        pools.close();
    }

    @Test
    void isAMemberAsTheReferenceShowsIt() throws IOException {
        Running a = pools.start("a");
        Member self = a.service().self();
        assertThat(a.service().members()).containsExactly(
                new Member("a", "127.0.0.1", self.port(), Map.of("role", "test"), Member.ALIVE, 1, 5, 2, 2, 5, 4));
        assertThat(a.service().stats()).containsEntry("members", "1").containsEntry("encrypted", "false")
                .containsEntry("event_time", "1").containsEntry("failed", "0").containsEntry("left", "0");
    }

    @Test
    void twoSeeEachOtherAndOneLeaves() throws IOException {
        Running a = pools.start("a");
        Running b = pools.start("b");
        assertThat(b.service().join(List.of(a.address())).join()).isEqualTo(1);
        await().until(() -> TestPools.alive(a.service()) == 2 && TestPools.alive(b.service()) == 2);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        a.service().listen(new GossipPool.Listener() {
            @Override
            public void onMember(Member member, boolean forgotten) {
                seen.add(member.status());
            }
        });
        b.service().leave().join();
        await().until(() -> a.status("b") == Member.LEFT);
        await().untilAsserted(() -> assertThat(seen).containsExactly(Member.LEAVING, Member.LEFT));
        assertThat(b.service().self().status()).isEqualTo(Member.LEFT);
        assertThatThrownBy(() -> b.service().join(List.of(a.address())).join()).hasMessageContaining("after Leave");
    }

    @Test
    void aKilledOneFailsAndComesBack() throws IOException {
        Running a = pools.start("a");
        Running b = pools.start("b");
        Running c = pools.start("c");
        b.service().join(List.of(a.address())).join();
        c.service().join(List.of(a.address())).join();
        await().until(() -> TestPools.alive(a.service()) == 3 && TestPools.alive(b.service()) == 3);
        TestPools.Recipe again = new TestPools.Recipe("c");
        again.bind = new java.net.InetSocketAddress("127.0.0.1", c.service().self().port());
        c.kill();
        await().until(() -> a.status("c") == Member.FAILED && b.status("c") == Member.FAILED);
        Running back = pools.start(again);
        back.service().join(List.of(b.address())).join();
        await().until(() -> a.status("c") == Member.ALIVE && b.status("c") == Member.ALIVE);
    }

    @Test
    void saysWhyAJoinFails() throws IOException {
        Running a = pools.start("a");
        int port = FreePorts.one();
        assertThatThrownBy(() -> a.service().join(List.of("127.0.0.1:" + port)).join()).cause()
                .hasMessage("1 error occurred:\n\t* Failed to join 127.0.0.1:" + port + ": dial tcp 127.0.0.1:" + port
                        + ": connect: connection refused\n\n");
        assertThat(a.service().join(List.of("127.0.0.1")).join()).as("itself").isEqualTo(1);
        assertThat(a.service().join(List.of("127.0.0.1:" + port, a.address())).join()).isEqualTo(1);
    }

    @Test
    void eventsReachEveryoneOnce() throws Exception {
        Running a = pools.start("a");
        Running b = pools.start("b");
        b.service().join(List.of(a.address())).join();
        List<String> seen = new CopyOnWriteArrayList<>();
        for (Running pool : List.of(a, b)) {
            pool.service().listen(new GossipPool.Listener() {
                @Override
                public void onEvent(String name, byte[] payload, long time) {
                    seen.add(pool.service().self().name() + " " + time + " " + name + " " + payload.length);
                }
            });
        }
        assertThat(a.service().fire("one", new byte[3])).isEqualTo(1);
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a 1 one 3", "b 1 one 3"));
        assertThat(b.service().fire("two", new byte[0])).isEqualTo(2);
        await().untilAsserted(() -> assertThat(seen).hasSize(4).contains("a 2 two 0", "b 2 two 0"));
    }

    @Test
    void refusesEventsThatAreTooLarge() throws IOException {
        GossipPool pool = pools.start("a").service();
        assertThatThrownBy(() -> pool.fire("x", new byte[512])).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user event exceeds configured limit of 512 bytes before encoding");
        assertThatThrownBy(() -> pool.fire("x", new byte[505]))
                .hasMessage("encoded user event exceeds configured limit of 512 bytes after encoding");
        assertThat(pool.fire("x", new byte[480])).isEqualTo(1);
    }
}
