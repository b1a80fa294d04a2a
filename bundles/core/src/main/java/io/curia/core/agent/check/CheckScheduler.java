package io.curia.core.agent.check;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.InvalidCheckException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * Runs the agent's checks: when to probe, for how long, with which type. What a check's states are is said at
 * {@link ScheduledCheck}.
 *
 * <p>All methods may be called from any thread. Results go to the {@link Sink}, one check's in order.
 */
public final class CheckScheduler implements AutoCloseable {
    /** Where results go. */
    public interface Sink {
        /** A check's new result. */
        void result(String checkID, String status, String output);

        /** A check's present output, "" when unknown. */
        String output(String checkID);
    }

    private final CheckTypes types;
    private final ScheduledExecutorService timers;
    private final Executor threads;
    private final Executor blocking;
    private final RandomGenerator random;
    private final Sink sink;
    private final String nodeName;
    private final Map<String, ScheduledCheck> checks = new HashMap<>();
    private final Map<HealthCheckType, TypeRunner> runners = new HashMap<>();
    private final AutoCloseable typesHandle;
    private boolean closed;

    /**
     * @param timers one thread, for short tasks
     * @param threads as many as are needed; bounded here
     * @param blocking what checks are offered for blocking work
     */
    public CheckScheduler(CheckTypes types, ScheduledExecutorService timers, Executor threads, Executor blocking,
            RandomGenerator random, Sink sink, String nodeName) {
        this.types = types;
        this.timers = timers;
        this.threads = threads;
        this.blocking = blocking;
        this.random = random;
        this.sink = sink;
        this.nodeName = nodeName;
        this.typesHandle = types.onChange(this::typesChanged);
    }

    /** Makes a check ready, without starting it; refuses a definition that its type refuses. */
    public ScheduledCheck prepare(CheckSpec spec, String kind, Thresholds thresholds) throws InvalidCheckException {
        ScheduledCheck check = new ScheduledCheck(this, spec, kind, thresholds);
        check.prepare();
        return check;
    }

    /** Starts a check, in place of the one with its id if there is any. */
    public void start(ScheduledCheck check) {
        ScheduledCheck old;
        synchronized (this) {
            if (closed) {
                check.close();
                return;
            }
            old = checks.put(check.spec().checkID(), check);
        }
        if (old != null) {
            old.close();
        }
        check.start();
    }

    /** Ends a check; an unknown id is no error. */
    public void stop(String checkID) {
        ScheduledCheck check;
        synchronized (this) {
            check = checks.remove(checkID);
        }
        if (check != null) {
            check.close();
        }
    }

    /** Somebody reported the check's status: its silence is over. False when it is not a check that waits for that. */
    public boolean reported(String checkID) {
        ScheduledCheck check;
        synchronized (this) {
            check = checks.get(checkID);
        }
        return check != null && check.reported();
    }

    /** How many checks there are by what drives them: probes and reports. */
    public synchronized int[] counts() {
        int silent = 0;
        for (ScheduledCheck check : checks.values()) {
            silent += check.kind().equals("ttl") ? 1 : 0;
        }
        return new int[] {checks.size() - silent, silent};
    }

    private void typesChanged() {
        ScheduledCheck[] all;
        synchronized (this) {
            runners.keySet().retainAll(types.all());
            all = checks.values().toArray(new ScheduledCheck[0]);
        }
        for (ScheduledCheck check : all) {
            check.typesChanged();
        }
    }

    TypeRunner runner(String kind, CheckSpec spec) {
        HealthCheckType type = types.find(kind, spec);
        if (type == null) {
            return null;
        }
        synchronized (this) {
            return runners.computeIfAbsent(type, t -> new TypeRunner(t, threads));
        }
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }

    Sink sink() {
        return sink;
    }

    CheckContext context(ScheduledCheck check) {
        return new Context(check);
    }

    /** Ends all checks. */
    @Override
    public void close() throws Exception {
        ScheduledCheck[] all;
        synchronized (this) {
            closed = true;
            all = checks.values().toArray(new ScheduledCheck[0]);
            checks.clear();
        }
        typesHandle.close();
        for (ScheduledCheck check : all) {
            check.close();
        }
    }

    /** What a check's probe is offered. */
    private final class Context implements CheckContext {
        private final ScheduledCheck check;

        Context(ScheduledCheck check) {
            this.check = check;
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
            return sink.output(check.spec().checkID());
        }

        @Override
        public void trigger() {
            check.trigger();
        }

        @Override
        public String nodeName() {
            return nodeName;
        }
    }
}
