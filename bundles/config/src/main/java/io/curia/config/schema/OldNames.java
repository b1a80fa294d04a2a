package io.curia.config.schema;

import java.util.List;
import java.util.Map;

/** Moves the values of deprecated keys to the keys that took their place; the new key wins within one source. */
public final class OldNames {

    private OldNames() {
    }

    public static void move(KeyTable table, Map<String, Object> tree, List<String> warnings) {
        for (Key key : table.leaves()) {
            if (key.target == null || Trees.get(tree, key.path) == null) {
                continue;
            }
            if (key.warnsAsOld) {
                warnings.add("The '" + key.path + "' field is deprecated. Use the '" + key.target + "' field instead.");
            }
            Trees.putIfAbsent(tree, key.target, Trees.remove(tree, key.path));
            if (key.name.equals("acl_datacenter")) {
                Trees.putIfAbsent(tree, "acl.enabled", true);
            } else if (key.name.equals("acl_replication_token")) {
                Trees.putIfAbsent(tree, "acl.enable_token_replication", true);
            }
        }
    }
}
