package io.curia.core.agent;

import io.curia.api.agent.Codec;
import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.api.op.Dispatcher;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs anti-entropy, and tells of the node's coordinate, as soon as there is a dispatcher. */
@Component(service = {}, immediate = true)
public final class AntiEntropyComponent {
    private static final String NEW_LEADER = "consul:new-leader";
    /** Within which an agent looks after its part of the catalog when there is a new leader, or another server. */
    private static final long RESYNC_MILLIS = 3_000;
    private final AntiEntropy engine;
    private final AutoCloseable handle;
    private final AutoCloseable leaveHandle;
    private final CoordinateSender coordinates;
    private final Set<String> servers = ConcurrentHashMap.newKeySet();
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
        leaveHandle = agent.onLeave(engine::leave);
        engine.start();
        coordinates = new CoordinateSender(() -> agent.node().name(),
                () -> lan == null || agent.nodeConfig().disable__coordinates() ? null : lan.coordinate(),
                () -> agent.tokens().present().agent(), this::clusterSize, dispatcher, agent.timers(), new Random());
    }

    @Reference(target = "(pool=lan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLan(GossipPool pool) {
        lan = pool;
        lanHandle = pool.listen(new GossipPool.Listener() {
            @Override
            public void onMember(Member member, boolean forgotten) {
                if (!AgentStats.server(member)) {
                    servers.remove(member.name());
                } else if (servers.add(member.name())) {
                    engine.resyncWithin(RESYNC_MILLIS);
                }
            }

            @Override
            public void onEvent(String name, byte[] payload, long lamportTime) {
                if (name.equals(NEW_LEADER)) {
                    engine.resyncWithin(RESYNC_MILLIS);
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
        leaveHandle.close();
        coordinates.close();
        engine.close();
    }
}
