package io.curia.core.route;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcTarget;
import java.util.function.Supplier;

/**
 * Has the connections to a server tried when gossip says that it has failed or is back: calls that wait on a dead one end soon and
 * can go elsewhere, and after a partition nobody waits for what TCP still holds back. Called on the pools' threads.
 */
public final class Doubts implements GossipPool.Listener {
    private final Supplier<RpcClient> client;

    /** @param client null while there is none */
    public Doubts(Supplier<RpcClient> client) {
        this.client = client;
    }

    @Override
    public void onMember(Member member, boolean forgotten) {
        RpcClient present = client.get();
        if (present != null && (member.status() == Member.FAILED || member.status() == Member.ALIVE)) {
            RpcTarget server = Servers.target(member);
            if (server != null) {
                present.doubt(server.address());
            }
        }
    }
}
