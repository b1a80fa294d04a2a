package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.gossip.GossipPool;
import io.curia.api.op.Dispatcher;
import java.util.Random;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs anti-entropy as soon as there is a dispatcher. */
@Component(service = {}, immediate = true)
public final class AntiEntropyComponent {
    private static final String NEW_LEADER = "consul:new-leader";
    private static final long NEW_LEADER_MILLIS = 3_000;
    private final AntiEntropy engine;
    private final AutoCloseable handle;
    private volatile GossipPool lan;
    private volatile AutoCloseable lanHandle;

    @Activate
    public AntiEntropyComponent(@Reference LocalServicesComponent agent, @Reference Dispatcher dispatcher,
            @Reference Codec codec) {
        AntiEntropy.Timing standard = AntiEntropy.Timing.DEFAULT;
        engine = new AntiEntropy(agent::node, agent.state(), dispatcher, codec, agent.timers(), new Random(),
                agent.tokens()::present, this::clusterSize,
                new AntiEntropy.Timing(agent.agentConfig().ae__interval__ms(), standard.retryMillis(),
                        standard.firstRetryMillis(), standard.impatienceMillis()));
        handle = agent.onReconfigured(engine::nodeChanged);
        engine.start();
    }

    @Reference(target = "(pool=lan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLan(GossipPool pool) {
        lan = pool;
        lanHandle = pool.listen(new GossipPool.Listener() {
            @Override
            public void onEvent(String name, byte[] payload, long lamportTime) {
                if (name.equals(NEW_LEADER)) {
                    engine.resyncWithin(NEW_LEADER_MILLIS);
                }
            }
        });
    }

    void unbindLan(GossipPool pool) throws Exception {
        if (lan == pool) {
            lanHandle.close();
            lan = null;
        }
    }

    private int clusterSize() {
        GossipPool pool = lan;
        return pool == null ? 1 : pool.members().size();
    }

    @Deactivate
    void deactivate() throws Exception {
        handle.close();
        engine.close();
    }
}
