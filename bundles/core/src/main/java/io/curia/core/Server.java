package io.curia.core;

import io.curia.api.agent.Filters;
import io.curia.api.consensus.Consensus;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.NodeCoordinate;
import io.curia.api.op.InternalOperations;
import io.curia.core.agent.event.UserEvents;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Hold;
import io.curia.core.dispatch.LocalDispatcher;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.Fsm;
import io.curia.core.fsm.SessionWrites.SessionCommand;
import io.curia.core.leader.Bootstrapper;
import io.curia.core.leader.CoordinateBatcher;
import io.curia.core.leader.LeaderDuties;
import io.curia.core.leader.LockDelays;
import io.curia.core.leader.SessionTimers;
import io.curia.core.ops.CatalogReads;
import io.curia.core.ops.CatalogRegistrations;
import io.curia.core.ops.HealthReads;
import io.curia.core.ops.KeyringRounds;
import io.curia.core.ops.KvReads;
import io.curia.core.ops.OperatorRequests;
import io.curia.core.ops.OtherReads;
import io.curia.core.ops.QueryFailover;
import io.curia.core.ops.QueryReads;
import io.curia.core.ops.QueryRegistrations;
import io.curia.core.ops.ServerStatus;
import io.curia.core.ops.SessionsAndTxns;
import io.curia.core.ops.Writes;
import io.curia.core.store.StateStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a server put together: store, state machine, operations, dispatcher and the leader's duties.
 *
 * <p>Its threads, beside the timer of {@link Network}: {@code core-refresh-n} to evaluate what waiting readers get.
 * {@link #close} ends them.
 */
final class Server implements AutoCloseable {
    /**
     * @param bootstrapExpect how many servers make the first cluster; below two nobody is waited for
     * @param minSessionTtlNanos shortest time to live of a session
     * @param coordinatePeriodMillis between two writes of coordinates
     */
    record Settings(LocalDispatcher.Settings dispatcher, LeaderDuties.Settings duties, int bootstrapExpect,
            long minSessionTtlNanos, long coordinatePeriodMillis) { }

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int REFRESHERS = 2;

    private final Settings settings;
    private final Network network;
    private final StateStore store = new StateStore();
    private final Msgpack msgpack = new Msgpack();
    private final Fsm fsm = new Fsm(store, msgpack);
    private final AtomicReference<Consensus> consensus = new AtomicReference<>();
    private final ExecutorService refreshers;
    private final LocalDispatcher dispatcher;
    private final CoordinateBatcher coordinates;
    private final LeaderDuties duties;
    private GossipPool lan;
    private AutoCloseable leadership;
    private Bootstrapper bootstrapper;

    Server(Settings settings, Network network, Filters filters, RandomGenerator random) {
        this.settings = settings;
        this.network = network;
        refreshers = Executors.newFixedThreadPool(REFRESHERS, Network.named("core-refresh"));
        SessionTimers sessionTimers = new SessionTimers(store, network.timers(), this::endSession);
        LockDelays lockDelays = new LockDelays(System::nanoTime);
        store.listen(lockDelays);
        store.listen(sessionTimers);
        coordinates = new CoordinateBatcher(network.timers(), settings.coordinatePeriodMillis(), this::writeCoordinates);
        OperationTable operations = new OperationTable();
        Hold hold = network.hold();
        dispatcher = new LocalDispatcher(settings.dispatcher(), operations, store, consensus::get, filters, msgpack,
                refreshers, network.timers(), random, network.calls(), hold);
        duties = new LeaderDuties(settings.duties(), store, msgpack, dispatcher, consensus::get, network.calls(),
                network.timers(), this::apply, sessionTimers);
        reads(operations, random);
        String datacenter = settings.dispatcher().datacenter();
        CatalogRegistrations.addTo(operations, msgpack, datacenter);
        new QueryRegistrations(msgpack, store, () -> UUID.randomUUID().toString()).addTo(operations);
        Writes.addTo(operations, msgpack, lockDelays, coordinates);
        new SessionsAndTxns(msgpack, store, lockDelays, sessionTimers, () -> UUID.randomUUID().toString(),
                settings.minSessionTtlNanos(), datacenter).addTo(operations);
        OperatorRequests.addTo(operations, msgpack, settings.duties().autopilot());
        new ServerStatus(consensus::get, network::lan, duties).addTo(operations);
        operations.anywhere(InternalOperations.EVENT_FIRE, this::fire);
        new KeyringRounds(datacenter, network::lan, network::wan, network.servers(), dispatcher).addTo(operations);
    }

    private void reads(OperationTable operations, RandomGenerator random) {
        String datacenter = settings.dispatcher().datacenter();
        CatalogReads.addTo(operations, network.servers()::datacenters);
        HealthReads.addTo(operations);
        KvReads.addTo(operations);
        OtherReads.addTo(operations, datacenter, network::wan);
        new QueryReads(datacenter, random).addTo(operations,
                new QueryFailover(datacenter, network.servers()::datacenters, network.calls(), store));
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

    /** The engine that there is from now on; null: there is none any more. */
    synchronized void use(Consensus engine) {
        Network.close(leadership);
        leadership = null;
        consensus.set(engine);
        if (engine == null) {
            duties.onLeadership(false);
        } else {
            leadership = engine.onLeadership((leads, term) -> network.timers().execute(() -> duties.onLeadership(leads)));
        }
        bootstrap();
    }

    /** The pool whose members the leader brings into the catalog; null: there is none any more. */
    synchronized void use(GossipPool pool) {
        lan = pool;
        duties.use(pool);
        bootstrap();
    }

    private void bootstrap() {
        if (bootstrapper != null) {
            bootstrapper.close();
            bootstrapper = null;
        }
        Consensus engine = consensus.get();
        if (settings.bootstrapExpect() > 1 && engine != null && lan != null && engine.status().peers().isEmpty()) {
            bootstrapper = new Bootstrapper(settings.bootstrapExpect(), lan, engine, network.calls(), network.timers());
        }
    }

    private CompletableFuture<Boolean> fire(InternalOperations.EventRequest event) {
        UserEvents.fire(network.lan(), event.name(), event.payload());
        return CompletableFuture.completedFuture(true);
    }

    /** By this server's own log: another leader has given the session its full time again. */
    private CompletableFuture<?> endSession(String id) {
        Consensus engine = consensus.get();
        return engine == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the consensus engine is being replaced"))
                : engine.apply(msgpack.encode(CommandType.SESSION, SessionCommand.end(id)));
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

    @Override
    public void close() {
        use((Consensus) null);
        use((GossipPool) null);
        coordinates.close();
        duties.close();
        Network.close(dispatcher);
        refreshers.shutdownNow();
    }
}
