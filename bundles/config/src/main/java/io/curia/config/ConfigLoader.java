package io.curia.config;

import io.curia.config.model.AclConfig;
import io.curia.config.model.AddressConfig;
import io.curia.config.model.AutopilotConfig;
import io.curia.config.model.ConsensusConfig;
import io.curia.config.model.DnsConfig;
import io.curia.config.model.GossipConfig;
import io.curia.config.model.HttpConfig;
import io.curia.config.model.LimitsConfig;
import io.curia.config.model.LocalAgentConfig;
import io.curia.config.model.LoggingConfig;
import io.curia.config.model.NodeConfig;
import io.curia.config.model.PortsConfig;
import io.curia.config.model.TelemetryConfig;
import io.curia.config.model.TlsConfig;
import io.curia.config.model.UiConfig;
import io.curia.config.schema.Errors;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.Trees;
import io.curia.config.source.AgentFlags;
import io.curia.config.source.Defaults;
import io.curia.config.source.Settings;
import io.curia.config.source.Source;
import io.curia.config.source.SourceFiles;
import io.curia.config.source.SourceReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all sources of a configuration and merges them, later ones winning: defaults, the presets of {@code -dev}, list
 * flags, files, other flags, {@code -hcl} fragments. The result is valid as a whole, or there is none.
 */
public final class ConfigLoader {

    private final KeyTable table;

    public ConfigLoader() {
        this(new KeyTable());
    }

    ConfigLoader(KeyTable table) {
        this.table = table;
    }

    /** The configuration that an agent is to run with. */
    public LoadResult load(LoadRequest request) throws ConfigException {
        List<String> warnings = new ArrayList<>();
        AgentFlags flags = AgentFlags.parse(table, request.args(), warnings);
        if (!flags.positionals().isEmpty()) {
            throw new ConfigException("Unexpected extra arguments: [" + String.join(" ", flags.positionals()) + "]");
        }
        AgentConfig config = build(request, flags, warnings);
        WatchRules.check(config.agent().watches());
        RunRules.check(config);
        return new LoadResult(config, warnings);
    }

    /** As {@link #load}, without what only matters to an agent that is to run. */
    LoadResult loadFiles(LoadRequest request, List<String> paths, String format) throws ConfigException {
        List<String> warnings = new ArrayList<>();
        return new LoadResult(build(request, AgentFlags.ofFiles(table, paths, format), warnings), warnings);
    }

    private AgentConfig build(LoadRequest request, AgentFlags flags, List<String> warnings) throws ConfigException {
        Map<String, Object> tree = Defaults.builtIn(table);
        if (flags.dev()) {
            Trees.merge(tree, Defaults.dev());
        }
        Trees.merge(tree, flags.lists());
        SourceReader reader = new SourceReader(table, request.pluginCheckKeys(), warnings);
        for (Source source : new SourceFiles(request.root(), flags.format(), warnings).read(flags.paths())) {
            Trees.merge(tree, reader.read(source));
        }
        Trees.merge(tree, flags.values());
        for (int i = 0; i < flags.fragments().size(); i++) {
            Trees.merge(tree, reader.read(new Source("flags-" + i + ".hcl", false, flags.fragments().get(i))));
        }
        Settings settings = new Settings(tree);
        AgentConfig config = typed(request, settings, flags.dev());
        DefinitionDurations.check(settings, table);
        if (!settings.errors().isEmpty()) {
            throw new ConfigException(Errors.list(settings.errors()));
        }
        new Rules(config, settings, warnings).check(request.root());
        return config;
    }

    @SuppressWarnings("unchecked")
    private AgentConfig typed(LoadRequest request, Settings s, boolean dev) throws ConfigException {
        NodeConfig node = NodeConfig.read(s, dev, request.hostname());
        PortsConfig ports = PortsConfig.read(s);
        AddressConfig addresses = new AddressResolver(s, request.interfaces()).resolve(ports);
        return new AgentConfig(node, ports, addresses, HttpConfig.read(s), UiConfig.read(s), DnsConfig.read(s),
                GossipConfig.read(s), ConsensusConfig.read(s, dev), AclConfig.read(s), TlsConfig.read(s),
                TelemetryConfig.read(s), LimitsConfig.read(s), LocalAgentConfig.read(s, table), AutopilotConfig.read(s),
                LoggingConfig.read(s), plugins(s), (Map<String, Object>) Trees.frozen(s.tree()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> plugins(Settings s) {
        Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();
        for (Map.Entry<String, Object> e : s.map("plugins").entrySet()) {
            if (e.getValue() instanceof Map<?, ?> map) {
                plugins.put(e.getKey(), (Map<String, Object>) Trees.frozen(map));
            } else {
                s.error("plugins." + e.getKey() + ": expected a block");
            }
        }
        return Collections.unmodifiableMap(plugins);
    }

    KeyTable table() {
        return table;
    }
}
