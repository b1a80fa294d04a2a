package io.curia.gossip;

import io.curia.gossip.serf.MergePolicy;
import java.util.List;
import java.util.function.UnaryOperator;

/** Who may be in the WAN pool: servers. */
final class WanPolicy implements MergePolicy {
    @Override
    public String refusal(List<Peer> peers, UnaryOperator<String> holders) {
        for (Peer peer : peers) {
            if (!ServerTags.server(peer.tags())) {
                return "Member '" + peer.name() + "' is not a server";
            }
        }
        return null;
    }
}
