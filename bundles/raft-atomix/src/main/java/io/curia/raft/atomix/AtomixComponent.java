package io.curia.raft.atomix;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.api.platform.Lifecycle;
import io.curia.consensus.support.DataFolder;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.Timing;
import io.curia.raft.atomix.AtomixConsensus.Sources;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the log on disk where the configuration asks for it, as soon as it is open and, where this server alone votes,
 * takes commands. A server that neither has a log nor may start a cluster waits for others. Reading the log takes its
 * time, so that happens on a thread of its own, "consensus-start"; a log that cannot be opened ends the agent.
 */
@Component(service = {}, immediate = true, configurationPid = AtomixComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AtomixComponent.Config.class)
public final class AtomixComponent {
    static final String PID = "io.curia.consensus";
    static final String ENGINE = AtomixConsensus.ENGINE;
    private static final Logger LOG = LoggerFactory.getLogger(AtomixComponent.class);

    /** The part of the consensus configuration that this engine reads. */
    @ObjectClassDefinition(name = "Consensus", description = "The replicated log")
    public @interface Config {
        @AttributeDefinition(description = "Which engine serves: this one is \"atomix\"")
        String engine() default "";

        @AttributeDefinition(name = "data_dir", description = "The agent's data folder; the log is in raft below it")
        String data__dir() default "";

        @AttributeDefinition(description = "Whose servers share the log: the datacenter")
        String datacenter() default "";

        @AttributeDefinition(name = "server_address", description = "host:port of the server port")
        String server__address() default "127.0.0.1:8300";

        @AttributeDefinition(name = "node_id", description = "The server's id among its peers; \"\" for one of its own")
        String node__id() default "";

        @AttributeDefinition(name = "raft_multiplier", description = "Scales every timeout")
        int raft__multiplier() default 1;

        @AttributeDefinition(name = "snapshot_threshold", description = "Entries that make a snapshot worth while")
        long snapshot__threshold() default 16_384;

        @AttributeDefinition(name = "snapshot_interval_ms", description = "Between two looks at the threshold")
        long snapshot__interval__ms() default 30_000;

        @AttributeDefinition(name = "trailing_logs", description = "Entries kept behind a snapshot")
        long trailing__logs() default 10_240;

        @AttributeDefinition(description = "Whether this server may start a cluster alone")
        boolean bootstrap() default false;

        @AttributeDefinition(name = "bootstrap_expect", description = "How many servers start a cluster; 1 is alone")
        int bootstrap__expect() default 0;

        @AttributeDefinition(name = "heartbeat_timeout_ms", description = "Without a leader before an election; 0: by the multiplier")
        long heartbeat__timeout__ms() default 0;

        @AttributeDefinition(name = "election_timeout_ms", description = "The same where the former is 0")
        long election__timeout__ms() default 0;

        @AttributeDefinition(name = "leader_lease_timeout_ms", description = "Of reads by lease; 0: as long as is safe")
        long leader__lease__timeout__ms() default 0;
    }

    private final BundleContext context;
    private final Config config;
    private final StateMachine machine;
    private final Lifecycle lifecycle;
    private final LateTransport transport = new LateTransport();
    private final Thread starter;
    private AtomixConsensus engine;
    private ServiceRegistration<Consensus> registration;
    private boolean stopped;

    /** Begins to open the log if this engine is the one asked for. */
    @Activate
    public AtomixComponent(BundleContext context, Config config, @Reference StateMachine machine,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Lifecycle lifecycle) {
        this.context = context;
        this.config = config;
        this.machine = machine;
        this.lifecycle = lifecycle;
        this.starter = new Thread(this::start, "consensus-start");
        if (ENGINE.equals(config.engine())) {
            starter.setDaemon(true);
            starter.start();
        }
    }

    /** It comes once the server port is open; until then the other servers are out of reach. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(ConsensusTransport bound) {
        transport.set(bound);
    }

    void unbindTransport(ConsensusTransport unbound) {
        transport.unset(unbound);
    }

    private void start() {
        try {
            AtomixSettings settings = settings();
            AtomixConsensus opened = new AtomixConsensus(settings, machine, transport, new Sources(System::nanoTime,
                    System::currentTimeMillis, new SecureRandom(), settings.directory().toFile()::getUsableSpace));
            synchronized (this) {
                engine = opened;
            }
            opened.start();
            publish(opened);
        } catch (EngineStartException e) {
            refuse(e);
        } catch (InterruptedException e) {
            LOG.debug("stopped before the log was open");
        }
    }

    private AtomixSettings settings() throws EngineStartException {
        if (config.data__dir().isEmpty()) {
            throw new EngineStartException("the consensus engine \"" + ENGINE + "\" needs a data_dir", null);
        }
        Path directory = Path.of(config.data__dir(), "raft").toAbsolutePath();
        String id = DataFolder.prepare(directory, AtomixSettings.folder(config.datacenter()),
                config.datacenter(), config.node__id(), UUID.randomUUID().toString());
        long election = config.heartbeat__timeout__ms() > 0 ? config.heartbeat__timeout__ms() : config.election__timeout__ms();
        return new AtomixSettings(directory, config.datacenter(), id, config.server__address(),
                Timing.of(config.raft__multiplier(), election, config.leader__lease__timeout__ms()),
                config.bootstrap() || config.bootstrap__expect() == 1, Math.max(1, config.snapshot__threshold()),
                Duration.ofMillis(Math.max(1, config.snapshot__interval__ms())),
                Math.max(0, config.trailing__logs()));
    }

    private synchronized void publish(AtomixConsensus opened) {
        if (!stopped) {
            registration = context.registerService(Consensus.class, opened, null);
        }
    }

    private void refuse(EngineStartException refusal) {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        LOG.error("{}", refusal.getMessage());
        if (lifecycle != null) {
            lifecycle.shutdown(1);
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            if (registration != null) {
                registration.unregister();
            }
        }
        starter.interrupt();
        starter.join();
        // only now: until its end the starter may have made an engine, which holds the directory's lock
        AtomixConsensus opened;
        synchronized (this) {
            opened = engine;
        }
        if (opened != null) {
            opened.close();
        }
    }
}
