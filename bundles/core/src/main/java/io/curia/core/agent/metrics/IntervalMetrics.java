package io.curia.core.agent.metrics;

import io.curia.api.agent.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metrics in intervals of ten seconds. Recording takes no lock; {@link #turn()} ends an interval and is called by one
 * thread. Names beyond {@value #MOST_NAMES} of a kind are dropped. A recording that races with the end of its interval
 * may be counted in the next.
 */
public final class IntervalMetrics implements Metrics {
    /** Names of each kind. */
    static final int MOST_NAMES = 4096;
    /** Length of an interval. */
    public static final long INTERVAL_SECONDS = 10;
    private static final String PREFIX = "consul.";
    private final Clock clock;
    private final Map<String, Series> counters = new ConcurrentHashMap<>();
    private final Map<String, Series> samples = new ConcurrentHashMap<>();
    private final Map<String, Double> gauges = new ConcurrentHashMap<>();
    private Instant begun;
    private volatile Interval latest;

    public IntervalMetrics(Clock clock) {
        this.clock = clock;
        this.begun = start(clock.instant());
        this.latest = new Interval(text(begun), List.of(), List.of(), List.of());
    }

    private static Instant start(Instant now) {
        return Instant.ofEpochSecond(now.getEpochSecond() / INTERVAL_SECONDS * INTERVAL_SECONDS);
    }

    private static String text(Instant instant) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
                .format(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void count(String name, double amount) {
        record(counters, name, amount);
    }

    @Override
    public void sample(String name, double value) {
        record(samples, name, value);
    }

    private static void record(Map<String, Series> all, String name, double value) {
        Series series = all.get(name);
        if (series == null) {
            if (all.size() >= MOST_NAMES) {
                return;
            }
            series = all.computeIfAbsent(name, key -> new Series());
        }
        series.add(value);
    }

    @Override
    public void gauge(String name, double value) {
        if (gauges.size() < MOST_NAMES || gauges.containsKey(name)) {
            gauges.put(name, value);
        }
    }

    /** Ends the present interval. */
    public void turn() {
        latest = new Interval(text(begun), values(), drain(counters), drain(samples));
        begun = start(clock.instant());
    }

    @Override
    public Interval totals() {
        return new Interval(text(clock.instant()), values(), totals(counters), totals(samples));
    }

    private static List<Aggregate> totals(Map<String, Series> all) {
        List<Aggregate> result = new ArrayList<>();
        new TreeMap<>(all).forEach((name, series) -> result.add(series.total(PREFIX + name)));
        return List.copyOf(result);
    }

    private List<Gauge> values() {
        List<Gauge> values = new ArrayList<>();
        new TreeMap<>(gauges).forEach((name, value) -> values.add(new Gauge(PREFIX + name, value, Map.of())));
        return List.copyOf(values);
    }

    private static List<Aggregate> drain(Map<String, Series> all) {
        List<Aggregate> result = new ArrayList<>();
        new TreeMap<>(all).forEach((name, series) -> {
            Aggregate aggregate = series.drain(PREFIX + name);
            if (aggregate != null) {
                result.add(aggregate);
            }
        });
        return List.copyOf(result);
    }

    @Override
    public Interval latest() {
        return latest;
    }
}
