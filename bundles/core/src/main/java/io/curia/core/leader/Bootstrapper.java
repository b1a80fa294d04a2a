package io.curia.core.leader;

import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.op.CatalogOperations.NoRequest;
import io.curia.api.op.StatusOperations;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.route.Servers;
import io.curia.core.rpc.RemoteCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forms the first cluster: waits until the pool has as many servers as are expected, all expecting the same number, and then
 * gives the consensus engine these servers (reference: semantics, section 11.2). Every server does so; one that finds another
 * that has formed the cluster already takes over its servers if it is one of them, and else waits to be taken in. Servers that have
 * no vote do not count, and wait.
 *
 * <p>States: waiting ⇄ busy (asking the others, then forming) → done. It is done as soon as the engine has peers, whoever gave
 * them. Looks run on the scheduler; one is busy at a time.
 */
public final class Bootstrapper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrapper.class);
    private static final long PERIOD_MILLIS = 250;
    private static final long ASK_MILLIS = 2_000;

    private final int expected;
    private final GossipPool pool;
    private final Consensus engine;
    private final RemoteCalls calls;
    private final Future<?> timer;
    private boolean busy;
    private boolean warned;

    /** @param expected how many servers make the first cluster */
    public Bootstrapper(int expected, GossipPool pool, Consensus engine, RemoteCalls calls,
            ScheduledExecutorService scheduler) {
        this.expected = expected;
        this.pool = pool;
        this.engine = engine;
        this.calls = calls;
        synchronized (this) {
            // the first look may be over before this is
            this.timer = scheduler.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            if (!engine.status().peers().isEmpty() || !Servers.mayVote(pool.self())) {
                close();
            } else if (!isBusy()) {
                consider(servers());
            }
        } catch (RuntimeException e) {
            LOG.error("could not look for the servers of the first cluster, will try again", e);
        }
    }

    private synchronized boolean isBusy() {
        return busy;
    }

    private synchronized void setBusy(boolean now) {
        busy = now;
    }

    private List<Member> servers() {
        List<Member> servers = new ArrayList<>();
        String datacenter = pool.self().tags().get("dc");
        for (Member member : pool.members()) {
            if (member.status() == Member.ALIVE && datacenter.equals(member.tags().get("dc"))
                    && Servers.target(member) != null && Servers.mayVote(member)) {
                servers.add(member);
            }
        }
        servers.sort(Comparator.comparing(member -> member.tags().getOrDefault("id", "")));
        return servers;
    }

    private void consider(List<Member> servers) {
        String wanted = Integer.toString(expected);
        for (Member server : servers) {
            Map<String, String> tags = server.tags();
            boolean conflict = tags.containsKey("bootstrap") || tags.containsKey("expect") && !wanted.equals(tags.get("expect"));
            if (conflict) {
                if (!warned) {
                    LOG.error("member has a conflicting expect value, all nodes should expect the same number: member={}",
                            server.name());
                    warned = true;
                }
                return;
            }
        }
        if (servers.size() >= expected) {
            askAll(servers);
        }
    }

    /** Whether one of them has formed the cluster already. */
    private void askAll(List<Member> servers) {
        setBusy(true);
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (Member server : servers) {
            if (!server.name().equals(pool.self().name())) {
                RpcTarget target = Servers.target(server);
                answers.add(calls.ask(target, StatusOperations.PEERS, NoRequest.INSTANCE, ASK_MILLIS));
            }
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("a server does not answer yet, the first cluster waits: error=\"{}\"", failure.getMessage());
                setBusy(false);
                return;
            }
            List<Member> first = first(servers, answers.stream().map(CompletableFuture::join)
                    .filter(peers -> peers != null && !peers.isEmpty()).findFirst().orElse(null));
            if (first.isEmpty()) {
                setBusy(false);
            } else {
                form(first);
            }
        });
    }

    /**
     * Who makes the first cluster: all, or those with whom another server has begun. None if this server is not among these: it
     * waits to be taken in; or if they are not all known yet.
     *
     * @param begun addresses, null when nobody has begun
     */
    private List<Member> first(List<Member> servers, List<String> begun) {
        if (begun == null) {
            return servers;
        }
        List<Member> first = servers.stream().filter(server -> begun.contains(Servers.target(server).address())).toList();
        if (first.stream().noneMatch(server -> server.name().equals(pool.self().name()))) {
            close();
            LOG.info("Existing Raft peers reported by another server, disabling bootstrap mode: peers={}", begun);
            return List.of();
        }
        return first.size() == begun.size() ? first : List.of();
    }

    private void form(List<Member> servers) {
        List<Consensus.Peer> peers = servers.stream().map(server -> new Consensus.Peer(
                server.tags().getOrDefault("id", ""), Servers.target(server).address(), true)).toList();
        LOG.info("found expected number of peers, attempting to bootstrap cluster: peers={}",
                peers.stream().map(Consensus.Peer::address).toList());
        engine.bootstrap(peers).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("failed to bootstrap cluster: error=\"{}\"", failure.getMessage());
            }
            setBusy(false);
        });
    }

    @Override
    public synchronized void close() {
        timer.cancel(false);
    }
}
