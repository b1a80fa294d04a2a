package io.curia.config;

import java.util.Map;

final class DebugMap {
    private DebugMap() {
    }

    static Map<String, Object> of(AgentConfig config) {
        return config.settings();
    }
}
