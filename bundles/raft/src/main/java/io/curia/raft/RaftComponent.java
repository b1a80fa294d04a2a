package io.curia.raft;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.api.consensus.StateMachine;
import io.curia.api.platform.Lifecycle;
import io.curia.consensus.support.ConsensusConfig;
import io.curia.consensus.support.EnginePublisher;
import io.curia.consensus.support.EngineStartException;
import io.curia.consensus.support.LateTransport;
import io.curia.consensus.support.LogConsensus;
import io.curia.consensus.support.LogSettings;
import java.util.UUID;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes the log on Ratis where the configuration asks for it. */
@Component(service = {}, immediate = true, configurationPid = RaftComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConsensusConfig.class)
public final class RaftComponent {
    static final String PID = "io.curia.consensus";

    private final ConsensusConfig config;
    private final StateMachine machine;
    private final LateTransport transport = new LateTransport();
    private final EnginePublisher publisher;

    /** Begins to open the log if this engine is the one asked for. */
    @Activate
    public RaftComponent(BundleContext context, ConsensusConfig config, @Reference StateMachine machine,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Lifecycle lifecycle) {
        this.config = config;
        this.machine = machine;
        this.publisher = new EnginePublisher(context, lifecycle, this::engine);
        if (RaftConsensus.ENGINE.equals(config.engine())) {
            publisher.start();
        }
    }

    private LogConsensus engine() throws EngineStartException {
        LogSettings settings = LogSettings.of(config, RatisNode.folder(config.datacenter()), UUID.randomUUID().toString());
        return RaftConsensus.create(settings, machine, transport, settings.directory().toFile()::getUsableSpace, System::nanoTime);
    }

    /** It comes once the server port is open; until then the other servers are out of reach. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(ConsensusTransport bound) {
        transport.set(bound);
    }

    void unbindTransport(ConsensusTransport unbound) {
        transport.unset(unbound);
    }

    @Deactivate
    void stop() throws InterruptedException {
        publisher.stop();
    }
}
