package io.curia.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandalonePoolTest {
    private final StandalonePool pool = new StandalonePool("a", "127.0.0.1", 8301, Map.of("role", "consul"),
            Runnable::run, Runnable::run, new Dialer(1000));

    @Test
    void isAMemberAsTheReferenceShowsIt() {
        assertThat(pool.members()).containsExactly(
                new Member("a", "127.0.0.1", 8301, Map.of("role", "consul"), Member.ALIVE, 1, 5, 2, 2, 5, 4));
        assertThat(pool.stats()).containsEntry("members", "1").containsEntry("encrypted", "false");
    }

    @Test
    void joinsItselfOnly() throws IOException {
        assertThat(pool.join(List.of("127.0.0.1")).join()).isEqualTo(1);
        assertThat(pool.join(List.of("127.0.0.1:8301")).join()).isEqualTo(1);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            assertThatThrownBy(() -> pool.join(List.of("127.0.0.1:" + port)).join())
                    .hasMessageContaining("takes no other members");
        }
        int closed = port;
        assertThatThrownBy(() -> pool.join(List.of("127.0.0.1:" + closed)).join()).cause()
                .hasMessage("1 error occurred:\n\t* Failed to join 127.0.0.1:" + closed + ": dial tcp 127.0.0.1:" + closed
                        + ": connect: connection refused\n\n");
    }

    @Test
    void eventsComeBackInOrder() throws Exception {
        List<String> seen = new ArrayList<>();
        AutoCloseable handle = pool.listen(new GossipPool.Listener() {
            @Override
            public void onEvent(String name, byte[] payload, long time) {
                seen.add(time + " " + name);
            }
        });
        assertThat(pool.fire("one", new byte[0])).isEqualTo(1);
        pool.fire("two", new byte[3]);
        handle.close();
        pool.fire("three", new byte[0]);
        assertThat(seen).containsExactly("1 one", "2 two");
    }

    @Test
    void refusesEventsThatAreTooLarge() {
        assertThatThrownBy(() -> pool.fire("x", new byte[512])).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user event exceeds configured limit of 512 bytes before encoding");
        assertThatThrownBy(() -> pool.fire("x", new byte[505]))
                .hasMessage("encoded user event exceeds configured limit of 512 bytes after encoding");
        assertThat(pool.fire("x", new byte[480])).isEqualTo(1);
    }

    @Test
    void knowsNobodyToForceOut() {
        assertThat(pool.forceLeave("b", false)).isFalse();
        assertThat(pool.forceLeave("a", true)).isTrue();
    }

    @Test
    void tellsThatItLeaves() {
        List<Integer> states = new ArrayList<>();
        pool.listen(new GossipPool.Listener() {
            @Override
            public void onMember(Member member, boolean forgotten) {
                states.add(member.status());
            }
        });
        pool.leave().join();
        assertThat(states).containsExactly(Member.LEFT);
        assertThat(pool.self().status()).isEqualTo(Member.LEFT);
    }
}
