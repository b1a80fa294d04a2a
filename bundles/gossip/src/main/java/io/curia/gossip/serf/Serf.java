package io.curia.gossip.serf;

import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.gossip.GossipPool.KeyReport;
import io.curia.api.gossip.GossipPool.QueryReply;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.gossip.coordinate.Vivaldi;
import io.curia.gossip.swim.BroadcastQueue;
import io.curia.gossip.swim.Node;
import io.curia.gossip.swim.Swim;
import io.curia.gossip.swim.Upper;
import io.curia.gossip.wire.Message.NodeEntry;
import io.curia.gossip.wire.WireException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A member as Serf understands it: what SWIM knows, and tags, intents, events, queries and coordinates.
 *
 * <p>States: made -&gt; started -&gt; leaving -&gt; left -&gt; stopped; any -&gt; stopped. One that left does not come back.
 * Owned by the thread of its scheduler; from any other, only {@link #views}, {@link #self}, the coordinates, the numbers of
 * {@link #gauges} and the time of events are read. What is remembered of a member goes when the member is forgotten.
 */
public final class Serf implements Upper {
    private static final int LARGEST_META = 512;
    private static final long FLUSH_NANOS = 500_000_000L;
    private static final String ID = "id";
    private static final String INTERNAL = "_serf_";
    private static final String CONFLICT = "_serf_conflict";
    private final SerfConfig config;
    private final SerfEnvironment environment;
    private final LamportClock clock = new LamportClock();
    private final LamportClock eventClock = new LamportClock();
    private final LamportClock queryClock = new LamportClock();
    private final Roster roster;
    private final EventLog events = new EventLog(eventClock);
    private final Queries queries;
    private final KeyService keys;
    private final Vivaldi vivaldi;
    private final BroadcastQueue intents = new BroadcastQueue();
    private final BroadcastQueue eventQueue = new BroadcastQueue();
    private final Map<String, Member> views = new ConcurrentSkipListMap<>();
    /** Who is here, by id. */
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Coordinate> places = new ConcurrentHashMap<>();
    private volatile byte[] meta;
    private volatile Coordinate place = Coordinate.ORIGIN;
    private Swim swim;
    private Departure departure;
    private Housekeeping housekeeping;
    private boolean flushing;

    /** @param self this member as it will be */
    public Serf(SerfConfig config, Member self, SerfEnvironment environment) {
        this.config = config;
        this.environment = environment;
        this.meta = encodeTags(config.tags());
        this.roster = new Roster(config.name(), clock, environment.scheduler(), this::changed, environment.log());
        this.queries = new Queries(queryClock, roster, self, this::asked, environment.random());
        this.keys = new KeyService(environment.keyring(), environment.keyStore(), environment.log());
        this.vivaldi = new Vivaldi(environment.random());
        views.put(self.name(), self);
    }

    /** Begins with an engine of its own. @param before what is known from before */
    public void start(Swim engine, Snapshot.Content before) {
        swim = engine;
        departure = new Departure(config.name(), roster, clock, intents, swim, environment.scheduler());
        housekeeping = new Housekeeping(roster, swim, environment.scheduler(), environment.random(),
                config.reconnectNanos(), environment.log());
        queries.start(swim, environment.scheduler());
        clock.witness(before.time());
        eventClock.witness(before.eventTime());
        queryClock.witness(before.queryTime());
        events.ignoreBefore(before.eventTime() == 0 ? 0 : before.eventTime() + 1);
        queries.ignoreBefore(before.queryTime() == 0 ? 0 : before.queryTime() + 1);
        swim.start();
        housekeeping.start();
    }

    public void stop() {
        housekeeping.stop();
        swim.stop();
        flush();
    }

    // ---- asked of this member

    /** Others were reached: they are to know that this member means to stay. */
    public void joined() {
        departure.stay();
    }

    public boolean leaving() {
        return departure.begun();
    }

    public void leave(Runnable done) {
        if (environment.snapshot() != null) {
            environment.snapshot().leave();
        }
        departure.leave(done);
    }

    public void forceLeave(String name, boolean prune) {
        departure.force(name, prune);
    }

    public void tags(byte[] encoded) {
        meta = encoded;
        swim.refresh();
    }

    /** @param time from {@link #takeEventTime} */
    public void fire(long time, String name, byte[] payload) {
        SerfMessage.UserEvent event = new SerfMessage.UserEvent(time, name, payload, false);
        if (events.add(event)) {
            environment.deliveries().event(name, payload, time);
        }
        eventQueue.put(null, Queries.user(SerfCodec.encode(event)), null);
        note();
    }

    /** @param timeoutNanos 0 for what the size of the pool suggests */
    public void ask(String name, byte[] payload, long timeoutNanos, Consumer<List<QueryReply>> done) {
        queries.ask(name, payload, timeoutNanos, 0, done);
        note();
    }

    /** @param key its bytes; empty for LIST */
    public void keys(KeyOperation operation, byte[] key, int relayFactor, Consumer<KeyReport> done) {
        int nodes = roster.count(Member.ALIVE);
        queries.ask(KeyService.queryOf(operation), KeyService.request(key), 0, relayFactor,
                replies -> done.accept(KeyService.report(replies, nodes)));
    }

    // ---- read by anybody

    public Map<String, Member> views() {
        return views;
    }

    public Member self() {
        return views.get(config.name());
    }

    public Coordinate coordinate(String member) {
        return config.name().equals(member) ? place : places.get(member);
    }

    /** A time for an event, and for no other. From any thread. */
    public long takeEventTime() {
        return eventClock.take();
    }

    /** How large an event would be on the wire now. From any thread. */
    public int encodedEventSize(String name, byte[] payload) {
        return SerfCodec.encode(new SerfMessage.UserEvent(eventClock.time(), name, payload, false)).length;
    }

    /**
     * Tags as what a member says of itself.
     *
     * @throws IllegalArgumentException when they are too large
     */
    public static byte[] encodeTags(Map<String, String> tags) {
        byte[] meta = SerfCodec.encodeTags(tags);
        if (meta.length > LARGEST_META) {
            throw new IllegalArgumentException("Encoded length of tags exceeds limit of " + LARGEST_META + " bytes");
        }
        return meta;
    }

    /** For {@code consul info}. */
    public Map<String, Long> gauges() {
        return Map.of("event_time", eventClock.time(), "member_time", clock.time(), "query_time", queryClock.time(),
                "event_queue", (long) eventQueue.size(), "intent_queue", (long) intents.size(),
                "query_queue", (long) queries.queue().size(), "coordinate_resets", (long) vivaldi.resets());
    }

    // ---- the layer below

    @Override
    public byte[] meta() {
        return meta;
    }

    @Override
    public void onJoin(Node node) {
        roster.onJoin(node);
    }

    @Override
    public void onUpdate(Node node) {
        roster.onUpdate(node);
    }

    @Override
    public void onGone(Node node) {
        roster.onGone(node);
    }

    @Override
    public void onConflict(Node present, InetSocketAddress other) {
        if (present.name().equals(config.name())) {
            swim.complaints().about("own name", "Node name conflicts with another node at {}. Names must be unique!",
                    text(other));
        } else {
            swim.complaints().about("name", "Name conflict for '{}' both {} and {} are claiming", present.name(),
                    text(present.address()), text(other));
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public String refusal(List<NodeEntry> nodes) {
        List<MergePolicy.Peer> peers = new ArrayList<>(nodes.size());
        for (NodeEntry node : nodes) {
            try {
                peers.add(new MergePolicy.Peer(node.name(), SerfCodec.decodeTags(node.meta()),
                        node.state() == NodeEntry.DEAD || node.state() == NodeEntry.LEFT));
            } catch (WireException e) {
                return "Member '" + node.name() + "' has malformed tags: " + e.getMessage();
            }
        }
        return config.policy().refusal(peers, holders::get);
    }

    @Override
    public List<BroadcastQueue> queues() {
        return List.of(intents, queries.queue(), eventQueue);
    }

    @Override
    public void onMessage(byte[] body, InetSocketAddress from) {
        try {
            dispatch(SerfCodec.decode(body), body);
        } catch (WireException e) {
            swim.complaints().about("message", "Dropped a message of {} bytes from={}: {}", body.length, text(from),
                    e.getMessage());
        }
    }

    private void dispatch(SerfMessage message, byte[] raw) throws WireException {
        if (message instanceof SerfMessage.Leave leave) {
            pass(intents, departure.onLeave(leave), raw);
        } else if (message instanceof SerfMessage.Join join) {
            pass(intents, roster.join(join), raw);
        } else if (message instanceof SerfMessage.UserEvent event) {
            pass(eventQueue, onEvent(event), raw);
        } else if (message instanceof SerfMessage.Query query) {
            queries.onQuery(query, raw);
            note();
        } else if (message instanceof SerfMessage.QueryResponse response) {
            queries.onResponse(response);
        } else if (message instanceof SerfMessage.Relay relay) {
            swim.send(relay.to(), relay.inner());
        }
    }

    private static void pass(BroadcastQueue queue, boolean news, byte[] raw) {
        if (news) {
            queue.put(null, Queries.user(raw), null);
        }
    }

    private boolean onEvent(SerfMessage.UserEvent event) {
        boolean news = events.add(event);
        if (news) {
            environment.deliveries().event(event.name(), event.payload(), event.time());
            note();
        }
        return news;
    }

    @Override
    public byte[] localState(boolean join) {
        List<String> left = new ArrayList<>();
        roster.with(member -> member.status() == Member.LEFT).forEach(entry -> left.add(entry.view().name()));
        return SerfCodec.encode(new SerfMessage.PushPull(clock.time(), roster.statusTimes(), left, eventClock.time(),
                events.recent(), queryClock.time()));
    }

    @Override
    public void mergeState(byte[] state, boolean newcomer) {
        try {
            if (SerfCodec.decode(state) instanceof SerfMessage.PushPull remote) {
                merge(remote, newcomer);
            }
        } catch (WireException e) {
            swim.complaints().about("state", "Dropped a member's state of {} bytes: {}", state.length, e.getMessage());
        }
    }

    private void merge(SerfMessage.PushPull remote, boolean newcomer) {
        clock.witness(remote.time() - 1);
        eventClock.witness(remote.eventTime() - 1);
        queryClock.witness(remote.queryTime() - 1);
        remote.statusTimes().forEach((name, time) -> {
            if (!remote.left().contains(name)) {
                departure.onKnown(new SerfMessage.Join(time, name));
            }
        });
        for (String name : remote.left()) {
            departure.onLeave(new SerfMessage.Leave(remote.statusTimes().getOrDefault(name, 0L), name, false));
        }
        if (newcomer) {
            events.ignoreBefore(remote.eventTime());
        }
        for (SerfMessage.EventsAt at : remote.events()) {
            for (SerfMessage.Event event : at.events()) {
                onEvent(new SerfMessage.UserEvent(at.time(), event.name(), event.payload(), false));
            }
        }
    }

    @Override
    public byte[] ackPayload() {
        return config.coordinates() ? SerfCodec.encodeCoordinate(place) : SerfCodec.NOTHING;
    }

    @Override
    public void onRoundTrip(Node node, long nanos, byte[] payload) {
        if (!config.coordinates() || payload.length == 0) {
            return;
        }
        try {
            Coordinate other = SerfCodec.decodeCoordinate(payload);
            if (vivaldi.observe(node.name(), other, nanos)) {
                place = vivaldi.coordinate();
                places.put(node.name(), other);
            }
        } catch (WireException e) {
            swim.complaints().about("coordinate", "Dropped a coordinate of {}: {}", node.name(), e.getMessage());
        }
    }

    // ---- what follows

    private void changed(Member member, boolean forgotten) {
        Member before = forgotten ? views.remove(member.name()) : views.put(member.name(), member);
        if (before != null) {
            holders.remove(before.tags().get(ID), member.name());
        }
        if (forgotten) {
            places.remove(member.name());
            vivaldi.forget(member.name());
        } else if ((member.status() == Member.ALIVE || member.status() == Member.LEAVING) && member.tags().containsKey(ID)) {
            holders.putIfAbsent(member.tags().get(ID), member.name());
        }
        if (environment.snapshot() != null) {
            environment.snapshot().member(member, forgotten);
            note();
        }
        environment.deliveries().member(member, forgotten);
    }

    private void asked(String name, byte[] payload, Consumer<byte[]> answer) {
        if (name.equals(CONFLICT)) {
            Roster.Entry entry = roster.get(new String(payload, java.nio.charset.StandardCharsets.UTF_8));
            if (entry != null && !entry.view().name().equals(config.name())) {
                answer.accept(SerfCodec.encodeMember(entry.view(), entry.address().getAddress().getAddress()));
            }
        } else if (name.startsWith(INTERNAL)) {
            keys.onQuery(name, payload, answer);
        } else {
            environment.deliveries().query(name, payload,
                    said -> environment.owner().execute(() -> answer.accept(said)));
        }
    }

    /** Something happened that is to be found in the file before long. */
    private void note() {
        if (environment.snapshot() != null && !flushing) {
            flushing = true;
            environment.scheduler().after(FLUSH_NANOS, this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (environment.snapshot() != null) {
            environment.snapshot().clocks(clock.time() - 1, eventClock.time() - 1, queryClock.time() - 1);
            environment.snapshot().flush();
        }
    }
}
