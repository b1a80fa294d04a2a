package io.curia.core.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.curia.api.agent.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class IntervalMetricsTest {
    private final IntervalMetrics metrics =
            new IntervalMetrics(Clock.fixed(Instant.parse("2026-11-21T08:00:13Z"), ZoneOffset.UTC));

    @Test
    void anIntervalHasWhatWasRecordedInIt() {
        metrics.count("rpc.query", 1);
        metrics.count("rpc.query", 1);
        metrics.sample("kvs.apply", 2);
        metrics.sample("kvs.apply", 4);
        metrics.gauge("members", 3);
        assertThat(metrics.latest().counters()).isEmpty();
        metrics.turn();
        Metrics.Interval interval = metrics.latest();
        assertThat(interval.timestamp()).isEqualTo("2026-11-21 08:00:10 +0000 UTC");
        assertThat(interval.gauges()).extracting(Metrics.Gauge::name, Metrics.Gauge::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("consul.members", 3.0));
        assertThat(interval.counters()).singleElement().satisfies(counter -> {
            assertThat(counter.name()).isEqualTo("consul.rpc.query");
            assertThat(counter.count()).isEqualTo(2);
            assertThat(counter.rate()).isEqualTo(0.2);
        });
        assertThat(interval.samples()).singleElement().satisfies(sample -> {
            assertThat(sample.min()).isEqualTo(2);
            assertThat(sample.max()).isEqualTo(4);
            assertThat(sample.mean()).isEqualTo(3);
            assertThat(sample.stddev()).isCloseTo(1.414, within(0.001));
        });
    }

    @Test
    void theNextIntervalStartsEmptyButGaugesStay() {
        metrics.count("a", 1);
        metrics.gauge("g", 1);
        metrics.turn();
        metrics.turn();
        assertThat(metrics.latest().counters()).isEmpty();
        assertThat(metrics.latest().gauges()).hasSize(1);
    }

    @Test
    void namesAreBounded() {
        for (int i = 0; i < IntervalMetrics.MOST_NAMES + 100; i++) {
            metrics.count("c" + i, 1);
            metrics.gauge("g" + i, 1);
        }
        metrics.gauge("g0", 7);
        metrics.turn();
        assertThat(metrics.latest().counters()).hasSize(IntervalMetrics.MOST_NAMES);
        assertThat(metrics.latest().gauges()).hasSize(IntervalMetrics.MOST_NAMES)
                .anySatisfy(gauge -> assertThat(gauge.value()).isEqualTo(7));
    }

    @Test
    void totalsGrowOverIntervals() {
        metrics.count("c", 2);
        metrics.turn();
        metrics.count("c", 3);
        metrics.turn();
        metrics.turn();
        metrics.count("c", 1);
        metrics.gauge("g", 7);
        Metrics.Interval totals = metrics.totals();
        assertThat(totals.counters()).singleElement().satisfies(total -> {
            assertThat(total.count()).isEqualTo(3);
            assertThat(total.sum()).isEqualTo(6);
        });
        assertThat(totals.gauges()).extracting(Metrics.Gauge::value).containsExactly(7.0);
    }
}
