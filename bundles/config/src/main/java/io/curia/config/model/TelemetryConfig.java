package io.curia.config.model;

import io.curia.config.source.Settings;
import java.util.List;

/** Metrics and where they go. */
public record TelemetryConfig(String metricsPrefix, boolean disableHostname, boolean filterDefault,
        List<String> prefixFilter, String statsdAddress, String statsiteAddress, String dogstatsdAddress,
        List<String> dogstatsdTags, long prometheusRetentionMs, boolean enableHostMetrics,
        boolean retryFailedConnection) {

    public static TelemetryConfig read(Settings s) {
        return new TelemetryConfig(s.text("telemetry.metrics_prefix"), s.flag("telemetry.disable_hostname"),
                s.flag("telemetry.filter_default"), s.texts("telemetry.prefix_filter"),
                s.text("telemetry.statsd_address"), s.text("telemetry.statsite_address"),
                s.text("telemetry.dogstatsd_addr"), s.texts("telemetry.dogstatsd_tags"),
                s.millis("telemetry.prometheus_retention_time"), s.flag("telemetry.enable_host_metrics"),
                s.flag("telemetry.retry_failed_connection"));
    }
}
