package io.curia.gossip.serf;

import io.curia.api.gossip.GossipPool.QueryReply;
import io.curia.api.gossip.Member;
import io.curia.gossip.serf.SerfMessage.Query;
import io.curia.gossip.serf.SerfMessage.QueryResponse;
import io.curia.gossip.swim.BroadcastQueue;
import io.curia.gossip.swim.Scheduler;
import io.curia.gossip.swim.Swim;
import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.MsgWriter;
import io.curia.gossip.wire.WireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Questions to all members, and their answers: packets straight to whoever asked, and by way of others if it wants so. Each
 * query is seen once: those of the last 512 Lamport times are known, {@link #MOST_AT_ONE_TIME} of each. Our own end with
 * their time, or when everyone alive has answered; at most {@link #MOST_ASKED} at once. Owned by the pool's thread.
 */
final class Queries {
    static final int LARGEST = 1024;
    private static final int TIMES = 512;
    private static final int MOST_AT_ONE_TIME = 64;
    private static final int MOST_ASKED = 256;
    private static final int ROUNDS = 16;
    private static final long MOST_NANOS = 600_000_000_000L;
    private static final int RELAYS_FROM = 5;
    private final LamportClock clock;
    private final Roster roster;
    private final Member self;
    private final Questions questions;
    private final RandomGenerator random;
    private final BroadcastQueue queue = new BroadcastQueue();
    private final Seen[] ring = new Seen[TIMES];
    private final Map<Long, Asked> asked = new HashMap<>();
    private Scheduler scheduler;
    private Swim swim;
    private long since;

    /** Who knows answers. */
    interface Questions {
        /** @param answer may be called once, on the pool's thread, or never */
        void asked(String name, byte[] payload, Consumer<byte[]> answer);
    }

    private record Seen(long time, Set<Long> ids) { }

    private static final class Asked {
        private final long id;
        private final int nodes;
        private final Set<String> from = new HashSet<>();
        private final List<QueryReply> replies = new ArrayList<>();
        private final Consumer<List<QueryReply>> done;
        private Scheduler.Timer end;

        Asked(long id, int nodes, Consumer<List<QueryReply>> done) {
            this.id = id;
            this.nodes = nodes;
            this.done = done;
        }
    }

    /** @param self this member's name and address */
    Queries(LamportClock clock, Roster roster, Member self, Questions questions, RandomGenerator random) {
        this.clock = clock;
        this.roster = roster;
        this.self = self;
        this.questions = questions;
        this.random = random;
    }

    void start(Swim engine, Scheduler timers) {
        swim = engine;
        scheduler = timers;
    }

    BroadcastQueue queue() {
        return queue;
    }

    /** What was asked before is no news. */
    void ignoreBefore(long time) {
        since = Math.max(since, time);
    }

    /** The time that the size of the pool suggests. */
    long defaultNanos() {
        return swim.timing().gossipInterval() * ROUNDS * (long) Math.ceil(Math.log10(swim.size() + 1));
    }

    /**
     * Asks everyone.
     *
     * @param done gets the answers when time is up or all have answered
     * @throws IllegalArgumentException when it is too large
     */
    void ask(String name, byte[] payload, long timeoutNanos, int relayFactor, Consumer<List<QueryReply>> done) {
        if (asked.size() >= MOST_ASKED) {
            throw new IllegalStateException("too many queries are under way");
        }
        long timeout = timeoutNanos <= 0 ? defaultNanos() : Math.min(timeoutNanos, MOST_NANOS);
        long id = random.nextInt() & 0xffff_ffffL;
        Query query = new Query(clock.time(), id, addr(), self.port(), self.name(), List.of(), 0, relayFactor, timeout,
                name, payload);
        byte[] message = SerfCodec.encode(query);
        if (message.length > LARGEST) {
            throw new IllegalArgumentException("query exceeds limit of " + LARGEST + " bytes");
        }
        clock.take();
        Asked mine = new Asked(id, roster.count(Member.ALIVE), done);
        asked.put(query.time(), mine);
        mine.end = scheduler.after(timeout, () -> finish(query.time(), mine));
        see(query);
        process(query);
        queue.put(null, user(message), null);
    }

    private byte[] addr() {
        try {
            return InetAddress.getByName(self.addr()).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address: " + self.addr(), e);
        }
    }

    static byte[] user(byte[] message) {
        return new MsgWriter(message.length + 1).octet(Message.USER).octets(message).bytes();
    }

    private void finish(long time, Asked mine) {
        if (asked.remove(time, mine)) {
            mine.end.cancel();
            mine.done.accept(mine.replies);
        }
    }

    /** Somebody asks. @param raw the message, to be passed on */
    void onQuery(Query query, byte[] raw) throws WireException {
        clock.witness(query.time());
        if (!see(query)) {
            return;
        }
        if ((query.flags() & Query.NO_BROADCAST) == 0) {
            queue.put(null, user(raw), null);
        }
        Roster.Entry me = roster.get(self.name());
        if (me == null || !QueryFilters.match(query.filters(), self.name(), me.view().tags())) {
            return;
        }
        if ((query.flags() & Query.ACK) != 0) {
            reply(query, new QueryResponse(query.time(), query.id(), self.name(), QueryResponse.ACK, SerfCodec.NOTHING));
        }
        process(query);
    }

    private boolean see(Query query) {
        long now = clock.time();
        if (query.time() < since || now > TIMES && query.time() < now - TIMES) {
            return false;
        }
        int slot = (int) (query.time() % TIMES);
        if (ring[slot] == null || ring[slot].time() != query.time()) {
            ring[slot] = new Seen(query.time(), new HashSet<>(2));
        }
        return ring[slot].ids().size() < MOST_AT_ONE_TIME && ring[slot].ids().add(query.id());
    }

    private void process(Query query) {
        long until = scheduler.nanos() + Math.max(0, Math.min(query.timeoutNanos(), MOST_NANOS));
        questions.asked(query.name(), query.payload(), answer -> {
            if (scheduler.nanos() - until <= 0) {
                reply(query, new QueryResponse(query.time(), query.id(), self.name(), 0, answer));
            }
        });
    }

    private void reply(Query query, QueryResponse response) {
        byte[] message = SerfCodec.encode(response);
        if (message.length > LARGEST) {
            swim.complaints().about("response", "The answer to query '{}' exceeds limit of {} bytes", query.name(), LARGEST);
        } else if (query.sourceNode().equals(self.name()) || query.addr().length == 0) {
            onResponse(response);
        } else {
            try {
                InetSocketAddress to = new InetSocketAddress(InetAddress.getByAddress(query.addr()), query.port());
                swim.send(to, message);
                relay(Math.min(query.relayFactor(), RELAYS_FROM), to, query.sourceNode(), message);
            } catch (UnknownHostException e) {
                swim.complaints().about("query", "Query '{}' has an address of {} bytes", query.name(), query.addr().length);
            }
        }
    }

    private void relay(int factor, InetSocketAddress to, String name, byte[] message) {
        List<Roster.Entry> others = roster.with(member -> member.status() == Member.ALIVE
                && member.protocolMax() >= RELAYS_FROM && !member.name().equals(self.name())
                && !member.name().equals(name));
        if (factor == 0 || roster.entries().size() < factor + 1) {
            return;
        }
        byte[] wrapped = SerfCodec.encode(new SerfMessage.Relay(to, name, message));
        for (int i = 0; i < factor && !others.isEmpty(); i++) {
            swim.send(others.remove(random.nextInt(others.size())).address(), wrapped);
        }
    }

    void onResponse(QueryResponse response) {
        Asked mine = asked.get(response.time());
        if (mine == null || mine.id != response.id() || (response.flags() & QueryResponse.ACK) != 0
                || !mine.from.add(response.from())) {
            return;
        }
        mine.replies.add(new QueryReply(response.from(), response.payload()));
        if (mine.replies.size() >= mine.nodes) {
            finish(response.time(), mine);
        }
    }
}
