package io.curia.config;

import io.curia.config.address.HostInterfaces;
import io.curia.config.address.SystemInterfaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a configuration depends on; loading the same request again reads the files again.
 *
 * @param args the agent's command line flags
 * @param env environment variables
 * @param root relative paths start here
 * @param interfaces network interfaces, read only when an address depends on them
 * @param hostname the default node name
 * @param pluginCheckKeys fields that plug-in check types claim in check definitions, by their HTTP name
 */
public record LoadRequest(List<String> args, Map<String, String> env, Path root, HostInterfaces interfaces,
        String hostname, Set<String> pluginCheckKeys) {

    public LoadRequest {
        args = List.copyOf(args);
        env = Map.copyOf(env);
        pluginCheckKeys = Set.copyOf(pluginCheckKeys);
    }

    /** A request of this process on this host. */
    public static LoadRequest ofProcess(List<String> args, String hostname) {
        return new LoadRequest(args, System.getenv(), Path.of(""), new SystemInterfaces(), hostname, Set.of());
    }

    public LoadRequest withPluginCheckKeys(Set<String> keys) {
        return new LoadRequest(args, env, root, interfaces, hostname, keys);
    }
}
