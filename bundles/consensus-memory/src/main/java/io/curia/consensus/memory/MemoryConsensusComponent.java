package io.curia.consensus.memory;

import io.curia.api.consensus.Consensus;
import io.curia.api.consensus.StateMachine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Publishes the engine in memory where the configuration asks for it. The service is registered by hand, as it depends
 * on a value of the configuration and not on its presence: every engine reads the same PID.
 */
@Component(service = {}, immediate = true, configurationPid = MemoryConsensusComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MemoryConsensusComponent.Config.class)
public final class MemoryConsensusComponent {
    static final String PID = "io.curia.consensus";
    static final String ENGINE = "memory";

    /** The part of the consensus configuration that this engine reads. */
    @ObjectClassDefinition(name = "Consensus", description = "The replicated log")
    public @interface Config {
        @AttributeDefinition(description = "Which engine serves: this one is \"memory\"")
        String engine() default "";

        @AttributeDefinition(name = "server_address", description = "host:port that is reported as the leader's")
        String server__address() default "";

        @AttributeDefinition(name = "node_id", description = "The server's id among its peers")
        String node__id() default "";
    }

    private final MemoryConsensus engine;
    private final ServiceRegistration<Consensus> registration;

    /** Starts the engine if it is the one asked for. */
    @Activate
    public MemoryConsensusComponent(BundleContext context, Config config, @Reference StateMachine machine) {
        if (!ENGINE.equals(config.engine())) {
            engine = null;
            registration = null;
            return;
        }
        engine = new MemoryConsensus(machine, config.node__id(), config.server__address());
        registration = context.registerService(Consensus.class, engine, null);
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
            engine.close();
        }
    }
}
