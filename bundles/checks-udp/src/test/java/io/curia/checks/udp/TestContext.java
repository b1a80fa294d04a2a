package io.curia.checks.udp;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What a probe gets in tests. */
final class TestContext implements CheckContext, AutoCloseable {
    final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    final ExecutorService blocking = Executors.newCachedThreadPool();
    volatile String lastOutput = "";
    volatile int triggered;

    static CheckSpec spec(Duration timeout, Map<String, Object> fields) {
        return new CheckSpec("c", "check", "", Duration.ofSeconds(1), timeout, 4096, fields);
    }

    @Override
    public ScheduledExecutorService timers() {
        return timers;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public String lastOutput() {
        return lastOutput;
    }

    @Override
    public synchronized void trigger() {
        triggered++;
    }

    @Override
    public String nodeName() {
        return "a";
    }

    @Override
    public void close() {
        timers.shutdownNow();
        blocking.shutdownNow();
    }
}
