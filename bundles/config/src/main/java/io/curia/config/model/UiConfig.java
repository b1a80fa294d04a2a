package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.List;
import java.util.Map;

/** The web interface. The content path starts and ends with a slash. */
public record UiConfig(boolean enabled, String dir, String contentPath, String metricsProvider,
        List<String> metricsProviderFiles, String metricsProviderOptionsJson, String metricsProxyBaseUrl,
        List<String> metricsProxyPathAllowlist, Map<String, String> dashboardUrlTemplates) {

    public static UiConfig read(Settings s) {
        String path = s.text("ui_config.content_path");
        path = path.startsWith("/") ? path : "/" + path;
        return new UiConfig(s.flag("ui_config.enabled"), s.text("ui_config.dir"),
                path.endsWith("/") ? path : path + "/", s.text("ui_config.metrics_provider"),
                s.texts("ui_config.metrics_provider_files"), s.text("ui_config.metrics_provider_options_json"),
                s.text("ui_config.metrics_proxy.base_url"), s.texts("ui_config.metrics_proxy.path_allowlist"),
                s.pairs("ui_config.dashboard_url_templates"));
    }
}
