package io.curia.raft;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ratis.metrics.LongCounter;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis' own metrics, which nobody reads: a histogram updated eight times for each write, and JMX at every start. Public,
 * with a public constructor, as Ratis finds it by {@link java.util.ServiceLoader}.
 */
public final class NoMetrics extends MetricRegistries {
    private static final Timekeeper.Context STOPPED = () -> 0;

    @Override
    public RatisMetricRegistry create(MetricRegistryInfo info) {
        return new Registry(info);
    }

    @Override
    public Optional<RatisMetricRegistry> get(MetricRegistryInfo info) {
        return Optional.empty();
    }

    @Override
    public boolean remove(MetricRegistryInfo info) {
        return false;
    }

    @Override
    public Set<MetricRegistryInfo> getMetricRegistryInfos() {
        return Set.of();
    }

    @Override
    public Collection<RatisMetricRegistry> getMetricRegistries() {
        return List.of();
    }

    @Override
    public void clear() {
        // nothing is kept
    }

    @Override
    public void addReporterRegistration(Consumer<RatisMetricRegistry> register, Consumer<RatisMetricRegistry> stop) {
        // nothing to report
    }

    @Override
    public void enableJmxReporter() {
        // nothing to report
    }

    @Override
    public void enableConsoleReporter(TimeDuration rate) {
        // nothing to report
    }

    private record Registry(MetricRegistryInfo info) implements RatisMetricRegistry {
        @Override
        public Timekeeper timer(String name) {
            return () -> STOPPED;
        }

        @Override
        public LongCounter counter(String name) {
            return new Counter();
        }

        @Override
        public boolean remove(String name) {
            return true;
        }

        @Override
        public <T> void gauge(String name, Supplier<Supplier<T>> gauge) {
            // never asked
        }

        @Override
        public MetricRegistryInfo getMetricRegistryInfo() {
            return info;
        }
    }

    private static final class Counter implements LongCounter {
        @Override
        public void inc(long n) {
            // not counted
        }

        @Override
        public void dec(long n) {
            // not counted
        }

        @Override
        public long getCount() {
            return 0;
        }
    }
}
