package io.curia.gossip;

import java.util.Map;

/** What members that are servers say of themselves. */
final class ServerTags {
    private ServerTags() { }

    /** Whether the tags are a server's, with nothing in them that makes no sense. */
    static boolean server(Map<String, String> tags) {
        return "consul".equals(tags.get("role")) && number(tags.get("port"), false) && number(tags.get("vsn"), false)
                && number(tags.get("raft_vsn"), true) && number(tags.get("expect"), true)
                && number(tags.get("wan_join_port"), true) && version(tags.get("build"));
    }

    private static boolean number(String text, boolean optional) {
        if (text == null || text.isEmpty()) {
            return optional;
        }
        return text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Begins like a version: digits and a dot. */
    private static boolean version(String build) {
        return build != null && build.indexOf('.') > 0
                && build.chars().limit(build.indexOf('.')).allMatch(c -> c >= '0' && c <= '9');
    }
}
