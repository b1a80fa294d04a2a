package io.curia.launcher.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that operators know from Consul's log for loggers that are named after classes. A name that is neither a
 * known package's nor Consul's own stays what it is.
 */
final class LoggerNames {
    /** Package and short name in turn; the first that fits counts. */
    private static final String[] PREFIXES = {
        "io.curia.http", "agent.http",
        "io.curia.ui", "agent.http",
        "io.curia.dns", "agent.dns",
        "io.curia.raft", "agent.server.raft",
        "io.curia.consensus", "agent.server.raft",
        "io.curia.gossip", "agent.server.serf",
        "io.curia.rpc", "agent.server.rpc",
        "io.curia.acl", "agent.server.acl",
        "io.curia.core.leader", "agent.leader",
        "io.curia.core.autopilot", "agent.server.autopilot",
        "io.curia.core.agent", "agent",
        "io.curia.core.antientropy", "agent",
        "io.curia.core", "agent.server",
        "io.curia.platform", "agent.platform",
        "io.curia", "agent",
        "org.eclipse.jetty", "agent.http.jetty",
        "org.apache.ratis", "agent.server.raft",
        "io.atomix", "agent.server.raft",
        "org.apache.felix", "agent.platform",
        "org.xbill", "agent.dns",
    };

    /** As many entries as there are loggers. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    String shortName(String logger) {
        String name = known.get(logger);
        if (name == null) {
            name = find(logger);
            known.put(logger, name);
        }
        return name;
    }

    private static String find(String logger) {
        for (int i = 0; i < PREFIXES.length; i += 2) {
            String prefix = PREFIXES[i];
            if (logger.startsWith(prefix)
                    && (logger.length() == prefix.length() || logger.charAt(prefix.length()) == '.')) {
                return PREFIXES[i + 1];
            }
        }
        return logger;
    }
}
