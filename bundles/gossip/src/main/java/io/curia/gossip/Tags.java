package io.curia.gossip;

import java.util.Map;
import java.util.TreeMap;

/** What members say about themselves (reference: gossip-rpc, 3.2). */
final class Tags {
    private static final String RELEASE = "1.10.11:";

    private Tags() { }

    /** Of this agent in a pool. */
    static Map<String, String> of(NodeConfig config, boolean wan) {
        Map<String, String> tags = new TreeMap<>();
        boolean server = config.server();
        tags.put("role", server ? "consul" : "node");
        tags.put("dc", config.datacenter());
        tags.put("segment", "");
        tags.put("id", config.node__id());
        tags.put("vsn", "2");
        tags.put("vsn_min", "2");
        tags.put("vsn_max", "3");
        tags.put("build", RELEASE);
        tags.put("acls", config.acl__enabled() ? "1" : "0");
        if (server) {
            tags.put("raft_vsn", "3");
            tags.put("port", Integer.toString(config.ports__server()));
            tags.put("ft_fs", "1");
            tags.put("ft_si", "1");
            if (!wan && config.ports__serf__wan() > 0) {
                tags.put("wan_join_port", Integer.toString(config.ports__serf__wan()));
            }
            if (config.bootstrap() && !config.dev__mode()) {
                tags.put("bootstrap", "1");
            } else if (config.bootstrap__expect() > 0) {
                tags.put("expect", Integer.toString(config.bootstrap__expect()));
            }
        }
        return tags;
    }
}
