package io.curia.core.agent.check;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.Schedule;
import io.curia.api.model.GoDuration;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One check and its probe.
 *
 * <p>States: new; orphaned (its type is not there); waiting (for its timer or a trigger); running; closed. From new it
 * becomes orphaned or waiting; between these it changes as its type goes and comes, giving up a run under way; waiting
 * and running alternate; closed is final. At most one run counts: results of runs given up carry an old number and are
 * dropped. The check's own lock guards it; a type's code and the sink are called without it, except that results are
 * applied under {@code order}, so that they reach the sink in order.
 */
public final class ScheduledCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledCheck.class);
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    /** At start-up a type's bundle may come after its checks: how long its absence is not worth a word. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** What a type may add to output that it has cut itself. */
    private static final int OUTPUT_SLACK = 1024;
    private final CheckScheduler scheduler;
    private final CheckSpec spec;
    private final String kind;
    private final Thresholds thresholds;
    private final Object order = new Object();
    private TypeRunner runner;
    private Probe probe;
    private Schedule schedule;
    private String lastType;
    private boolean started;
    private boolean closed;
    private boolean running;
    private boolean triggered;
    private long number;
    private TypeRunner.Slot slot;
    private Future<?> timer;
    private Future<?> deadline;

    ScheduledCheck(CheckScheduler scheduler, CheckSpec spec, String kind, Thresholds thresholds) {
        this.scheduler = scheduler;
        this.spec = spec;
        this.kind = kind;
        this.lastType = kind.isEmpty() ? String.join(", ", spec.fields().keySet()) : kind;
        this.thresholds = thresholds;
    }

    CheckSpec spec() {
        return spec;
    }

    String kind() {
        return kind;
    }

    /** Opens the probe if the type is there. */
    synchronized void prepare() throws InvalidCheckException {
        TypeRunner found = scheduler.runner(kind, spec);
        if (found == null) {
            return;
        }
        try {
            probe = found.type().open(spec, scheduler.context(this));
            schedule = found.type().schedule(spec);
            runner = found;
            lastType = found.type().name();
        } catch (RuntimeException e) {
            LOG.warn("check type {} failed to open check {}", found.type().name(), spec.checkID(), e);
            throw new InvalidCheckException("check type \"" + found.type().name() + "\" failed: " + e);
        }
    }

    void start() {
        synchronized (this) {
            started = true;
            if (probe != null) {
                first();
            } else if (!closed) {
                timer = later(this::stillOrphaned, GRACE.toNanos());
            }
        }
        // The type may have come since prepare().
        typesChanged();
    }

    private void stillOrphaned() {
        boolean orphaned;
        synchronized (this) {
            orphaned = !closed && probe == null;
        }
        if (orphaned) {
            unavailable("no bundle offers it");
        }
    }

    /** Under the lock. */
    private void first() {
        if (schedule instanceof Schedule.Every every) {
            timer = later(this::due, scheduler.random().nextLong(interval(every)));
        } else if (schedule instanceof Schedule.AfterSilence silence) {
            timer = later(this::due, silence.ttl().toNanos());
        } else {
            timer = later(this::due, 0);
        }
    }

    private static long interval(Schedule.Every every) {
        return Math.max(LEAST_INTERVAL.toNanos(), every.interval().toNanos());
    }

    private Future<?> later(Runnable task, long nanos) {
        return scheduler.timers().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Asks for a run now. */
    synchronized void trigger() {
        if (closed || !started || probe == null || schedule instanceof Schedule.AfterSilence) {
            return;
        }
        if (running) {
            triggered = true;
        } else {
            cancel(timer);
            timer = later(this::due, 0);
        }
    }

    /** Starts the silence anew; false when this is not a check that waits for reports. */
    synchronized boolean reported() {
        if (closed || !(schedule instanceof Schedule.AfterSilence silence)) {
            return false;
        }
        abandon();
        cancel(timer);
        timer = later(this::due, silence.ttl().toNanos());
        return true;
    }

    private synchronized void due() {
        if (closed || running || probe == null) {
            return;
        }
        running = true;
        triggered = false;
        long run = ++number;
        Probe present = probe;
        deadline = later(() -> expired(run), allowed());
        slot = runner.submit(() -> call(present, run));
    }

    /** A type that has a time-out of its own and more to say about it gets the chance to. */
    private long allowed() {
        long timeout = spec.timeoutOr(runner.type().defaultTimeout()).toNanos();
        return timeout + Math.max(TimeUnit.MILLISECONDS.toNanos(500), timeout / 10);
    }

    private void call(Probe present, long run) {
        CompletionStage<ProbeResult> stage;
        try {
            stage = present.run();
        } catch (RuntimeException | LinkageError e) {
            ended(run, null, e);
            return;
        }
        if (stage == null) {
            ended(run, null, new IllegalStateException("it returned nothing"));
        } else {
            stage.whenComplete((result, failure) -> ended(run, result, failure));
        }
    }

    private void ended(long run, ProbeResult result, Throwable failure) {
        finish(run, failure == null && result != null && result.status() != null ? result : checkerFailed(failure), false);
    }

    private ProbeResult checkerFailed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause() : failure;
        String why = cause == null ? "it returned nothing"
                : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        LOG.warn("check {} could not be run: {}", spec.checkID(), why);
        return new ProbeResult(CheckStatus.CRITICAL, "The checker of type \"" + typeName() + "\" failed: " + why, true);
    }

    private void expired(long run) {
        String after = GoDuration.format(spec.timeout().isZero() ? allowedOrZero() : spec.timeout().toNanos());
        finish(run, new ProbeResult(CheckStatus.CRITICAL,
                "The checker of type \"" + typeName() + "\" failed: no result within " + after, true), true);
    }

    private synchronized long allowedOrZero() {
        return runner == null ? 0 : runner.type().defaultTimeout().toNanos();
    }

    private synchronized String typeName() {
        return lastType;
    }

    private void finish(long run, ProbeResult result, boolean givenUp) {
        synchronized (order) {
            synchronized (this) {
                if (closed || !running || run != number) {
                    return;
                }
                if (givenUp) {
                    Probe present = probe;
                    runner.call(() -> quietly(present::cancel));
                }
                endRun();
                next();
            }
            apply(result);
        }
    }

    /** Under the lock. */
    private void endRun() {
        running = false;
        number++;
        cancel(deadline);
        slot.end();
    }

    /** Under the lock. */
    private void next() {
        if (triggered) {
            timer = later(this::due, 0);
        } else if (schedule instanceof Schedule.Every every) {
            timer = later(this::due, interval(every));
        } else if (schedule instanceof Schedule.OnTrigger onTrigger) {
            timer = later(this::due, onTrigger.refresh().toNanos());
        }
    }

    private void apply(ProbeResult result) {
        boolean direct = result.decisive() || !(schedule instanceof Schedule.Every);
        CheckStatus status = direct ? result.status() : thresholds.next(result.status());
        if (status != null) {
            scheduler.sink().result(spec.checkID(), status.text(), cut(result.output()));
        }
    }

    private String cut(String output) {
        int most = spec.outputMaxSize() + OUTPUT_SLACK;
        return output == null ? "" : output.length() > most ? output.substring(0, most) : output;
    }

    /** Gives up a run under way. Under the lock. */
    private void abandon() {
        if (running) {
            Probe present = probe;
            runner.call(() -> quietly(present::cancel));
            endRun();
        }
    }

    void typesChanged() {
        String problem;
        synchronized (order) {
            synchronized (this) {
                TypeRunner found = closed || !started ? runner : scheduler.runner(kind, spec);
                if (found == runner) {
                    return;
                }
                release();
                problem = found == null ? "its bundle is gone" : reopen();
            }
            if (problem != null) {
                unavailable(problem);
            }
        }
    }

    /** Under the lock. */
    private String reopen() {
        try {
            prepare();
        } catch (InvalidCheckException e) {
            return e.getMessage();
        }
        if (probe != null) {
            first();
        }
        return null;
    }

    private void unavailable(String why) {
        scheduler.sink().result(spec.checkID(), CheckStatus.CRITICAL.text(),
                "Check type \"" + typeName() + "\" is not available: " + why);
    }

    /** Lets go of the type. Under the lock. */
    private void release() {
        cancel(timer);
        abandon();
        if (probe != null) {
            Probe last = probe;
            runner.call(() -> quietly(last::close));
        }
        probe = null;
        runner = null;
        schedule = null;
    }

    synchronized void close() {
        closed = true;
        release();
    }

    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("check {} failed to let go", spec.checkID(), e);
        }
    }

    private static void cancel(Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
