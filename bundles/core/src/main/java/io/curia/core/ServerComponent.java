package io.curia.core;

import io.curia.api.agent.AgentControl.SnapshotArchive;
import io.curia.api.agent.Filters;
import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.StateMachine;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.AutopilotConfiguration;
import io.curia.api.op.Answer;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcHandler;
import io.curia.core.agent.SnapshotSource;
import io.curia.core.archive.StateArchive;
import io.curia.core.dispatch.CallRate;
import io.curia.core.dispatch.LocalDispatcher;
import io.curia.core.dispatch.RemoteDispatcher;
import io.curia.core.leader.LeaderDuties;
import io.curia.core.rpc.RemoteCalls;
import io.curia.core.rpc.RpcService;
import io.curia.core.rpc.Snapshots;
import io.curia.core.stream.Subscriptions;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What carries out operations, as services: on a server with store, state machine and dispatcher; on an agent in client mode
 * by asking servers. The consensus engine, the gossip pools and the calls of others come and go.
 */
@Component(name = "io.curia.core.server", immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE,
        configurationPid = {ServerComponent.PID, ServerComponent.AUTOPILOT_PID, ServerComponent.LIMITS_PID},
        service = {StateMachine.class, Dispatcher.class, SnapshotSource.class, RpcHandler.class})
public final class ServerComponent implements StateMachine, Dispatcher, SnapshotSource, RpcHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ServerComponent.class);
    static final String PID = "io.curia.node";
    static final String AUTOPILOT_PID = "io.curia.autopilot";
    static final String LIMITS_PID = "io.curia.rpc";

    /** The part of the node's configuration that the store and the dispatcher read; times in milliseconds. */
    @ObjectClassDefinition(name = "Node", description = "The agent's place in the cluster")
    public @interface Config {
        @AttributeDefinition(description = "The datacenter of this server")
        String datacenter() default "dc1";

        @AttributeDefinition(description = "Wait of a blocking query that names none")
        long default__query__time__ms() default 300_000;

        @AttributeDefinition(description = "Longest wait of a blocking query")
        long max__query__time__ms() default 600_000;

        @AttributeDefinition(description = "How long requests look for a leader")
        long rpc__hold__timeout__ms() default 7_000;

        @AttributeDefinition(description = "Shortest time to live of a session")
        long session__ttl__min__ms() default 10_000;

        @AttributeDefinition(description = "Whether there is a certificate authority for the mesh")
        boolean connect__enabled() default false;

        @AttributeDefinition(description = "Whether this agent is a server; else it has to ask one")
        boolean server() default false;

        @AttributeDefinition(description = "How many servers make the first cluster; below two nobody is waited for")
        int bootstrap__expect() default 0;

        @AttributeDefinition(description = "A development agent: coordinates are written at once")
        boolean dev__mode() default false;
    }

    /** What the first leader stores as the autopilot configuration; times in milliseconds. */
    @ObjectClassDefinition(id = ServerComponent.AUTOPILOT_PID, name = "Autopilot",
            description = "How the leader looks after the servers, until an operator says otherwise")
    public @interface AutopilotConfig {
        @AttributeDefinition(description = "Whether dead servers are removed when another comes")
        boolean cleanup__dead__servers() default true;

        @AttributeDefinition(description = "A server that has not heard of the leader for so long is not healthy")
        long last__contact__threshold__ms() default 200;

        @AttributeDefinition(description = "A server that is behind by more entries is not healthy")
        long max__trailing__logs() default 250;

        @AttributeDefinition(description = "Fewest servers that removals leave")
        long min__quorum() default 0;

        @AttributeDefinition(description = "How long a new server has to be healthy before it votes")
        long server__stabilization__time__ms() default 10_000;

        @AttributeDefinition(description = "Between two looks at the servers' health")
        long server__health__interval__ms() default 2_000;
    }

    /** What this agent may ask of servers; the rest of this configuration is the server port's. */
    @ObjectClassDefinition(id = ServerComponent.LIMITS_PID, name = "Calls", description = "Calls of servers")
    public @interface LimitsConfig {
        @AttributeDefinition(description = "Calls a second that an agent in client mode may make; negative: any number")
        double rate() default -1;

        @AttributeDefinition(description = "Calls that it may make at once")
        int max__burst() default 1000;

        @AttributeDefinition(description = "Until a call has to be answered, beyond its wait, in milliseconds")
        long client__timeout__ms() default 60_000;
    }

    private static final long COORDINATE_PERIOD = 5_000;
    private static final long DEV_COORDINATE_PERIOD = 100;

    private final Network network;
    /** Null on an agent in client mode. */
    private final Server server;
    private final Dispatcher dispatcher;
    private final Snapshots snapshots;
    private final RpcService calls;
    private final CallRate rate = new CallRate(System::nanoTime);
    /** Made for the first subscriber: most servers never have one. Guarded by this. */
    private Subscriptions subscriptions;

    @Activate
    public ServerComponent(Config config, AutopilotConfig autopilot, LimitsConfig limits, @Reference Filters filters) {
        RandomGenerator random = RandomGenerator.getDefault();
        network = new Network(new RemoteCalls.Settings(config.datacenter(), config.server(),
                config.default__query__time__ms(), config.max__query__time__ms()), config.rpc__hold__timeout__ms(), random);
        limit(limits);
        if (config.server()) {
            server = new Server(settings(config, autopilot), network, filters, random);
            dispatcher = server.dispatcher();
        } else {
            server = null;
            dispatcher = new RemoteDispatcher(network.calls(), rate);
        }
        snapshots = new Snapshots(config.datacenter(), network.servers(), network::client,
                server == null ? () -> null : server::consensus, server == null ? null : local(server), network.hold());
        calls = new RpcService(network.forms(), dispatcher);
    }

    private static Server.Settings settings(Config config, AutopilotConfig autopilot) {
        AutopilotConfiguration first = new AutopilotConfiguration(autopilot.cleanup__dead__servers(),
                TimeUnit.MILLISECONDS.toNanos(autopilot.last__contact__threshold__ms()),
                autopilot.max__trailing__logs(), autopilot.min__quorum(),
                TimeUnit.MILLISECONDS.toNanos(autopilot.server__stabilization__time__ms()), "", false, "", 0, 0);
        return new Server.Settings(
                new LocalDispatcher.Settings(config.datacenter(), config.default__query__time__ms(),
                        config.max__query__time__ms()),
                new LeaderDuties.Settings(config.datacenter(), first, autopilot.server__health__interval__ms(),
                        config.connect__enabled()),
                config.bootstrap__expect(), TimeUnit.MILLISECONDS.toNanos(config.session__ttl__min__ms()),
                config.dev__mode() ? DEV_COORDINATE_PERIOD : COORDINATE_PERIOD);
    }

    private static Snapshots.Local local(Server server) {
        StateArchive archive = new StateArchive(server.store(), server.msgpack(), server::consensus,
                System::currentTimeMillis);
        return new Snapshots.Local() {
            @Override
            public CompletableFuture<SnapshotArchive> save() {
                return server.offload(() -> {
                    StateArchive.Saved saved = archive.save();
                    return new SnapshotArchive(saved.content(), saved.index());
                });
            }

            @Override
            public CompletableFuture<Void> restore(byte[] content) {
                return server.offload(() -> archive.restore(content)).thenCompose(restored -> restored);
            }
        };
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setConsensus(Consensus engine) {
        if (server != null) {
            server.use(engine);
        }
    }

    void unsetConsensus(Consensus engine) {
        if (server != null && server.consensus() == engine) {
            server.use((Consensus) null);
        }
    }

    @Reference(target = "(pool=lan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setPool(GossipPool pool) {
        useLan(pool);
    }

    void unsetPool(GossipPool pool) {
        if (network.lan() == pool) {
            useLan(null);
        }
    }

    private void useLan(GossipPool pool) {
        network.useLan(pool);
        if (server != null) {
            server.use(pool);
        }
    }

    @Reference(target = "(pool=wan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setWan(GossipPool pool) {
        network.useWan(pool);
    }

    void unsetWan(GossipPool pool) {
        if (network.wan() == pool) {
            network.useWan(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setClient(RpcClient client) {
        network.use(client);
    }

    void unsetClient(RpcClient client) {
        if (network.client() == client) {
            network.use(null);
        }
    }

    /**
     * The store stays whatever a reload brings: all state, and every engine on top of it, hangs on this component. Limits
     * change; the rest of what is configured here takes effect at the next start.
     */
    @Modified
    void modified(LimitsConfig limits) {
        limit(limits);
        LOG.debug("a server's configuration has changed: all but limits takes effect at the next start");
    }

    private void limit(LimitsConfig limits) {
        rate.limit(limits.rate(), limits.max__burst());
        network.calls().timeout(limits.client__timeout__ms());
    }

    @Deactivate
    void deactivate() {
        endSubscriptions();
        if (server != null) {
            server.close();
        }
        network.close();
    }

    private StateMachine machine() {
        if (server == null) {
            throw new IllegalStateException("an agent in client mode has no state");
        }
        return server.stateMachine();
    }

    @Override
    public byte[] apply(long index, long term, byte[] command) {
        return machine().apply(index, term, command);
    }

    @Override
    public SnapshotWriter freeze() {
        return machine().freeze();
    }

    @Override
    public void restore(InputStream state) throws java.io.IOException {
        machine().restore(state);
    }

    @Override
    public long appliedIndex() {
        return machine().appliedIndex();
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return dispatcher.read(operation, request, options);
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return dispatcher.write(operation, request, options);
    }

    @Override
    public long storeIndex() {
        return dispatcher.storeIndex();
    }

    @Override
    public CompletableFuture<SnapshotArchive> snapshot(String datacenter, boolean stale, String token) {
        return mayAsk() ? snapshots.save(datacenter, stale, token)
                : CompletableFuture.failedFuture(RemoteDispatcher.tooOften());
    }

    @Override
    public CompletableFuture<Void> restore(String datacenter, byte[] content, String token) {
        return mayAsk() ? snapshots.restore(datacenter, content, token)
                : CompletableFuture.failedFuture(RemoteDispatcher.tooOften());
    }

    private boolean mayAsk() {
        return server != null || rate.take();
    }

    @Override
    public CompletableFuture<byte[]> call(String method, byte[] body, String peer) {
        return calls.call(method, body);
    }

    @Override
    public CompletableFuture<RpcClient.SnapshotReply> snapshot(byte[] request, byte[] archive, String peer) {
        return snapshots.serve(request, archive);
    }

    @Override
    public synchronized Flow.Publisher<byte[]> stream(String method, byte[] request, String peer) {
        if (subscriptions == null) {
            subscriptions = new Subscriptions(dispatcher);
        }
        return subscriptions.stream(method, request);
    }

    private synchronized void endSubscriptions() {
        if (subscriptions != null) {
            subscriptions.close();
        }
    }
}
