package io.curia.consensus.support;

import io.curia.api.consensus.Consensus;
import io.curia.api.platform.Lifecycle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a log on disk as soon as it is open and, where this server alone votes, takes commands. A server that neither has a
 * log nor may start a cluster waits for others. Reading the log takes its time, so that happens on a thread of its own,
 * "consensus-start"; a log that cannot be opened ends the agent.
 */
public final class EnginePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(EnginePublisher.class);

    /** Makes the engine, which is not started yet. */
    public interface Maker {
        LogConsensus make() throws EngineStartException;
    }

    private final BundleContext context;
    private final Lifecycle lifecycle;
    private final Maker maker;
    private final Thread starter = new Thread(this::run, "consensus-start");
    private LogConsensus engine;
    private ServiceRegistration<Consensus> registration;
    private boolean stopped;

    /** @param lifecycle what ends the agent, or null */
    public EnginePublisher(BundleContext context, Lifecycle lifecycle, Maker maker) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.maker = maker;
    }

    /** Begins to open the log. */
    public void start() {
        starter.setDaemon(true);
        starter.start();
    }

    private void run() {
        try {
            LogConsensus opened = maker.make();
            synchronized (this) {
                engine = opened;
            }
            opened.start();
            publish(opened);
        } catch (EngineStartException e) {
            refuse(e);
        } catch (InterruptedException e) {
            LOG.debug("stopped before the log was open");
        }
    }

    private synchronized void publish(LogConsensus opened) {
        if (!stopped) {
            registration = context.registerService(Consensus.class, opened, null);
        }
    }

    private void refuse(EngineStartException refusal) {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        LOG.error("{}", refusal.getMessage());
        if (lifecycle != null) {
            lifecycle.shutdown(1);
        }
    }

    /** Withdraws the log and closes it; also when it was never begun. */
    public void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            if (registration != null) {
                registration.unregister();
            }
        }
        starter.interrupt();
        starter.join();
        // only now: until its end the starter may have made an engine, which holds the directory's lock
        LogConsensus opened;
        synchronized (this) {
            opened = engine;
        }
        if (opened != null) {
            opened.close();
        }
    }
}
