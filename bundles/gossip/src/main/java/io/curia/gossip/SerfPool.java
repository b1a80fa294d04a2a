package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.Coordinate;
import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.serf.Deliveries;
import io.curia.gossip.serf.Serf;
import io.curia.gossip.swim.Swim;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A pool for everybody else: any thread may call, and what is to be done is done on the pool's own. */
final class SerfPool implements GossipPool {
    private static final int MOST_EVENT_BYTES = 512;
    private static final int MOST_RELAYS = 5;
    private final Serf serf;
    private final Swim swim;
    private final Keyring keyring;
    private final Deliveries deliveries;
    private final Joiner joiner;
    private final Executor owner;
    private volatile Map<String, String> tags;

    /** @param owner the pool's thread */
    SerfPool(Serf serf, Swim swim, Keyring keyring, Deliveries deliveries, Joiner joiner, Executor owner,
            Map<String, String> tags) {
        this.serf = serf;
        this.swim = swim;
        this.keyring = keyring;
        this.deliveries = deliveries;
        this.joiner = joiner;
        this.owner = owner;
        this.tags = tags;
    }

    @Override
    public List<Member> members() {
        return List.copyOf(serf.views().values());
    }

    @Override
    public Member self() {
        return serf.self();
    }

    @Override
    public Coordinate coordinate() {
        return serf.coordinate(self().name());
    }

    @Override
    public Coordinate coordinate(String member) {
        return serf.coordinate(member);
    }

    /** What was set last; {@link #self} follows a moment later. */
    Map<String, String> tags() {
        return tags;
    }

    @Override
    public void setTags(Map<String, String> next) {
        byte[] meta = Serf.encodeTags(next);
        tags = Map.copyOf(next);
        owner.execute(() -> serf.tags(meta));
    }

    @Override
    public CompletableFuture<Integer> join(List<String> addresses) {
        return joiner.join(addresses);
    }

    @Override
    public CompletableFuture<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        owner.execute(() -> serf.leave(() -> left.complete(null)));
        return left;
    }

    @Override
    public boolean forceLeave(String name, boolean prune) {
        if (!serf.views().containsKey(name)) {
            return false;
        }
        owner.execute(() -> serf.forceLeave(name, prune));
        return true;
    }

    @Override
    public long fire(String name, byte[] payload) {
        if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + payload.length > MOST_EVENT_BYTES) {
            throw new IllegalArgumentException("user event exceeds configured limit of " + MOST_EVENT_BYTES
                    + " bytes before encoding");
        }
        if (serf.encodedEventSize(name, payload) > MOST_EVENT_BYTES) {
            throw new IllegalArgumentException("encoded user event exceeds configured limit of " + MOST_EVENT_BYTES
                    + " bytes after encoding");
        }
        long time = serf.takeEventTime();
        owner.execute(() -> serf.fire(time, name, payload));
        return time;
    }

    @Override
    public CompletableFuture<List<QueryReply>> query(String name, byte[] payload, long timeoutMillis) {
        CompletableFuture<List<QueryReply>> result = new CompletableFuture<>();
        owner.execute(() -> {
            try {
                serf.ask(name, payload, TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
                        replies -> result.complete(List.copyOf(replies)));
            } catch (IllegalArgumentException | IllegalStateException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public boolean encrypted() {
        return keyring.enabled();
    }

    @Override
    public CompletableFuture<KeyReport> keys(KeyOperation operation, String key, int relayFactor) {
        CompletableFuture<KeyReport> result = new CompletableFuture<>();
        owner.execute(() -> {
            try {
                serf.keys(operation, Base64.getDecoder().decode(key), Math.max(0, Math.min(MOST_RELAYS, relayFactor)),
                        result::complete);
            } catch (IllegalArgumentException | IllegalStateException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Override
    public AutoCloseable listen(Listener listener) {
        return deliveries.add(listener);
    }

    @Override
    public Map<String, String> stats() {
        Map<String, String> stats = new TreeMap<>();
        serf.gauges().forEach((name, value) -> stats.put(name, Long.toString(value)));
        int failed = 0;
        int left = 0;
        List<Member> members = members();
        for (Member member : members) {
            failed += member.status() == Member.FAILED ? 1 : 0;
            left += member.status() == Member.LEFT ? 1 : 0;
        }
        stats.put("members", Integer.toString(members.size()));
        stats.put("failed", Integer.toString(failed));
        stats.put("left", Integer.toString(left));
        stats.put("health_score", Integer.toString(swim.healthScore()));
        stats.put("encrypted", Boolean.toString(encrypted()));
        return stats;
    }
}
