package io.curia.gossip.serf;

import java.util.Map;

/**
 * What a pool is to its members.
 *
 * @param tags what this member says of itself at first
 * @param reconnectNanos how long a failed member is tried and remembered, if it does not say otherwise itself
 * @param coordinates whether places in the network are learnt
 */
public record SerfConfig(String name, Map<String, String> tags, MergePolicy policy, long reconnectNanos,
        boolean coordinates) { }
