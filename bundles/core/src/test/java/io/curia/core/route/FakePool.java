package io.curia.core.route;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A pool whose members are as a test says; its first member is the agent itself. */
public final class FakePool implements GossipPool {
    public final Map<String, Member> members = new LinkedHashMap<>();
    public final Map<String, Coordinate> coordinates = new HashMap<>();
    public final List<String> fired = new ArrayList<>();
    public final List<String> forcedOut = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();

    /** A member as servers are, or with another state or other tags. */
    public static Member server(String name, String datacenter, int port, int status, String... tags) {
        Map<String, String> all = new HashMap<>(Map.of("role", "consul", "dc", datacenter, "port", Integer.toString(port),
                "id", name + "-id", "build", "1.10.11:", "raft_vsn", "3"));
        for (int i = 0; i < tags.length; i += 2) {
            all.put(tags[i], tags[i + 1]);
        }
        return new Member(name, "127.0.0.1", 8301, all, status, 1, 5, 2, 2, 5, 4);
    }

    /** Adds or changes a member, and tells who listens. */
    public void set(Member member) {
        members.put(member.name(), member);
        List.copyOf(listeners).forEach(listener -> listener.onMember(member, false));
    }

    @Override
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    @Override
    public Member self() {
        return members.values().iterator().next();
    }

    @Override
    public Coordinate coordinate() {
        return coordinates.getOrDefault(self().name(), Coordinate.ORIGIN);
    }

    @Override
    public Coordinate coordinate(String member) {
        return coordinates.get(member);
    }

    @Override
    public void setTags(Map<String, String> tags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        return CompletableFuture.completedFuture(addresses.size());
    }

    @Override
    public CompletableFuture<Void> leave() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean forceLeave(String name, boolean prune) {
        return forcedOut.add(name);
    }

    @Override
    public long fire(String name, byte[] payload) {
        fired.add(name);
        return fired.size();
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
        return CompletableFuture.completedFuture(new KeyReport(Map.of(), Map.of(), Map.of(), 1, 1, 0));
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Map<String, String> stats() {
        return Map.of();
    }
}
