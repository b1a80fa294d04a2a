package io.curia.core.agent;

import io.curia.api.op.CuriaException;
import io.curia.core.agent.persist.TokenFile;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The agent's tokens: those set through the API, from before the start too if they are kept, else those configured. */
final class AgentTokens {
    private enum Kind {
        DEFAULT, AGENT, AGENT_RECOVERY, REPLICATION;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Kind, String> set = new EnumMap<>(Kind.class);
    private volatile AntiEntropy.Tokens configured;
    private volatile TokenFile file;

    AgentTokens(AntiEntropy.Tokens configured) {
        this.configured = configured;
    }

    /** From now on what is set is kept in a file (null: no longer); what it holds is set unless something else was. */
    synchronized void keepIn(TokenFile newFile) {
        if (newFile != null && file == null) {
            Map<String, String> kept = newFile.read();
            for (Kind kind : Kind.values()) {
                String secret = kept.get(kind.text());
                if (secret != null) {
                    set.putIfAbsent(kind, secret);
                }
            }
        }
        file = newFile;
    }

    void configure(AntiEntropy.Tokens tokens) {
        configured = tokens;
    }

    /** Sets one; NOT_FOUND for an unknown name, FAILED when it cannot be kept: then it is not set. */
    synchronized void set(String name, String secret) {
        Kind kind = switch (name) {
            case "default", "acl_token" -> Kind.DEFAULT;
            case "agent", "acl_agent_token" -> Kind.AGENT;
            case "agent_master", "acl_agent_master_token", "agent_recovery" -> Kind.AGENT_RECOVERY;
            case "replication", "acl_replication_token" -> Kind.REPLICATION;
            default -> throw CuriaException.notFound("Token \"" + name + "\" is unknown");
        };
        if (file != null) {
            Map<String, String> all = new TreeMap<>();
            set.forEach((other, value) -> all.put(other.text(), value));
            all.put(kind.text(), secret);
            file.write(all);
        }
        set.put(kind, secret);
    }

    /** Those that anti-entropy works with. */
    synchronized AntiEntropy.Tokens present() {
        AntiEntropy.Tokens config = configured;
        String standard = set.getOrDefault(Kind.DEFAULT, config.standard());
        String agent = set.getOrDefault(Kind.AGENT, config.agent());
        return new AntiEntropy.Tokens(agent.isEmpty() ? standard : agent, standard);
    }
}
