package io.curia.api.agent;

import java.util.List;
import java.util.Map;

/** The agent's metrics, collected in intervals of ten seconds. Recording is cheap and safe from any thread. */
public interface Metrics {
    /** Adds to a counter, by its name without prefix, for example {@code rpc.query}. */
    void count(String name, double amount);

    /** Sets a gauge. */
    void gauge(String name, double value);

    /** Adds a sample, in milliseconds where it is a time. */
    void sample(String name, double value);

    /** Statistics of a counter or a sample within an interval. */
    record Aggregate(String name, long count, double rate, double sum, double min, double max, double mean,
            double stddev, Map<String, String> labels) { }

    /** A gauge's value. */
    record Gauge(String name, double value, Map<String, String> labels) { }

    /** One finished interval. {@code timestamp} as text in UTC. */
    record Interval(String timestamp, List<Gauge> gauges, List<Aggregate> counters, List<Aggregate> samples) { }

    /** The last finished interval. */
    Interval latest();

    /**
     * Everything up to now: the gauges as they are, and of each counter and sample how often and how much since the
     * start. The other statistics are those of no values.
     */
    default Interval totals() {
        return latest();
    }
}
