package io.curia.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between two configurations.
 *
 * @param changed PIDs whose dictionaries differ, are new or are gone
 * @param needRestart keys that differ but belong to the node's identity; the running agent keeps their old values
 */
public record ConfigDiff(List<String> changed, List<String> needRestart) {

    /** What an agent cannot change while it is the same agent: keys of {@link Pids#NODE} with their names in files. */
    static final Set<String> IDENTITY = Set.of("node_name", "node_id", "datacenter", "data_dir", "server", "dev_mode");

    public static ConfigDiff between(AgentConfig before, AgentConfig after) {
        Map<String, Map<String, Object>> old = Pids.of(before);
        Map<String, Map<String, Object>> now = Pids.of(after);
        List<String> changed = new ArrayList<>();
        for (String pid : now.keySet()) {
            if (!old.containsKey(pid) || !Pids.same(old.get(pid), now.get(pid))) {
                changed.add(pid);
            }
        }
        for (String pid : old.keySet()) {
            if (!now.containsKey(pid)) {
                changed.add(pid);
            }
        }
        List<String> needRestart = new ArrayList<>();
        if (!before.consensus().engine().equals(after.consensus().engine())) {
            needRestart.add("consensus.engine");
        }
        for (String key : new TreeSet<>(IDENTITY)) {
            // Sources that name no id leave the one that the node has been given.
            if (key.equals("node_id") && after.node().id().isEmpty()) {
                continue;
            }
            if (!Pids.same(old.get(Pids.NODE).get(key), now.get(Pids.NODE).get(key))) {
                needRestart.add(key);
            }
        }
        return new ConfigDiff(changed, needRestart);
    }
}
