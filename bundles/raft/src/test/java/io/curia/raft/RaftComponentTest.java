package io.curia.raft;

import io.curia.api.consensus.StateMachine;
import io.curia.api.platform.Lifecycle;
import io.curia.consensus.support.ConsensusConfig;
import io.curia.consensus.testkit.ComponentContract;
import org.osgi.framework.BundleContext;

class RaftComponentTest extends ComponentContract {
    @Override
    protected String engine() {
        return RaftConsensus.ENGINE;
    }

    @Override
    protected Component activate(BundleContext context, ConsensusConfig config, StateMachine machine, Lifecycle lifecycle) {
        RaftComponent component = new RaftComponent(context, config, machine, lifecycle);
        return new Component(component::bindTransport, component::unbindTransport, component::stop);
    }
}
