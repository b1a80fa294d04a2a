package io.curia.core.agent;

import io.curia.api.agent.Metrics;
import io.curia.core.agent.metrics.IntervalMetrics;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Publishes the metrics, and ends their intervals on the clock's tens of seconds. */
@Component
public final class MetricsComponent implements Metrics {
    private final IntervalMetrics metrics = new IntervalMetrics(Clock.systemUTC());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "metrics");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> turning;

    @Activate
    public MetricsComponent() {
        long period = TimeUnit.SECONDS.toMillis(IntervalMetrics.INTERVAL_SECONDS);
        long first = period - Clock.systemUTC().millis() % period;
        turning = timer.scheduleAtFixedRate(this::turn, first, period, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        Runtime runtime = Runtime.getRuntime();
        metrics.gauge("runtime.alloc_bytes", runtime.totalMemory() - runtime.freeMemory());
        metrics.gauge("runtime.sys_bytes", runtime.totalMemory());
        metrics.gauge("runtime.num_goroutines", ManagementFactory.getThreadMXBean().getThreadCount());
        metrics.turn();
    }

    @Deactivate
    void deactivate() {
        turning.cancel(false);
        timer.shutdownNow();
    }

    @Override
    public void count(String name, double amount) {
        metrics.count(name, amount);
    }

    @Override
    public void gauge(String name, double value) {
        metrics.gauge(name, value);
    }

    @Override
    public void sample(String name, double value) {
        metrics.sample(name, value);
    }

    @Override
    public Interval latest() {
        return metrics.latest();
    }
}
