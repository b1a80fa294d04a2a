package io.curia.config.model;

import io.curia.config.schema.Definitions;
import io.curia.config.schema.Key;
import io.curia.config.schema.KeyTable;
import io.curia.config.schema.Trees;
import io.curia.config.source.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the agent itself runs. Services and checks have the field names of the HTTP API, watches and configuration
 * entries those of the files.
 */
public record LocalAgentConfig(List<Map<String, Object>> services, List<Map<String, Object>> checks,
        List<Map<String, Object>> watches, List<Map<String, Object>> configEntriesBootstrap, boolean enableScriptChecks,
        boolean enableLocalScriptChecks, long checkUpdateIntervalMs, int checkOutputMaxSize, boolean discardCheckOutput,
        long aeIntervalMs, long checkReapIntervalMs, long checkDeregisterIntervalMinMs, boolean disableRemoteExec,
        boolean enableAgentTlsForChecks, boolean disableAnonymousSignature, double cacheEntryFetchRate,
        int cacheEntryFetchMaxBurst, boolean autoReloadConfig) {

    public static LocalAgentConfig read(Settings s, KeyTable table) {
        return new LocalAgentConfig(definitions(s, table.find("services")), definitions(s, table.find("checks")),
                frozen(s.maps("watches")), frozen(s.maps("config_entries.bootstrap")), s.flag("enable_script_checks"),
                s.flag("enable_local_script_checks"), s.millis("check_update_interval"),
                s.integer("check_output_max_size"), s.flag("discard_check_output"), s.millis("ae_interval"),
                s.millis("check_reap_interval"), s.millis("check_deregister_interval_min"),
                s.flag("disable_remote_exec"), s.flag("enable_agent_tls_for_checks"),
                s.flag("disable_anonymous_signature"),
                s.has("cache.entry_fetch_rate") ? s.real("cache.entry_fetch_rate") : -1,
                s.integer("cache.entry_fetch_max_burst"), s.flag("auto_reload_config"));
    }

    private static List<Map<String, Object>> definitions(Settings s, Key key) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Map<String, Object> definition : s.maps(key.path())) {
            list.add(Definitions.toApi(key, definition));
        }
        return frozen(list);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> frozen(List<Map<String, Object>> list) {
        return (List<Map<String, Object>>) Trees.frozen(list);
    }
}
