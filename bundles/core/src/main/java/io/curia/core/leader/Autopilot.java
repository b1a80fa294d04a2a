package io.curia.core.leader;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.Consensus.Peer;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.AutopilotHealth;
import io.curia.api.model.AutopilotHealth.ServerHealth;
import io.curia.api.model.GoDuration;
import io.curia.api.model.ServerStats;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.StatusOperations;
import io.curia.core.route.Servers;
import io.curia.core.rpc.RemoteCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the servers while this one leads (reference: semantics, section 11.3): asks each where its log stands, judges
 * its health, lets the stable ones vote, and takes the dead ones out, never so many at a time that the majority is at stake.
 *
 * <p>Runs on the scheduler: a look every two seconds, changes every ten. The health found last can be read from any thread.
 */
public final class Autopilot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Autopilot.class);
    private static final long CHANGE_SECONDS = 10;
    private static final String NEVER = "never";

    /** What was found of a server: its health, and since when it is so, for people and for decisions. */
    private record Seen(boolean healthy, Instant since, long sinceNanos) { }

    private final GossipPool pool;
    private final Supplier<Consensus> engine;
    private final RaftMembers members;
    private final RemoteCalls calls;
    private final Supplier<AutopilotConfiguration> configuration;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long askMillis;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Future<?> looks;
    private final Future<?> changes;
    private volatile AutopilotHealth health = new AutopilotHealth(false, 0, List.of());

    /**
     * @param configuration as it is now
     * @param clock for what people are shown; it may be set
     * @param nanoTime for decisions; it never jumps
     * @param healthMillis between two looks
     */
    public Autopilot(GossipPool pool, Supplier<Consensus> engine, RaftMembers members, RemoteCalls calls,
            Supplier<AutopilotConfiguration> configuration, InstantSource clock, LongSupplier nanoTime,
            ScheduledExecutorService scheduler, long healthMillis) {
        this.pool = pool;
        this.engine = engine;
        this.members = members;
        this.calls = calls;
        this.configuration = configuration;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.askMillis = healthMillis;
        looks = scheduler.scheduleWithFixedDelay(this::look, 0, healthMillis, TimeUnit.MILLISECONDS);
        changes = scheduler.scheduleWithFixedDelay(this::change, CHANGE_SECONDS, CHANGE_SECONDS, TimeUnit.SECONDS);
    }

    /** As found at the last look. */
    public AutopilotHealth health() {
        return health;
    }

    private void look() {
        Consensus present = engine.get();
        if (present == null) {
            return;
        }
        Map<String, CompletableFuture<ServerStats>> answers = new HashMap<>();
        Map<String, Member> byId = byId();
        Consensus.Status status = present.status();
        for (Peer peer : status.peers()) {
            Member member = byId.get(peer.id());
            if (!peer.id().equals(status.leaderId()) && member != null && member.status() == Member.ALIVE) {
                answers.put(peer.id(), calls.ask(Servers.target(member), StatusOperations.RAFT_STATS,
                        NoRequest.INSTANCE, askMillis));
            }
        }
        CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            try {
                judge(present.status(), answers);
            } catch (RuntimeException e) {
                LOG.error("could not judge the health of the servers, will try again", e);
            }
        });
    }

    private Map<String, Member> byId() {
        Map<String, Member> found = new HashMap<>();
        for (Member member : pool.members()) {
            if (Servers.target(member) != null) {
                found.merge(member.tags().getOrDefault("id", ""), member,
                        (one, other) -> one.status() == Member.ALIVE ? one : other);
            }
        }
        return found;
    }

    private synchronized void judge(Consensus.Status status, Map<String, CompletableFuture<ServerStats>> answers) {
        AutopilotConfiguration limits = configuration.get();
        Map<String, Member> byId = byId();
        List<ServerHealth> all = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Peer peer : status.peers()) {
            present.add(peer.id());
            boolean leader = peer.id().equals(status.leaderId());
            ServerStats stats = leader ? new ServerStats("0s", status.term(), status.lastIndex()) : answer(answers.get(peer.id()));
            all.add(health(peer, byId.get(peer.id()), leader, stats, status, limits));
        }
        seen.keySet().retainAll(present);
        boolean healthy = !all.isEmpty() && all.stream().allMatch(ServerHealth::healthy);
        long voters = all.stream().filter(ServerHealth::voter).count();
        long well = all.stream().filter(server -> server.voter() && server.healthy()).count();
        health = new AutopilotHealth(healthy, (int) Math.max(0, well - (voters / 2 + 1)), all);
    }

    private static ServerStats answer(CompletableFuture<ServerStats> answer) {
        return answer == null || !answer.isDone() || answer.isCompletedExceptionally() ? null : answer.join();
    }

    private ServerHealth health(Peer peer, Member member, boolean leader, ServerStats stats, Consensus.Status status,
            AutopilotConfiguration limits) {
        long contact = stats == null || stats.lastContact().equals(NEVER) ? -1 : GoDuration.parse(stats.lastContact());
        boolean alive = member != null && member.status() == Member.ALIVE;
        // between two heartbeats nothing is heard of the leader by anybody
        long limit = limits.lastContactThreshold() + TimeUnit.MILLISECONDS.toNanos(heartbeatMillis());
        boolean healthy = leader || alive && stats != null && contact >= 0 && contact <= limit
                && stats.lastTerm() == status.term()
                && stats.lastIndex() + limits.maxTrailingLogs() >= status.lastIndex();
        Seen before = seen.get(peer.id());
        Seen now = before != null && before.healthy() == healthy ? before
                : new Seen(healthy, clock.instant().truncatedTo(ChronoUnit.SECONDS), nanoTime.getAsLong());
        seen.put(peer.id(), now);
        String build = member == null ? "" : member.tags().getOrDefault("build", "");
        int colon = build.indexOf(':');
        return new ServerHealth(peer.id(), member == null ? "(unknown)" : member.name(), peer.address(), serf(member),
                colon < 0 ? build : build.substring(0, colon), leader, contact, stats == null ? 0 : stats.lastTerm(),
                stats == null ? 0 : stats.lastIndex(), healthy, peer.voter(), now.since().toString());
    }

    private long heartbeatMillis() {
        Consensus present = engine.get();
        return present == null ? 0 : present.heartbeatMillis();
    }

    private static String serf(Member member) {
        return member == null ? "none" : switch (member.status()) {
            case Member.ALIVE -> "alive";
            case Member.LEAVING -> "leaving";
            case Member.LEFT -> "left";
            default -> "failed";
        };
    }

    void change() {
        try {
            promote();
            if (configuration.get().cleanupDeadServers()) {
                removeDead();
            }
        } catch (RuntimeException e) {
            LOG.error("could not look after the servers, will try again", e);
        }
    }

    private void promote() {
        for (ServerHealth server : health.servers()) {
            if (!server.voter() && server.healthy() && isStable(server.id()) && mayVote(server.id())) {
                LOG.info("Promoting server: id={} address={} name={}", server.id(), server.address(), server.name());
                report(members.promote(server.id()), "promote", server.name());
            }
        }
    }

    private synchronized boolean isStable(String id) {
        Seen found = seen.get(id);
        return found != null && found.healthy()
                && nanoTime.getAsLong() - found.sinceNanos() >= configuration.get().serverStabilizationTime();
    }

    private boolean mayVote(String id) {
        Member member = byId().get(id);
        return member != null && Servers.mayVote(member);
    }

    /**
     * Those that never voted go at once, of the voters a minority; and none while the living are no majority: a change that
     * cannot be committed would stay in the log, and keep those that come back from making one.
     */
    private void removeDead() {
        AutopilotConfiguration limits = configuration.get();
        Map<String, Member> byId = byId();
        List<Peer> peers = members.present();
        long voters = peers.stream().filter(Peer::voter).count();
        long living = peers.stream().filter(peer -> peer.voter() && byId.containsKey(peer.id())
                && byId.get(peer.id()).status() == Member.ALIVE).count();
        if (living <= voters / 2) {
            return;
        }
        long most = Math.max(0, (voters - 1) / 2);
        long removed = 0;
        for (Peer peer : peers) {
            Member member = byId.get(peer.id());
            boolean dead = member == null || member.status() == Member.FAILED || member.status() == Member.LEFT;
            if (!dead) {
                continue;
            }
            if (peer.voter() && (removed == most || voters - removed - 1 < limits.minQuorum())) {
                LOG.warn("will not remove server node as it would threaten the majority: id={}", peer.id());
                continue;
            }
            removed += peer.voter() ? 1 : 0;
            LOG.info("Attempting removal of failed server node: id={} name={}", peer.id(),
                    member == null ? "(unknown)" : member.name());
            if (member != null && member.status() == Member.FAILED) {
                pool.forceLeave(member.name(), false);
            }
            report(members.remove(peer.id()), "remove", peer.id());
        }
    }

    private static void report(CompletableFuture<Void> change, String what, String whom) {
        change.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("failed to {} server, will try again: server={} error=\"{}\"", what, whom, failure.getMessage());
            }
        });
    }

    @Override
    public void close() {
        looks.cancel(false);
        changes.cancel(false);
    }
}
