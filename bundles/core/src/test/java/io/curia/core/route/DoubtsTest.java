package io.curia.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.curia.api.gossip.Member;
import io.curia.core.rpc.FakeRpc;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoubtsTest {
    private final FakeRpc rpc = new FakeRpc();
    private final FakePool pool = new FakePool();

    @Test
    void aServerThatFailedOrIsBackHasItsConnectionsTried() {
        pool.listen(new Doubts(() -> rpc));
        pool.set(FakePool.server("s", "dc1", 8300, Member.ALIVE));
        pool.set(FakePool.server("s", "dc1", 8300, Member.FAILED));
        pool.set(FakePool.server("s", "dc1", 8300, Member.LEFT));
        pool.set(new Member("client", "127.0.0.1", 8301, Map.of("role", "node", "dc", "dc1"), Member.FAILED, 1, 5, 2, 2, 5, 4));
        assertThat(rpc.doubted).containsExactly("127.0.0.1:8300", "127.0.0.1:8300");
    }

    @Test
    void withoutAClientNothingIsTried() {
        pool.listen(new Doubts(() -> null));
        pool.set(FakePool.server("s", "dc1", 8300, Member.FAILED));
        assertThat(rpc.doubted).isEmpty();
    }
}
