package io.curia.core.leader;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Proxy;
import io.curia.api.model.ServiceConnect;
import io.curia.api.model.Weights;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.WriteOptions;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.route.Servers;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the catalog in line with the members of the LAN pool, while this server leads: the alive are registered, with
 * {@code serfHealth} passing and servers with the service {@code consul}; the failed turn critical but are kept; those
 * that left or were forgotten are deregistered (reference: semantics, section 11.1). Never deregisters this server. Servers
 * among them are taken into the consensus and out of it.
 *
 * <p>Runs on the scheduler's thread: at every change of membership, soon again when something failed (a server may be alive
 * in the pool well before it can be taken into the consensus), and once a minute for what was missed.
 */
public final class MemberReconciler implements GossipPool.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberReconciler.class);
    private static final long PERIOD_SECONDS = 60;
    private static final long RETRY_SECONDS = 3;
    private static final String ALIVE_OUTPUT = "Agent alive and reachable";
    private static final String FAILED_OUTPUT = "Agent not live or unreachable";

    private final GossipPool pool;
    private final Dispatcher dispatcher;
    private final StateStore store;
    private final ScheduledExecutorService scheduler;
    private final String datacenter;
    private final RaftMembers servers;
    private Future<?> timer;
    /** What has been warned of since the last look of the minute: what is tried every few seconds is not said as often. */
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    /** At most one, however much fails. */
    private Future<?> retry;
    private volatile boolean leading;

    /** @param pool the LAN pool */
    public MemberReconciler(GossipPool pool, Dispatcher dispatcher, StateStore store,
            ScheduledExecutorService scheduler, String datacenter, RaftMembers servers) {
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.store = store;
        this.scheduler = scheduler;
        this.datacenter = datacenter;
        this.servers = servers;
    }

    /** This server leads from now on, or no longer. */
    public synchronized void onLeadership(boolean leads) {
        leading = leads;
        cancel(timer);
        cancel(retry);
        timer = null;
        retry = null;
        if (leads) {
            timer = scheduler.scheduleWithFixedDelay(this::everyMinute, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void cancel(Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    @Override
    public void onMember(Member member, boolean forgotten) {
        if (leading) {
            scheduler.execute(() -> reconcile(member, forgotten));
        }
    }

    private void everyMinute() {
        warned.clear();
        reconcileGuarded();
    }

    /** What fails at once in this look, too, is to have another. */
    private void again() {
        synchronized (this) {
            retry = null;
        }
        reconcileGuarded();
    }

    /** A periodic task that throws is never run again, so nothing may get out. */
    private void reconcileGuarded() {
        try {
            reconcileAll();
        } catch (RuntimeException e) {
            LOG.error("failed to reconcile members, will try again", e);
        }
    }

    private void reconcileAll() {
        Set<String> known = new HashSet<>();
        for (Member member : pool.members()) {
            known.add(member.name().toLowerCase(Locale.ROOT));
            reconcile(member, false);
        }
        store.state().checks.forEach(check -> {
            if (check.checkID().equals(HealthCheck.SERF_HEALTH)
                    && !known.contains(check.node().toLowerCase(Locale.ROOT))) {
                deregister(check.node());
            }
            return true;
        });
    }

    private void reconcile(Member member, boolean forgotten) {
        if (!leading || !datacenter.equals(member.tags().getOrDefault("dc", datacenter))) {
            return;
        }
        boolean self = member.name().equals(pool.self().name());
        if (forgotten || member.status() == Member.LEFT) {
            if (!self) {
                expel(member);
            }
            if (!self && store.state().node(member.name()) != null) {
                deregister(member.name());
            }
        } else if (member.status() == Member.FAILED) {
            if (!self) {
                register(member, HealthCheck.CRITICAL, FAILED_OUTPUT);
            }
        } else {
            register(member, HealthCheck.PASSING, ALIVE_OUTPUT);
            if (!self) {
                takeIn(member);
            }
        }
    }

    /** A server that is new to the consensus learns at first; autopilot lets it vote. */
    private void takeIn(Member member) {
        RpcTarget server = Servers.target(member);
        if (server == null) {
            return;
        }
        if (member.tags().containsKey("bootstrap") && pool.self().tags().containsKey("bootstrap")) {
            LOG.error("two servers are in bootstrap mode, only one should be: member={}", member.name());
            return;
        }
        String id = member.tags().getOrDefault("id", "");
        if (id.isEmpty()) {
            warn("a server without an id cannot be taken into the consensus: member=" + member.name());
            return;
        }
        servers.add(id, server.address(), member.name()).whenComplete((done, failure) -> report(member.name(), failure));
    }

    private void expel(Member member) {
        String id = member.tags().getOrDefault("id", "");
        if (Servers.target(member) != null && servers.present().stream().anyMatch(peer -> peer.id().equals(id))) {
            servers.remove(id).whenComplete((done, failure) -> report(member.name(), failure));
        }
    }

    private void deregister(String node) {
        LOG.info("deregistering member: member={}", node);
        dispatcher.write(CatalogOperations.DEREGISTER, new DeregisterRequest("", node, "", ""), WriteOptions.DEFAULT)
                .whenComplete((done, failure) -> report(node, failure));
    }

    private void register(Member member, String status, String output) {
        State state = store.state();
        Node node = state.node(member.name());
        String id = member.tags().getOrDefault("id", "");
        HealthCheck serf = state.checks.get(Keys.name(member.name(), HealthCheck.SERF_HEALTH));
        NodeService service = server(member);
        NodeService present = node == null || service == null ? null : stored(state, member.name());
        boolean same = node != null && node.address().equals(member.addr()) && node.id().equals(id)
                && serf != null && serf.status().equals(status) && (service == null || service.sameContent(present));
        LOG.debug("reconciling member: member={} unchanged={}", member.name(), same);
        if (same) {
            return;
        }
        HealthCheck check = new HealthCheck(member.name(), HealthCheck.SERF_HEALTH, "Serf Health Status", status, "",
                output, "", "", List.of(), "", "", "", 0, CheckInfo.NONE, 0, 0);
        dispatcher.write(CatalogOperations.REGISTER, new RegisterRequest("", id, member.name(), member.addr(),
                node == null ? null : node.taggedAddresses(), node == null ? null : node.meta(), service, check,
                List.of(), false), WriteOptions.DEFAULT).whenComplete((done, failure) -> report(member.name(), failure));
    }

    private static NodeService stored(State state, String node) {
        var row = state.services.get(Keys.name(node, "consul"));
        return row == null ? null : row.service();
    }

    /** The service that stands for a server; null for a client, and for what says nonsense of itself. */
    private static NodeService server(Member member) {
        if (Servers.target(member) == null) {
            return null;
        }
        Map<String, String> meta = new TreeMap<>();
        boolean nonVoter = member.tags().containsKey("nonvoter");
        meta.put("non_voter", Boolean.toString(nonVoter));
        meta.put("raft_version", member.tags().getOrDefault("raft_vsn", "3"));
        meta.put("read_replica", Boolean.toString(member.tags().containsKey("read_replica")));
        meta.put("serf_protocol_current", Integer.toString(member.protocolCur()));
        meta.put("serf_protocol_max", Integer.toString(member.protocolMax()));
        meta.put("serf_protocol_min", Integer.toString(member.protocolMin()));
        String build = member.tags().getOrDefault("build", "");
        meta.put("version", build.indexOf(':') < 0 ? build : build.substring(0, build.indexOf(':')));
        return new NodeService("", "consul", "consul", List.of(), "", null, meta,
                Integer.parseInt(member.tags().get("port")), "", Weights.DEFAULT, false,
                Proxy.NONE, ServiceConnect.NONE, 0, 0);
    }

    private void report(String member, Throwable failure) {
        if (failure != null) {
            warn("failed to reconcile member, will try again: member=" + member + " error=\"" + failure.getMessage() + "\"");
            retrySoon();
        }
    }

    private void warn(String line) {
        if (warned.add(line)) {
            LOG.warn("{}", line);
        }
    }

    private synchronized void retrySoon() {
        if (leading && retry == null) {
            retry = scheduler.schedule(this::again, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public synchronized void close() {
        onLeadership(false);
    }
}
