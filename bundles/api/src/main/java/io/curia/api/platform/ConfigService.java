package io.curia.api.platform;

import java.util.Map;
import java.util.Set;

/** The agent's configuration: where it comes from, and reading it again. */
public interface ConfigService {
    /**
     * Reads all sources again and applies what differs; a configuration that is not valid changes nothing.
     *
     * @param pluginCheckKeys fields that plug-in check types claim in check definitions
     * @throws ReloadRefusedException with the text for the operator
     */
    ReloadReport reload(Set<String> pluginCheckKeys) throws ReloadRefusedException;

    /** Every field of the runtime configuration by its name, secrets hidden. */
    Map<String, Object> debugConfig();
}
