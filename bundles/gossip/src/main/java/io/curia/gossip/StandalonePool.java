package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of one: this agent alone. Events come back to it in the order of their Lamport times; nobody else can be joined.
 *
 * <p>States: alive, then left for good. Listeners are called on the {@code events} executor, which runs one task at a
 * time; {@code dials} runs what blocks.
 */
final class StandalonePool implements GossipPool {
    private static final Logger LOG = LoggerFactory.getLogger(StandalonePool.class);
    private static final int MOST_EVENT_BYTES = 512;
    private final Executor events;
    private final Executor dials;
    private final Dialer dialer;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Member self;
    private long eventTime;

    StandalonePool(String name, String address, int port, Map<String, String> tags, Executor events, Executor dials,
            Dialer dialer) {
        this.self = new Member(name, address, port, Map.copyOf(tags), Member.ALIVE, 1, 5, 2, 2, 5, 4);
        this.events = events;
        this.dials = dials;
        this.dialer = dialer;
    }

    @Override
    public List<Member> members() {
        return List.of(self);
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public Coordinate coordinate() {
        return Coordinate.ORIGIN;
    }

    @Override
    public Coordinate coordinate(String member) {
        return self.name().equals(member) ? coordinate() : null;
    }

    @Override
    public CompletableFuture<List<QueryReply>> query(String name, byte[] payload, long timeoutMillis) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public CompletableFuture<KeyReport> keys(KeyOperation operation, String key, int relayFactor) {
        return CompletableFuture.completedFuture(new KeyReport(
                Map.of(self.name(), "Keyring is empty (encryption not enabled)"), Map.of(), Map.of(), 1, 1, 1));
    }

    @Override
    public void setTags(Map<String, String> tags) {
        change(tags, self.status());
    }

    private synchronized void change(Map<String, String> tags, int status) {
        Member m = self;
        Member changed = new Member(m.name(), m.addr(), m.port(), Map.copyOf(tags), status, m.protocolMin(),
                m.protocolMax(), m.protocolCur(), m.delegateMin(), m.delegateMax(), m.delegateCur());
        self = changed;
        tell(listener -> listener.onMember(changed, false));
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        try {
            return CompletableFuture.supplyAsync(() -> reachAny(addresses), dials);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many joins are under way", e));
        }
    }

    private int reachAny(List<String> addresses) {
        int reached = 0;
        List<String> problems = new ArrayList<>();
        for (String address : addresses) {
            String problem = reach(address);
            if (problem == null) {
                reached++;
            } else {
                problems.add("Failed to join " + address + ": " + problem);
            }
        }
        if (reached == 0 && !problems.isEmpty()) {
            throw new IllegalStateException(several(problems));
        }
        return reached;
    }

    private String reach(String address) {
        Member me = self;
        int colon = address.lastIndexOf(':');
        boolean bare = colon < 0 || address.indexOf(':') != colon && !address.contains("]:");
        String host = bare ? address : address.substring(0, colon);
        int port = me.port();
        if (!bare) {
            try {
                port = Integer.parseInt(address.substring(colon + 1));
            } catch (NumberFormatException e) {
                return "lookup tcp/" + address.substring(colon + 1) + ": Servname not supported for ai_socktype";
            }
        }
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (host.equals(me.addr()) && port == me.port()) {
            return null;
        }
        String problem = dialer.problem(host, port);
        return problem == null ? "this agent's gossip pool takes no other members" : problem;
    }

    private static String several(List<String> problems) {
        StringBuilder text = new StringBuilder(problems.size() == 1 ? "1 error" : problems.size() + " errors");
        text.append(" occurred:\n");
        problems.forEach(problem -> text.append("\t* ").append(problem).append('\n'));
        return text.append('\n').toString();
    }

    @Override
    public CompletableFuture<Void> leave() {
        change(self.tags(), Member.LEFT);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean forceLeave(String name, boolean prune) {
        // To declare the living as left makes no difference: it contradicts.
        return self.name().equals(name);
    }

    @Override
    public long fire(String name, byte[] payload) {
        if (EventSize.raw(name, payload) > MOST_EVENT_BYTES) {
            throw new IllegalArgumentException("user event exceeds configured limit of " + MOST_EVENT_BYTES
                    + " bytes before encoding");
        }
        synchronized (this) {
            if (EventSize.encoded(eventTime + 1, name, payload) > MOST_EVENT_BYTES) {
                throw new IllegalArgumentException("encoded user event exceeds configured limit of "
                        + MOST_EVENT_BYTES + " bytes after encoding");
            }
            long time = ++eventTime;
            tell(listener -> listener.onEvent(name, payload, time));
            return time;
        }
    }

    private void tell(java.util.function.Consumer<Listener> message) {
        events.execute(() -> {
            for (Listener listener : listeners) {
                try {
                    message.accept(listener);
                } catch (RuntimeException e) {
                    LOG.error("gossip: a listener failed", e);
                }
            }
        });
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Map<String, String> stats() {
        boolean left = self.status() == Member.LEFT;
        Map<String, String> stats = new TreeMap<>(Map.of("coordinate_resets", "0", "encrypted", "false",
                "event_queue", "0", "failed", "0", "health_score", "0", "intent_queue", "0", "query_queue", "0",
                "query_time", "1", "member_time", "1"));
        stats.put("left", left ? "1" : "0");
        stats.put("members", "1");
        synchronized (this) {
            stats.put("event_time", Long.toString(eventTime + 1));
        }
        return stats;
    }
}
