package io.curia.gossip.serf;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Who may be in one pool. Called on the pool's thread. */
public interface MergePolicy {
    /** Everyone may. */
    MergePolicy ANY = (peers, holders) -> null;

    /** A member that another one told of. */
    record Peer(String name, Map<String, String> tags, boolean gone) { }

    /**
     * Why they may not; one line, or null when they may.
     *
     * @param holders the name of the member that is here and has an id; null for none
     */
    String refusal(List<Peer> peers, UnaryOperator<String> holders);
}
