package io.curia.gossip;

import io.curia.api.model.GoDuration;
import io.curia.gossip.swim.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * Joins at the start: once through {@code startJoin}, which must work, and again and again through {@code retryJoin}, until it
 * does. States: waiting -&gt; trying -&gt; waiting | joined | given up. During the first interval it tries every second, which
 * does not count: agents that are started together find each other soon. Owned by the loop's thread.
 */
final class RetryJoin {
    private static final long EARLY_WAIT_MILLIS = 1000;
    private static final String PROVIDER = "provider=";
    private final SerfPool pool;
    private final String label;
    private final Plan plan;
    private final Scheduler scheduler;
    private final Executor owner;
    private final Runnable giveUp;
    private final Logger log;
    private int tries;
    private long earlyMillis;
    private boolean stopped;

    /** @param most tries; 0: any number */
    record Plan(List<String> startJoin, List<String> retryJoin, long intervalMillis, int most) { }

    /** @param giveUp what happens when it does not work and never will */
    RetryJoin(SerfPool pool, String label, Plan plan, Scheduler scheduler, Executor owner, Runnable giveUp, Logger log) {
        this.pool = pool;
        this.label = label.toUpperCase(Locale.ROOT);
        this.plan = plan;
        this.scheduler = scheduler;
        this.owner = owner;
        this.giveUp = giveUp;
        this.log = log;
    }

    /** From any thread. */
    void start() {
        if (!plan.startJoin.isEmpty()) {
            log.info("({}) joining: {}_addresses={}", label, label.toLowerCase(Locale.ROOT), plan.startJoin);
            pool.join(plan.startJoin).whenComplete((reached, failure) -> startJoined(reached, failure));
        }
        if (!plan.retryJoin.isEmpty()) {
            log.info("Joining cluster...: cluster={}", label);
            owner.execute(this::attempt);
        }
    }

    void stop() {
        owner.execute(() -> stopped = true);
    }

    private void startJoined(Integer reached, Throwable failure) {
        if (failure == null) {
            log.info("({}) joined: number_of_nodes={}", label, reached);
        } else {
            log.error("({}) couldn't join: error=\"{}\"", label, oneLine(failure));
            giveUp.run();
        }
    }

    private void attempt() {
        if (stopped) {
            return;
        }
        List<String> addresses = new ArrayList<>();
        for (String address : plan.retryJoin) {
            if (address.startsWith(PROVIDER)) {
                log.error("Cannot discover addresses: \"{}\": no provider is supported", address);
            } else {
                addresses.add(address);
            }
        }
        if (earlyMillis == 0) {
            log.info("({}) joining: {}_addresses={}", label, label.toLowerCase(Locale.ROOT), addresses);
        }
        pool.join(addresses).whenComplete((reached, failure) -> owner.execute(() -> attempted(reached, failure)));
    }

    private static String text(long millis) {
        return GoDuration.format(millis * 1_000_000L);
    }

    private void attempted(Integer reached, Throwable failure) {
        if (failure == null && reached > 0) {
            log.info("Join cluster completed. Synced with initial agents: cluster={} num_agents={}", label, reached);
            return;
        }
        String reason = failure == null ? "No servers to join" : oneLine(failure);
        if (earlyMillis + EARLY_WAIT_MILLIS < plan.intervalMillis) {
            if (earlyMillis == 0) {
                log.info("Join cluster failed, will retry: cluster={} retry_interval={} error=\"{}\"", label,
                        text(EARLY_WAIT_MILLIS), reason);
            }
            earlyMillis += EARLY_WAIT_MILLIS;
            again(EARLY_WAIT_MILLIS);
            return;
        }
        tries++;
        if (plan.most > 0 && tries > plan.most) {
            log.error("agent: max join {} retry exhausted, exiting: error=\"{}\"", label, reason);
            giveUp.run();
        } else {
            log.warn("Join cluster failed, will retry: cluster={} retry_interval={} error=\"{}\"", label,
                    text(plan.intervalMillis), reason);
            again(plan.intervalMillis);
        }
    }

    private void again(long millis) {
        scheduler.after(millis * 1_000_000, this::attempt);
    }

    private static String oneLine(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
                : failure;
        return String.valueOf(cause.getMessage()).replace("\n\t* ", " ").replace('\n', ' ').strip();
    }
}
