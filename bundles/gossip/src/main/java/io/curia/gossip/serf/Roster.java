package io.curia.gossip.serf;

import io.curia.api.gossip.Member;
import io.curia.gossip.swim.Node;
import io.curia.gossip.swim.Scheduler;
import io.curia.gossip.wire.WireException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * The members and what they intend.
 *
 * <p>States: ALIVE -&gt; LEAVING on an intent to leave -&gt; LEFT when it is gone; ALIVE -&gt; FAILED when it is gone without
 * having said so; FAILED -&gt; LEFT by an operator's intent; LEAVING -&gt; ALIVE on a newer intent to stay; FAILED, LEFT -&gt;
 * ALIVE when it is back; FAILED, LEFT -&gt; forgotten. Of two intents the one with the higher Lamport time counts. Owned by
 * the pool's thread; what it tells goes to the {@link Observer}.
 */
final class Roster {
    /** Intents of those who are not known yet; for {@link #INTENT_NANOS} each. */
    private static final int MOST_INTENTS = 4096;
    private static final long INTENT_NANOS = 300_000_000_000L;
    private static final int VERSIONS = 6;
    private final String self;
    private final LamportClock clock;
    private final Scheduler scheduler;
    private final Observer observer;
    private final Logger log;
    private final Map<String, Entry> members = new TreeMap<>();
    private final Map<String, Intent> intents = new HashMap<>();

    /** Who is told of changes. */
    interface Observer {
        void changed(Member member, boolean forgotten);
    }

    /** A member. */
    static final class Entry {
        private Member view;
        private InetSocketAddress address;
        private long statusTime;
        private long goneSince;

        Member view() {
            return view;
        }

        InetSocketAddress address() {
            return address;
        }

        long statusTime() {
            return statusTime;
        }
    }

    private record Intent(boolean leave, long time, long heard) { }

    Roster(String self, LamportClock clock, Scheduler scheduler, Observer observer, Logger log) {
        this.self = self;
        this.clock = clock;
        this.scheduler = scheduler;
        this.observer = observer;
        this.log = log;
    }

    Collection<Entry> entries() {
        return members.values();
    }

    Entry get(String name) {
        return members.get(name);
    }

    List<Entry> with(Predicate<Member> wanted) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : members.values()) {
            if (wanted.test(entry.view)) {
                found.add(entry);
            }
        }
        return found;
    }

    int count(int status) {
        int count = 0;
        for (Entry entry : members.values()) {
            count += entry.view.status() == status ? 1 : 0;
        }
        return count;
    }

    void onJoin(Node node) {
        Entry entry = members.get(node.name());
        int status = Member.ALIVE;
        if (entry == null) {
            entry = new Entry();
            Intent intent = intents.remove(node.name());
            if (intent != null) {
                entry.statusTime = intent.time;
                status = intent.leave ? Member.LEAVING : Member.ALIVE;
            }
            members.put(node.name(), entry);
        }
        entry.address = node.address();
        entry.goneSince = 0;
        entry.view = view(node, status);
        log.info("EventMemberJoin: {} {}", node.name(), entry.view.addr());
        observer.changed(entry.view, false);
    }

    void onUpdate(Node node) {
        Entry entry = members.get(node.name());
        if (entry != null) {
            entry.address = node.address();
            entry.view = view(node, entry.view.status());
            log.info("EventMemberUpdate: {}", node.name());
            observer.changed(entry.view, false);
        }
    }

    void onGone(Node node) {
        Entry entry = members.get(node.name());
        if (entry == null) {
            return;
        }
        boolean left = entry.view.status() == Member.LEAVING || node.state() == Node.State.LEFT;
        entry.goneSince = scheduler.nanos();
        change(entry, left ? Member.LEFT : Member.FAILED);
    }

    private void change(Entry entry, int status) {
        entry.view = withStatus(entry.view, status);
        if (status == Member.LEFT) {
            log.info("EventMemberLeave: {} {}", entry.view.name(), entry.view.addr());
        } else if (status == Member.FAILED) {
            log.info("EventMemberFailed: {} {}", entry.view.name(), entry.view.addr());
        }
        observer.changed(entry.view, false);
    }

    private Member view(Node node, int status) {
        byte[] v = node.versions().length == VERSIONS ? node.versions() : new byte[VERSIONS];
        Map<String, String> tags = Map.of();
        try {
            tags = SerfCodec.decodeTags(node.meta());
        } catch (WireException e) {
            log.warn("Failed to decode tags of {}: {}", node.name(), e.getMessage());
        }
        return new Member(node.name(), node.address().getAddress().getHostAddress(), node.address().getPort(),
                Map.copyOf(tags), status, v[0], v[1], v[2], v[3], v[4], v[5]);
    }

    static Member withStatus(Member m, int status) {
        return new Member(m.name(), m.addr(), m.port(), m.tags(), status, m.protocolMin(), m.protocolMax(),
                m.protocolCur(), m.delegateMin(), m.delegateMax(), m.delegateCur());
    }

    /** Whether that was news, and is to be passed on. */
    boolean join(SerfMessage.Join intent) {
        clock.witness(intent.time());
        Entry entry = members.get(intent.node());
        if (entry == null) {
            return remember(intent.node(), new Intent(false, intent.time(), scheduler.nanos()));
        }
        if (intent.time() <= entry.statusTime) {
            return false;
        }
        entry.statusTime = intent.time();
        if (entry.view.status() == Member.LEAVING) {
            change(entry, Member.ALIVE);
        }
        return true;
    }

    /** Whether that was news, and is to be passed on. What is said of this member is the caller's to judge. */
    boolean leave(SerfMessage.Leave intent) {
        clock.witness(intent.time());
        Entry entry = members.get(intent.node());
        if (entry == null) {
            return remember(intent.node(), new Intent(true, intent.time(), scheduler.nanos()));
        }
        if (intent.time() <= entry.statusTime) {
            return false;
        }
        entry.statusTime = intent.time();
        if (entry.view.status() == Member.ALIVE) {
            change(entry, Member.LEAVING);
        } else if (entry.view.status() == Member.FAILED) {
            change(entry, Member.LEFT);
        }
        return true;
    }

    private boolean remember(String name, Intent intent) {
        Intent before = intents.get(name);
        if (before != null && intent.time <= before.time || before == null && intents.size() >= MOST_INTENTS) {
            return false;
        }
        intents.put(name, intent);
        return true;
    }

    /** As if it had never been there; nothing happens to one that is. */
    void forget(String name, String why) {
        Entry entry = members.get(name);
        if (entry != null && entry.goneSince != 0 && !name.equals(self)) {
            members.remove(name);
            log.info("EventMemberReap{}: {} {}", why, name, entry.view.addr());
            observer.changed(entry.view, true);
        }
    }

    /** @param patience how long a failed member is remembered, in nanoseconds */
    void reap(java.util.function.ToLongFunction<Member> patience, long leftNanos) {
        long now = scheduler.nanos();
        for (Entry entry : List.copyOf(members.values())) {
            long kept = entry.view.status() == Member.LEFT ? leftNanos : patience.applyAsLong(entry.view);
            if (entry.goneSince != 0 && now - entry.goneSince > kept) {
                forget(entry.view.name(), "");
            }
        }
        intents.values().removeIf(intent -> now - intent.heard > INTENT_NANOS);
    }

    Map<String, Long> statusTimes() {
        Map<String, Long> times = new TreeMap<>();
        members.forEach((name, entry) -> times.put(name, entry.statusTime));
        return times;
    }
}
