package io.curia.gossip.serf;

import io.curia.api.gossip.Member;
import io.curia.gossip.swim.BroadcastQueue;
import io.curia.gossip.swim.Scheduler;
import io.curia.gossip.swim.Swim;
import java.util.ArrayList;
import java.util.List;

/**
 * How members go: this one by itself, others by an operator's word.
 *
 * <p>States of this member: staying -&gt; telling its intent -&gt; telling that it is gone -&gt; waiting until that has spread
 * -&gt; gone. Each step has its time, for there may be nobody who listens.
 */
final class Departure {
    private static final long SECONDS = 1_000_000_000L;
    private static final long BROADCAST_NANOS = 5 * SECONDS;
    private static final long PROPAGATE_NANOS = 3 * SECONDS;
    private final String self;
    private final Roster roster;
    private final LamportClock clock;
    private final BroadcastQueue intents;
    private final Swim swim;
    private final Scheduler scheduler;
    private final List<Runnable> waiting = new ArrayList<>(1);
    private boolean begun;
    private boolean gone;

    Departure(String self, Roster roster, LamportClock clock, BroadcastQueue intents, Swim swim, Scheduler scheduler) {
        this.self = self;
        this.roster = roster;
        this.clock = clock;
        this.intents = intents;
        this.swim = swim;
        this.scheduler = scheduler;
    }

    boolean begun() {
        return begun;
    }

    void leave(Runnable done) {
        if (gone) {
            done.run();
            return;
        }
        waiting.add(done);
        if (begun) {
            return;
        }
        begun = true;
        SerfMessage.Leave intent = new SerfMessage.Leave(clock.take(), self, false);
        roster.leave(intent);
        if (swim.company()) {
            intents.put(self, Queries.user(SerfCodec.encode(intent)), withTimeout(() -> tellGone(true)));
        } else {
            tellGone(false);
        }
    }

    private void tellGone(boolean company) {
        if (company) {
            swim.leave(withTimeout(() -> scheduler.after(PROPAGATE_NANOS, this::finish)));
        } else {
            swim.leave(this::finish);
        }
    }

    /** Once: when it is called, or when its time is up. */
    private Runnable withTimeout(Runnable next) {
        boolean[] run = new boolean[1];
        Runnable once = () -> {
            if (!run[0]) {
                run[0] = true;
                next.run();
            }
        };
        Scheduler.Timer timer = scheduler.after(BROADCAST_NANOS, once);
        return () -> {
            timer.cancel();
            once.run();
        };
    }

    private void finish() {
        gone = true;
        List.copyOf(waiting).forEach(Runnable::run);
        waiting.clear();
    }

    /** Declares a member as gone for good. One that lives contradicts. */
    void force(String name, boolean prune) {
        SerfMessage.Leave intent = new SerfMessage.Leave(clock.take(), name, prune);
        onLeave(intent);
        if (swim.company()) {
            intents.put(null, Queries.user(SerfCodec.encode(intent)), null);
        }
    }

    /** Whether that was news, and is to be passed on. */
    boolean onLeave(SerfMessage.Leave intent) {
        if (intent.node().equals(self) && !begun) {
            contradict(intent.time());
            return false;
        }
        boolean news = roster.leave(intent);
        Roster.Entry entry = roster.get(intent.node());
        if (intent.prune() && entry != null && !intent.node().equals(self)) {
            prune(intent.node(), entry.view().status());
        }
        return news;
    }

    /**
     * Another member knows an intent of that time, and does not hold its subject to have left. If it is this member's and newer
     * than what it has told, it was one to leave: some may still hold it to be leaving.
     */
    void onKnown(SerfMessage.Join known) {
        if (!known.node().equals(self)) {
            roster.join(known);
        } else if (!begun) {
            contradict(known.time());
        }
    }

    private void contradict(long time) {
        Roster.Entry me = roster.get(self);
        clock.witness(time);
        if (me != null && time > me.statusTime()) {
            stay();
        }
    }

    private void prune(String name, int status) {
        if (status == Member.LEFT) {
            roster.forget(name, " (forced)");
        } else if (status == Member.LEAVING) {
            // it may yet say that it lives
            scheduler.after(BROADCAST_NANOS + PROPAGATE_NANOS, () -> {
                Roster.Entry entry = roster.get(name);
                if (entry != null && entry.view().status() == Member.LEFT) {
                    roster.forget(name, " (forced)");
                }
            });
        }
    }

    /** Tells everyone that this member is here to stay. */
    void stay() {
        SerfMessage.Join intent = new SerfMessage.Join(clock.time(), self);
        roster.join(intent);
        intents.put(self, Queries.user(SerfCodec.encode(intent)), null);
    }
}
