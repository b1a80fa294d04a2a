package io.curia.http.endpoint;

import io.curia.api.agent.Metrics;
import io.curia.http.call.Call;
import io.curia.http.call.Headers;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Metrics and the log (reference: http-api, section 4). */
public final class TelemetryEndpoints {
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "err");

    private TelemetryEndpoints() { }

    /** The metrics of an interval. */
    record MetricsBody(String timestamp, List<GaugeBody> gauges, List<Object> points, List<AggregateBody> counters,
            List<AggregateBody> samples) { }

    /** A gauge. */
    record GaugeBody(String name, double value, Map<String, String> labels) { }

    /** A counter or a sample. */
    record AggregateBody(String name, long count, double rate, double sum, double min, double max, double mean,
            double stddev, Map<String, String> labels) { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/agent/metrics", TelemetryEndpoints::metrics, "GET").blocking());
        routes.add(new Route("/v1/agent/monitor", TelemetryEndpoints::monitor, "GET"));
        routes.add(new Route("/v1/agent/host", call -> AgentAccess.readOperator(call,
                () -> call.json((Object) HostInfo.collect())), "GET").blocking());
    }

    private static void metrics(Call call) {
        AgentAccess.readAgent(call, () -> {
            if (!call.query().get("format").equals("prometheus")) {
                call.json(body(call.services().metrics().latest()));
            } else if (call.settings().prometheusRetentionMillis() <= 0) {
                call.text(415, "Prometheus is not enabled since its retention time is not positive");
            } else {
                call.content(200, Headers.TEXT, prometheus(call.services().metrics().totals())
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static MetricsBody body(Metrics.Interval interval) {
        return new MetricsBody(interval.timestamp(),
                interval.gauges().stream().map(one -> new GaugeBody(one.name(), one.value(), labels(one.labels())))
                        .toList(),
                List.of(), interval.counters().stream().map(TelemetryEndpoints::body).toList(),
                interval.samples().stream().map(TelemetryEndpoints::body).toList());
    }

    private static AggregateBody body(Metrics.Aggregate one) {
        return new AggregateBody(one.name(), one.count(), one.rate(), one.sum(), one.min(), one.max(), one.mean(),
                one.stddev(), labels(one.labels()));
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    private static String prometheus(Metrics.Interval interval) {
        StringBuilder out = new StringBuilder(4096);
        for (Metrics.Gauge gauge : interval.gauges()) {
            type(out, gauge.name(), "gauge");
            line(out, gauge.name(), "", gauge.labels(), gauge.value());
        }
        for (Metrics.Aggregate counter : interval.counters()) {
            type(out, counter.name(), "counter");
            line(out, counter.name(), "", counter.labels(), counter.sum());
        }
        for (Metrics.Aggregate sample : interval.samples()) {
            type(out, sample.name(), "summary");
            line(out, sample.name(), "_sum", sample.labels(), sample.sum());
            line(out, sample.name(), "_count", sample.labels(), sample.count());
        }
        return out.toString();
    }

    private static void type(StringBuilder out, String name, String type) {
        String plain = plain(name);
        out.append("# HELP ").append(plain).append(' ').append(plain).append('\n')
                .append("# TYPE ").append(plain).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, String suffix, Map<String, String> labels, double value) {
        out.append(plain(name)).append(suffix);
        if (labels != null && !labels.isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                out.append(separator).append(plain(label.getKey())).append('=').append(GoText.quote(label.getValue()));
                separator = ",";
            }
            out.append('}');
        }
        out.append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.append((long) value);
        } else {
            out.append(value);
        }
        out.append('\n');
    }

    private static String plain(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' ? c : '_');
        }
        return out.toString();
    }

    private static void monitor(Call call) {
        String asked = call.query().get("loglevel");
        String level = asked.isEmpty() ? "info" : asked.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            call.text(400, "Bad request: Unknown log level: " + asked);
            return;
        }
        boolean json = call.query().has("logjson");
        AgentAccess.readAgent(call, () -> new LogTail(call).follow(call.services().logs(),
                level.equals("err") ? "error" : level, json));
    }
}
