package io.curia.gossip.serf;

import java.util.List;
import java.util.Map;

/** Who may be in one pool. Called on the pool's thread. */
public interface MergePolicy {
    /** Everyone may. */
    MergePolicy ANY = peers -> null;

    /** A member that another one told of. */
    record Peer(String name, Map<String, String> tags, boolean gone) { }

    /** Why they may not; one line, or null when they may. */
    String refusal(List<Peer> peers);
}
