package io.curia.config.source;

import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.Trees;
import java.util.LinkedHashMap;
import java.util.Map;

/** What holds before any file or flag: the table's defaults, and the presets of {@code -dev}. */
public final class Defaults {

    private Defaults() {
    }

    public static Map<String, Object> builtIn(KeyTable table) {
        return block(table.root());
    }

    private static Map<String, Object> block(Key key) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Key child : key.children()) {
            if (child.type() == Key.Type.BLOCK) {
                Map<String, Object> inner = block(child);
                if (!inner.isEmpty()) {
                    tree.put(child.name(), inner);
                }
            } else if (child.defaultValue() != null && child.target() == null && !child.enterprise()) {
                tree.put(child.name(), child.defaultValue());
            }
        }
        return tree;
    }

    public static Map<String, Object> dev() {
        Map<String, Object> t = new LinkedHashMap<>();
        Trees.put(t, "bind_addr", "127.0.0.1");
        Trees.put(t, "disable_anonymous_signature", true);
        Trees.put(t, "disable_keyring_file", true);
        Trees.put(t, "disable_update_check", true);
        Trees.put(t, "enable_debug", true);
        Trees.put(t, "log_level", "DEBUG");
        Trees.put(t, "server", true);
        Trees.put(t, "ui_config.enabled", true);
        Trees.put(t, "connect.enabled", true);
        Trees.put(t, "ports.grpc", 8502L);
        Trees.put(t, "performance.raft_multiplier", 1L);
        Trees.put(t, "consul.coordinate.update_period", "100ms");
        Trees.put(t, "consul.raft.election_timeout", "52ms");
        Trees.put(t, "consul.raft.heartbeat_timeout", "35ms");
        Trees.put(t, "consul.raft.leader_lease_timeout", "20ms");
        Trees.put(t, "consul.server.health_interval", "10ms");
        for (String pool : new String[] {"gossip_lan", "gossip_wan"}) {
            Trees.put(t, pool + ".gossip_interval", "100ms");
            Trees.put(t, pool + ".probe_interval", "100ms");
            Trees.put(t, pool + ".probe_timeout", "100ms");
            Trees.put(t, pool + ".suspicion_mult", 3L);
        }
        return t;
    }
}
