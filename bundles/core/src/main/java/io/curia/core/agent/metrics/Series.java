package io.curia.core.agent.metrics;

import io.curia.api.agent.Metrics.Aggregate;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Values of one name within an interval. Any thread adds; one drains. */
final class Series {
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();
    private final DoubleAdder squares = new DoubleAdder();
    private final DoubleAccumulator min = new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);
    private final DoubleAccumulator max = new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);

    private volatile long countBefore;
    private volatile double sumBefore;

    void add(double value) {
        count.increment();
        sum.add(value);
        squares.add(value * value);
        min.accumulate(value);
        max.accumulate(value);
    }

    /** How often and how much since the start; a drain that runs meanwhile may hide what it drains for a moment. */
    Aggregate total(String name) {
        long n = countBefore + count.sum();
        double total = sumBefore + sum.sum();
        return new Aggregate(name, n, 0, total, 0, 0, n == 0 ? 0 : total / n, 0, Map.of());
    }

    /** What there was since the last time, or null for nothing. */
    Aggregate drain(String name) {
        long n = count.sumThenReset();
        double total = sum.sumThenReset();
        double square = squares.sumThenReset();
        double least = min.getThenReset();
        double most = max.getThenReset();
        if (n == 0) {
            return null;
        }
        countBefore += n;
        sumBefore += total;
        double variance = n < 2 ? 0 : Math.max(0, (n * square - total * total) / (double) (n * (n - 1)));
        return new Aggregate(name, n, total / IntervalMetrics.INTERVAL_SECONDS, total, least, most, total / n,
                Math.sqrt(variance), Map.of());
    }
}
