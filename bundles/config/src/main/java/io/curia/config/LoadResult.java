package io.curia.config;

import java.util.List;

/** A valid configuration, and what is worth telling the operator about it, a line each. */
public record LoadResult(AgentConfig config, List<String> warnings) {

    public LoadResult {
        warnings = List.copyOf(warnings);
    }
}
