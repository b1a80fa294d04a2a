package io.curia.consensus.support;

import io.curia.api.consensus.Consensus.LeadershipListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server leads, and who wants to know. Listeners are called in order by one thread, which ends when it has
 * been idle; the state is only touched by that thread.
 */
public final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final int IDLE_SECONDS = 5;

    private final LongSupplier term;
    private final List<LeadershipListener> listeners = new ArrayList<>();
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "consensus-leadership");
                thread.setDaemon(true);
                return thread;
            });
    private boolean leading;

    public Leadership(LongSupplier term) {
        this.term = term;
        teller.allowCoreThreadTimeOut(true);
    }

    /** Tells all listeners if this is news. */
    public void set(boolean now) {
        run(() -> {
            if (leading != now) {
                leading = now;
                List.copyOf(listeners).forEach(this::tell);
            }
        });
    }

    /** After the end there is nothing more to tell than that. */
    public AutoCloseable add(LeadershipListener listener) {
        boolean open = run(() -> {
            listeners.add(listener);
            tell(listener);
        });
        if (!open) {
            listener.onLeadership(false, term.getAsLong());
        }
        return () -> run(() -> listeners.remove(listener));
    }

    /** @return false after the end, when nothing is run any more */
    private boolean run(Runnable task) {
        synchronized (teller) {
            if (teller.isShutdown()) {
                return false;
            }
            teller.execute(task);
            return true;
        }
    }

    private void tell(LeadershipListener listener) {
        try {
            listener.onLeadership(leading, term.getAsLong());
        } catch (RuntimeException e) {
            LOG.error("a leadership listener failed", e);
        }
    }

    /** Tells the end of leadership and stops; waits for the listeners, with a bound. */
    public void close() {
        set(false);
        ExecutorService stopping = teller;
        synchronized (teller) {
            stopping.shutdown();
        }
        try {
            if (!stopping.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a leadership listener does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
