package io.curia.gossip;

import io.curia.gossip.serf.MergePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Who may be in a LAN pool: agents of this datacenter and segment, each with an id of its own. Members of another kind,
 * which say nothing of a datacenter, may be there, too.
 */
record LanPolicy(String name, String id, String datacenter, String segment) implements MergePolicy {
    @Override
    public String refusal(List<Peer> peers, UnaryOperator<String> holders) {
        Map<String, String> ids = new HashMap<>();
        for (Peer peer : peers) {
            String problem = problem(peer, ids, holders);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private String problem(Peer peer, Map<String, String> ids, UnaryOperator<String> holders) {
        String member = "Member '" + peer.name() + "'";
        String peerId = peer.tags().getOrDefault("id", "");
        if (!peerId.isEmpty() && !peer.gone()) {
            if (peerId.equals(id) && !peer.name().equals(name)) {
                return member + " has conflicting node ID '" + peerId + "' with this agent's ID";
            }
            String other = ids.putIfAbsent(peerId, peer.name());
            if (other == null) {
                other = holders.apply(peerId);
            }
            if (other != null && !other.equals(peer.name())) {
                return member + " has conflicting node ID '" + peerId + "' with member '" + other + "'";
            }
        }
        boolean agent = "node".equals(peer.tags().get("role")) || ServerTags.server(peer.tags());
        String dc = peer.tags().getOrDefault("dc", "");
        if (agent && !dc.equals(datacenter)) {
            return member + " part of wrong datacenter '" + dc + "'";
        }
        String other = peer.tags().getOrDefault("segment", "");
        if (!other.equals(segment)) {
            return member + " part of wrong segment '" + other + "' (expected '" + segment + "')";
        }
        return null;
    }
}
