package io.curia.core.agent;

import io.curia.api.op.CuriaException;
import java.util.EnumMap;
import java.util.Map;

/** The agent's tokens: those set through the API, else those configured. Any thread. */
final class AgentTokens {
    private enum Kind { DEFAULT, AGENT, RECOVERY, REPLICATION }

    private final Map<Kind, String> set = new EnumMap<>(Kind.class);
    private volatile AntiEntropy.Tokens configured;

    AgentTokens(AntiEntropy.Tokens configured) {
        this.configured = configured;
    }

    void configure(AntiEntropy.Tokens tokens) {
        configured = tokens;
    }

    /** Sets one; NOT_FOUND for an unknown name. */
    synchronized void set(String name, String secret) {
        set.put(switch (name) {
            case "default", "acl_token" -> Kind.DEFAULT;
            case "agent", "acl_agent_token" -> Kind.AGENT;
            case "agent_master", "acl_agent_master_token", "agent_recovery" -> Kind.RECOVERY;
            case "replication", "acl_replication_token" -> Kind.REPLICATION;
            default -> throw CuriaException.notFound("Token \"" + name + "\" is unknown");
        }, secret);
    }

    /** Those that anti-entropy works with. */
    synchronized AntiEntropy.Tokens present() {
        AntiEntropy.Tokens config = configured;
        String standard = set.getOrDefault(Kind.DEFAULT, config.standard());
        String agent = set.getOrDefault(Kind.AGENT, config.agent());
        return new AntiEntropy.Tokens(agent.isEmpty() ? standard : agent, standard);
    }
}
