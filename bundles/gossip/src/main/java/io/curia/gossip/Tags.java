package io.curia.gossip;

import io.curia.api.model.GoDuration;
import java.util.Map;
import java.util.TreeMap;

/** What members say about themselves (reference: gossip-rpc, 3.2). */
final class Tags {
    private static final String RELEASE = "1.10.11:";

    private Tags() { }

    /** Of this agent in a pool. */
    static Map<String, String> of(NodeConfig config, GossipConfig gossip, boolean wan) {
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
        if (gossip.reconnect__timeout__tag__ms() > 0 && !wan) {
            tags.put("rc_tm", GoDuration.format(gossip.reconnect__timeout__tag__ms() * 1_000_000L));
        }
        if (server) {
            tags.put("raft_vsn", "3");
            tags.put("port", Integer.toString(config.ports__server()));
            tags.put("ft_fs", "1");
            tags.put("ft_si", "1");
            if (config.read__replica()) {
                tags.put("nonvoter", "1");
                tags.put("read_replica", "1");
            }
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

    /** Tags in force, with what the configuration changed; what others have set stays. */
    static Map<String, String> changed(Map<String, String> inForce, Map<String, String> before, Map<String, String> after) {
        Map<String, String> result = new TreeMap<>(inForce);
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(result::remove);
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                result.put(key, value);
            }
        });
        return result;
    }
}
