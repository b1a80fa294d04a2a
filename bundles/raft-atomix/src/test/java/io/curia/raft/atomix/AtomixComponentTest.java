package io.curia.raft.atomix;

import io.curia.api.consensus.StateMachine;
import io.curia.api.platform.Lifecycle;
import io.curia.consensus.support.ConsensusConfig;
import io.curia.consensus.testkit.ComponentContract;
import org.osgi.framework.BundleContext;

class AtomixComponentTest extends ComponentContract {
    @Override
    protected String engine() {
        return AtomixConsensus.ENGINE;
    }

    @Override
    protected Component activate(BundleContext context, ConsensusConfig config, StateMachine machine, Lifecycle lifecycle) {
        AtomixComponent component = new AtomixComponent(context, config, machine, lifecycle);
        return new Component(component::bindTransport, component::unbindTransport, component::stop);
    }
}
