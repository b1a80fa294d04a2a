package io.curia.gossip.serf;

import io.curia.api.gossip.Member;
import io.curia.api.model.GoDuration;
import io.curia.gossip.swim.Scheduler;
import io.curia.gossip.swim.Swim;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/** Forgets those who are gone for long, and tries those who failed again: they may have been cut off. */
final class Housekeeping {
    private static final long SECONDS = 1_000_000_000L;
    private static final long REAP_NANOS = 15 * SECONDS;
    private static final long RECONNECT_NANOS = 30 * SECONDS;
    private static final long LEFT_KEPT_NANOS = 24 * 3600 * SECONDS;
    private static final String TIMEOUT_TAG = "rc_tm";
    private final Roster roster;
    private final Swim swim;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final long failedKeptNanos;
    private final Logger log;
    private boolean stopped;

    Housekeeping(Roster roster, Swim swim, Scheduler scheduler, RandomGenerator random, long failedKeptNanos,
            Logger log) {
        this.roster = roster;
        this.swim = swim;
        this.scheduler = scheduler;
        this.random = random;
        this.failedKeptNanos = failedKeptNanos;
        this.log = log;
    }

    void start() {
        scheduler.after(REAP_NANOS, this::reap);
        scheduler.after(RECONNECT_NANOS, this::reconnect);
    }

    void stop() {
        stopped = true;
    }

    private void reap() {
        if (!stopped) {
            roster.reap(this::patience, LEFT_KEPT_NANOS);
            scheduler.after(REAP_NANOS, this::reap);
        }
    }

    /** A member may say how long it is to be remembered; nonsense counts as nothing said. */
    private long patience(Member member) {
        String text = member.tags().get(TIMEOUT_TAG);
        if (text == null) {
            return failedKeptNanos;
        }
        try {
            long own = GoDuration.parse(text);
            return own > 0 ? own : failedKeptNanos;
        } catch (IllegalArgumentException e) {
            return failedKeptNanos;
        }
    }

    private void reconnect() {
        if (stopped) {
            return;
        }
        scheduler.after(RECONNECT_NANOS, this::reconnect);
        List<Roster.Entry> failed = roster.with(member -> member.status() == Member.FAILED);
        int alive = Math.max(1, roster.count(Member.ALIVE));
        // all members together try each failed one about once in that time
        if (failed.isEmpty() || random.nextDouble() > (double) failed.size() / alive) {
            return;
        }
        Roster.Entry chosen = failed.get(random.nextInt(failed.size()));
        log.info("attempting reconnect to {} {}:{}", chosen.view().name(), chosen.view().addr(), chosen.view().port());
        swim.join(chosen.address(), false, problem -> log.debug("reconnect to {}: {}", chosen.view().name(),
                problem == null ? "done" : problem));
    }
}
