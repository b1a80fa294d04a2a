package io.curia.launcher;

import io.curia.api.agent.AgentControl;
import io.curia.api.platform.Lifecycle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * The end of the process. Running, until a signal or a bundle asks for the end; then, if the agent leaves gracefully,
 * leaving for at most {@link #LEAVE_SECONDS}; then ended with an exit code that does not change any more. The main
 * thread waits in {@link #await}; signals come on threads of the JVM's.
 */
final class Shutdown implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger("agent");
    private static final int LEAVE_SECONDS = 15;

    private final AgentSettings settings;
    private final Supplier<AgentControl> agent;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile int exitCode;
    private volatile boolean ready;

    /** {@code agent} answers null while there is none. */
    Shutdown(AgentSettings settings, Supplier<AgentControl> agent) {
        this.settings = settings;
        this.agent = agent;
    }

    void handleSignals() {
        Signal.handle(new Signal("INT"), signal -> end("interrupt", !settings.skipLeaveOnInterrupt()));
        Signal.handle(new Signal("TERM"), signal -> end("terminated", settings.leaveOnTerminate()));
        Signal.handle(new Signal("HUP"), signal -> reload());
    }

    private void reload() {
        LOG.atInfo().addKeyValue("signal", "hangup").log("Caught");
        AgentControl control = agent.get();
        if (control == null) {
            LOG.warn("The agent is not ready to reload its configuration");
            return;
        }
        LOG.info("Reloading configuration...");
        try {
            control.reload();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("error", Causes.text(e)).log("Reload of configuration failed");
        }
    }

    void end(String signal, boolean graceful) {
        if (leaving.getAndSet(true)) {
            LOG.atInfo().addKeyValue("signal", signal).log("Caught second signal, exiting");
            shutdown(1);
            return;
        }
        LOG.atInfo().addKeyValue("signal", signal).log("Caught");
        if (!graceful) {
            LOG.info("Graceful shutdown disabled. Exiting");
            shutdown(1);
            return;
        }
        LOG.info("Gracefully shutting down agent...");
        leave();
    }

    private void leave() {
        AgentControl control = agent.get();
        if (control == null) {
            shutdown(0);
            return;
        }
        control.leave().orTimeout(LEAVE_SECONDS, TimeUnit.SECONDS).whenComplete((left, failure) -> {
            if (failure == null) {
                LOG.info("Graceful exit completed");
            } else {
                LOG.atError().addKeyValue("error", Causes.text(failure)).log("Error on leave");
            }
            shutdown(failure == null ? 0 : 1);
        });
    }

    @Override
    public synchronized void shutdown(int code) {
        if (ended.getCount() > 0) {
            exitCode = code;
            ended.countDown();
        }
    }

    @Override
    public boolean ready() {
        return ready;
    }

    void announced() {
        ready = true;
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Waits for the end; returns the exit code. */
    int await() throws InterruptedException {
        ended.await();
        return exitCode;
    }
}
