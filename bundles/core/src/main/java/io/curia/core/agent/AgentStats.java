package io.curia.core.agent;

import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The statistics of {@code consul info}, gathered from whoever is there. */
final class AgentStats {
    private AgentStats() { }

    static Map<String, Map<String, String>> of(NodeConfig config, Map<String, String> agent, Consensus.Status raft,
            GossipPool lan, GossipPool wan) {
        Map<String, Map<String, String>> stats = new TreeMap<>();
        stats.put("agent", agent);
        stats.put("build", Map.of("prerelease", "", "revision", "", "version", Release.COMPATIBLE));
        stats.put("consul", consul(config, raft, lan, wan));
        stats.put("runtime", runtime());
        if (raft != null) {
            stats.put("raft", raft(raft));
        }
        if (lan != null) {
            stats.put("serf_lan", lan.stats());
        }
        if (wan != null) {
            stats.put("serf_wan", wan.stats());
        }
        return stats;
    }

    private static Map<String, String> consul(NodeConfig config, Consensus.Status raft, GossipPool lan, GossipPool wan) {
        Map<String, String> stats = new LinkedHashMap<>();
        stats.put("acl", config.acl__enabled() ? "enabled" : "disabled");
        stats.put("server", Boolean.toString(config.server()));
        if (config.server()) {
            stats.put("bootstrap", Boolean.toString(config.bootstrap() && !config.dev__mode()));
            stats.put("known_datacenters", Long.toString(datacenters(wan)));
            stats.put("leader", Boolean.toString(raft != null && raft.leading()));
            stats.put("leader_addr", raft == null ? "" : raft.leaderAddress());
        } else {
            stats.put("known_servers", Long.toString(lan == null ? 0
                    : lan.members().stream().filter(AgentStats::server).count()));
        }
        return stats;
    }

    static boolean server(Member member) {
        return "consul".equals(member.tags().get("role")) && member.status() == Member.ALIVE;
    }

    private static long datacenters(GossipPool wan) {
        return wan == null ? 1 : wan.members().stream().map(member -> member.tags().get("dc")).distinct().count();
    }

    private static Map<String, String> raft(Consensus.Status s) {
        Map<String, String> stats = new LinkedHashMap<>();
        long voters = s.peers().stream().filter(Consensus.Peer::voter).count();
        stats.put("applied_index", Long.toString(s.appliedIndex()));
        stats.put("commit_index", Long.toString(s.commitIndex()));
        stats.put("engine", s.engine());
        stats.put("fsm_pending", "0");
        stats.put("last_contact", s.leading() ? "0" : s.lastContactMillis() < 0 ? "never" : s.lastContactMillis() + "ms");
        stats.put("last_log_index", Long.toString(s.lastIndex()));
        stats.put("last_log_term", Long.toString(s.term()));
        stats.put("last_snapshot_index", Long.toString(s.snapshotIndex()));
        stats.put("num_peers", Long.toString(Math.max(0, voters - 1)));
        stats.put("protocol_version", "3");
        stats.put("protocol_version_max", "3");
        stats.put("protocol_version_min", "0");
        stats.put("snapshot_version_max", "1");
        stats.put("snapshot_version_min", "0");
        stats.put("state", s.leading() ? "Leader" : "Follower");
        stats.put("term", Long.toString(s.term()));
        return stats;
    }

    private static Map<String, String> runtime() {
        Map<String, String> stats = new LinkedHashMap<>();
        String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
        stats.put("arch", System.getProperty("os.arch"));
        stats.put("cpu_count", processors);
        stats.put("goroutines", Integer.toString(Thread.activeCount()));
        stats.put("max_procs", processors);
        stats.put("os", System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT));
        stats.put("version", "java" + System.getProperty("java.version"));
        return stats;
    }
}
