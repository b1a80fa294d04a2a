package io.curia.core.leader;

import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.AutopilotHealth;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.core.ca.RootCertificate;
import io.curia.core.codec.Msgpack;
import io.curia.core.fsm.CommandType;
import io.curia.core.rpc.RemoteCalls;
import io.curia.core.store.StateStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server does while it leads, and stops doing when it no longer does: sessions' timers, tombstones, the members of
 * the pool in the catalog and in the consensus, autopilot, and what the first leader of a cluster stores.
 *
 * <p>States: follower ⇄ leader; in both the pool may come and go. Thread-safe; the work runs on the scheduler.
 */
public final class LeaderDuties implements AutoCloseable {
    /**
     * @param datacenter this one
     * @param autopilot in force until one is stored; the first leader stores its own
     * @param healthMillis between two looks at the servers' health
     * @param mesh whether there is a certificate authority
     */
    public record Settings(String datacenter, AutopilotConfiguration autopilot, long healthMillis, boolean mesh) { }

    private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);
    private static final String NEW_LEADER = "consul:new-leader";
    /** A little after the start: making keys is slow, and nobody waits for it. */
    private static final long ROOT_DELAY_MILLIS = 300;

    private final Settings settings;
    private final StateStore store;
    private final Msgpack msgpack;
    private final Dispatcher dispatcher;
    private final Supplier<Consensus> engine;
    private final RemoteCalls calls;
    private final ScheduledExecutorService timers;
    private final BiConsumer<byte[], String> apply;
    private final SessionTimers sessions;
    private final TombstoneCollector tombstones;
    private final RaftMembers servers;
    private GossipPool pool;
    private MemberReconciler reconciler;
    private AutoCloseable membership;
    private Autopilot autopilot;
    private boolean leading;

    /** @param apply puts a command into the log, and says in the log of the agent what it was if that fails */
    public LeaderDuties(Settings settings, StateStore store, Msgpack msgpack, Dispatcher dispatcher,
            Supplier<Consensus> engine, RemoteCalls calls, ScheduledExecutorService timers, BiConsumer<byte[], String> apply,
            SessionTimers sessions) {
        this.settings = settings;
        this.store = store;
        this.msgpack = msgpack;
        this.dispatcher = dispatcher;
        this.engine = engine;
        this.calls = calls;
        this.timers = timers;
        this.apply = apply;
        this.sessions = sessions;
        this.servers = new RaftMembers(engine);
        this.tombstones = new TombstoneCollector(timers, () -> store.state().index, () -> store.state().tombstones.size(),
                upTo -> apply.accept(msgpack.encode(CommandType.TOMBSTONE, new CommandType.ReapCommand(upTo)), "tombstones"));
    }

    /** The LAN pool from now on; null: there is none any more. */
    public synchronized void use(GossipPool other) {
        stopFollowing();
        close(membership);
        membership = null;
        reconciler = null;
        pool = other;
        if (pool != null) {
            reconciler = new MemberReconciler(pool, dispatcher, store, timers, settings.datacenter(), servers);
            membership = pool.listen(reconciler);
            follow();
        }
    }

    private void follow() {
        if (leading && pool != null) {
            reconciler.onLeadership(true);
            autopilot = new Autopilot(pool, engine, servers, calls, this::autopilotConfiguration, InstantSource.system(),
                    System::nanoTime, timers, settings.healthMillis());
        }
    }

    private void stopFollowing() {
        if (reconciler != null) {
            reconciler.onLeadership(false);
        }
        if (autopilot != null) {
            autopilot.close();
            autopilot = null;
        }
    }

    /** This server leads from now on, or no longer. On the scheduler. */
    public synchronized void onLeadership(boolean leads) {
        if (leading == leads) {
            return;
        }
        leading = leads;
        LOG.info(leads ? "cluster leadership acquired" : "cluster leadership lost");
        sessions.onLeadership(leads);
        tombstones.onLeadership(leads);
        if (leads) {
            announce();
            storeAutopilot();
            follow();
            if (settings.mesh()) {
                timers.schedule(this::createRoot, ROOT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } else {
            stopFollowing();
        }
    }

    /** Agents look after their part of the catalog when they hear it. */
    private void announce() {
        if (pool == null) {
            return;
        }
        String name = pool.self().name();
        LOG.info("New leader elected: payload={}", name);
        try {
            pool.fire(NEW_LEADER, name.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            LOG.warn("could not tell the agents of the new leader: error=\"{}\"", e.getMessage());
        }
    }

    private AutopilotConfiguration autopilotConfiguration() {
        AutopilotConfiguration stored = store.state().autopilot;
        return stored == null ? settings.autopilot() : stored;
    }

    /** The servers' health as found last; nothing known while this server does not lead. */
    public synchronized AutopilotHealth health() {
        return autopilot == null ? new AutopilotHealth(false, 0, List.of()) : autopilot.health();
    }

    /** The servers of the consensus, and changes of them. */
    public RaftMembers servers() {
        return servers;
    }

    /** What all servers go by until an operator says otherwise. */
    private void storeAutopilot() {
        if (store.state().autopilot == null) {
            apply.accept(msgpack.encode(CommandType.AUTOPILOT, new SetAutopilotRequest(settings.autopilot(), 0)),
                    "autopilot configuration");
        }
    }

    private void createRoot() {
        if (store.state().caRoots != null) {
            return;
        }
        try {
            RootCertificate.Authority root = RootCertificate.create(UUID.randomUUID().toString(),
                    InstantSource.system().instant(), new SecureRandom());
            apply.accept(msgpack.encode(CommandType.CA_ROOTS, new CommandType.CaCommand(root.roots(), root.privateKey())),
                    "root certificate");
        } catch (GeneralSecurityException e) {
            LOG.error("could not make a root certificate: error=\"{}\"", e.getMessage());
        }
    }

    private static void close(AutoCloseable handle) {
        if (handle != null) {
            try {
                handle.close();
            } catch (Exception e) {
                LOG.warn("could not close: error=\"{}\"", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        use(null);
        tombstones.close();
    }
}
