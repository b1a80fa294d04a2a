package io.curia.core;

import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.op.OperatorOperations.SetAutopilotRequest;
import io.curia.api.op.CuriaException;
import io.curia.api.op.SessionOperations;
import io.curia.api.op.StatusOperations;
import io.curia.api.op.WriteOptions;
import io.curia.core.ca.RootCertificate;
import io.curia.core.codec.Msgpack;
import io.curia.api.agent.Filters;
import io.curia.core.dispatch.LocalDispatcher;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.Fsm;
import io.curia.core.leader.CoordinateBatcher;
import io.curia.core.leader.LockDelays;
import io.curia.core.leader.MemberReconciler;
import io.curia.core.leader.SessionTimers;
import io.curia.core.leader.TombstoneCollector;
import io.curia.core.ops.CatalogReads;
import io.curia.core.ops.CatalogRegistrations;
import io.curia.core.ops.HealthReads;
import io.curia.core.ops.KvReads;
import io.curia.core.ops.OperatorRequests;
import io.curia.core.ops.OtherReads;
import io.curia.core.ops.QueryReads;
import io.curia.core.ops.QueryRegistrations;
import io.curia.core.ops.SessionsAndTxns;
import io.curia.core.ops.Writes;
import io.curia.core.store.StateStore;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a server put together: store, state machine, operations, dispatcher and the leader's duties.
 *
 * <p>Its threads: {@code core-timer} for the ends of waits and the leader's duties, {@code core-refresh-n} to evaluate
 * what waiting readers get. {@link #close} ends them.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int REFRESHERS = 2;
    private static final int RETRIES = 6;
    private static final long RETRY_SECONDS = 10;
    private static final long ROOT_DELAY_MILLIS = 300;

    private final String datacenter;
    private final StateStore store = new StateStore();
    private final Msgpack msgpack = new Msgpack();
    private final Fsm fsm = new Fsm(store, msgpack);
    private final AtomicReference<Consensus> consensus = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor timers;
    private final ExecutorService refreshers;
    private final LocalDispatcher dispatcher;
    private final SessionTimers sessionTimers;
    private final TombstoneCollector tombstones;
    private final CoordinateBatcher coordinates;
    private GossipPool present;
    private MemberReconciler reconciler;
    private AutoCloseable membership;
    private AutoCloseable leadership;
    private final boolean mesh;
    private final AutopilotConfiguration autopilot;
    private boolean leading;

    /**
     * @param autopilot in force until one is stored; the first leader stores its own
     * @param mesh whether there is a certificate authority
     */
    Server(LocalDispatcher.Settings settings, AutopilotConfiguration autopilot, boolean mesh, long minSessionTtlNanos, long coordinatePeriodMillis, Filters filters,
            RandomGenerator random) {
        datacenter = settings.datacenter();
        this.mesh = mesh;
        this.autopilot = autopilot;
        timers = new ScheduledThreadPoolExecutor(1, named("core-timer"));
        timers.setRemoveOnCancelPolicy(true);
        refreshers = Executors.newFixedThreadPool(REFRESHERS, named("core-refresh"));
        sessionTimers = new SessionTimers(store, timers, id -> endSession(id, 0));
        LockDelays lockDelays = new LockDelays(System::nanoTime);
        store.listen(lockDelays);
        store.listen(sessionTimers);
        coordinates = new CoordinateBatcher(timers, coordinatePeriodMillis, this::writeCoordinates);
        tombstones = new TombstoneCollector(timers, () -> store.state().index, () -> store.state().tombstones.size(),
                upTo -> apply(msgpack.encode(CommandType.TOMBSTONE, new CommandType.ReapCommand(upTo)), "tombstones"));
        OperationTable operations = new OperationTable();
        CatalogReads.addTo(operations, datacenter);
        HealthReads.addTo(operations);
        KvReads.addTo(operations);
        OtherReads.addTo(operations, datacenter);
        new QueryReads(datacenter, random).addTo(operations);
        CatalogRegistrations.addTo(operations, msgpack, datacenter);
        new QueryRegistrations(msgpack, store, () -> UUID.randomUUID().toString()).addTo(operations);
        Writes.addTo(operations, msgpack, lockDelays, coordinates);
        new SessionsAndTxns(msgpack, store, lockDelays, sessionTimers, () -> UUID.randomUUID().toString(),
                minSessionTtlNanos, datacenter).addTo(operations);
        OperatorRequests.addTo(operations, msgpack, autopilot);
        operations.cheap(StatusOperations.LEADER, (request, view) -> status().leaderAddress());
        operations.cheap(StatusOperations.PEERS,
                (request, view) -> status().peers().stream().map(Consensus.Peer::address).toList());
        dispatcher = new LocalDispatcher(settings, operations, store, consensus::get, filters, msgpack, refreshers,
                timers, random, System::nanoTime);
    }

    private Consensus.Status status() {
        Consensus engine = consensus.get();
        if (engine == null) {
            throw new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader");
        }
        return engine.status();
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Fsm stateMachine() {
        return fsm;
    }

    LocalDispatcher dispatcher() {
        return dispatcher;
    }

    StateStore store() {
        return store;
    }

    Msgpack msgpack() {
        return msgpack;
    }

    /** Runs something that takes a while beside the refreshers' work. */
    <T> CompletableFuture<T> offload(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, refreshers);
    }

    Consensus consensus() {
        return consensus.get();
    }

    /** The engine takes commands from now on; null: there is none any more. */
    synchronized void use(Consensus engine) {
        close(leadership);
        leadership = null;
        consensus.set(engine);
        if (engine == null) {
            onLeadership(false);
        } else {
            leadership = engine.onLeadership((leads, term) -> timers.execute(() -> onLeadership(leads)));
        }
    }

    /** The pool whose members the leader brings into the catalog; null: there is none any more. */
    synchronized void use(GossipPool pool) {
        close(membership);
        membership = null;
        if (reconciler != null) {
            reconciler.close();
            reconciler = null;
        }
        present = pool;
        LOG.debug("following the members of a pool: there={} leading={}", pool != null, leading);
        if (pool != null) {
            reconciler = new MemberReconciler(pool, dispatcher, store, timers, datacenter);
            membership = pool.listen(reconciler);
            reconciler.onLeadership(leading);
        }
    }

    /** The pool is gone, unless another has taken its place. */
    synchronized void forget(GossipPool pool) {
        if (present == pool) {
            use((GossipPool) null);
        }
    }

    private synchronized void onLeadership(boolean leads) {
        if (leading == leads) {
            return;
        }
        leading = leads;
        LOG.info(leads ? "cluster leadership acquired" : "cluster leadership lost");
        if (leads && present != null) {
            LOG.info("New leader elected: payload={}", present.self().name());
        }
        sessionTimers.onLeadership(leads);
        tombstones.onLeadership(leads);
        if (reconciler != null) {
            reconciler.onLeadership(leads);
        }
        if (leads) {
            timers.schedule(this::storeAutopilot, ROOT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (leads && mesh) {
            timers.schedule(this::createRoot, ROOT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** All servers go by what the first leader was configured with, until an operator says otherwise. */
    private void storeAutopilot() {
        if (store.state().autopilot == null) {
            apply(msgpack.encode(CommandType.AUTOPILOT, new SetAutopilotRequest(autopilot, 0)), "autopilot configuration");
        }
    }

    /** A little after the start: making keys is slow, and nobody waits for it. */
    private void createRoot() {
        if (store.state().caRoots != null) {
            return;
        }
        try {
            RootCertificate.Authority root =
                    RootCertificate.create(UUID.randomUUID().toString(), Instant.now(), new SecureRandom());
            apply(msgpack.encode(CommandType.CA_ROOTS, new CommandType.CaCommand(root.roots(), root.privateKey())),
                    "root certificate");
        } catch (GeneralSecurityException e) {
            LOG.error("could not make a root certificate: error=\"{}\"", e.getMessage());
        }
    }

    private void endSession(String id, int attempt) {
        dispatcher.write(SessionOperations.DESTROY, new SessionOperations.IdRequest(id), WriteOptions.DEFAULT)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        LOG.debug("session expired: session={}", id);
                    } else if (attempt < RETRIES && !timers.isShutdown()) {
                        timers.schedule(() -> endSession(id, attempt + 1), RETRY_SECONDS << attempt, TimeUnit.SECONDS);
                    } else {
                        LOG.error("could not end session: session={} error=\"{}\"", id, failure.getMessage());
                    }
                });
    }

    private void writeCoordinates(List<NodeCoordinate> batch) {
        apply(msgpack.encode(CommandType.COORDINATES, new CommandType.CoordinateBatch(batch)), "coordinates");
    }

    private void apply(byte[] command, String what) {
        Consensus engine = consensus.get();
        if (engine != null) {
            engine.apply(command).whenComplete((applied, failure) -> {
                if (failure != null) {
                    LOG.warn("could not write {}: error=\"{}\"", what, failure.getMessage());
                }
            });
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
        use((Consensus) null);
        use((GossipPool) null);
        coordinates.close();
        tombstones.close();
        close(dispatcher);
        timers.shutdownNow();
        refreshers.shutdownNow();
    }
}
