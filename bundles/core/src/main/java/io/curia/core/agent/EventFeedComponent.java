package io.curia.core.agent;

import io.curia.api.agent.EventFeed;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.UserEvent;
import io.curia.api.op.Dispatcher;
import io.curia.core.agent.event.UserEvents;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Publishes the feed of user events. */
@Component(service = EventFeed.class, immediate = true)
public final class EventFeedComponent implements EventFeed {
    private final UserEvents events;
    private volatile GossipPool lan;
    private volatile AutoCloseable lanHandle;

    @Activate
    public EventFeedComponent(@Reference LocalServicesComponent agent, @Reference RemoteExecComponent remoteExec,
            @Reference Dispatcher dispatcher) {
        events = new UserEvents(agent.node().name(), agent.node().datacenter(), () -> lan, dispatcher, agent::services,
                () -> UUID.randomUUID().toString(), remoteExec::requested, agent.timers());
    }

    @Reference(target = "(pool=lan)", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLan(GossipPool pool) {
        lan = pool;
        lanHandle = pool.listen(events.listener());
    }

    void unbindLan(GossipPool pool) throws Exception {
        if (lan == pool) {
            lanHandle.close();
            lan = null;
        }
    }

    @Override
    public CompletableFuture<UserEvent> fire(UserEvent event, String datacenter, String token) {
        return events.fire(event, datacenter, token);
    }

    @Override
    public Snapshot events(String name) {
        return events.events(name);
    }

    @Override
    public CompletableFuture<Snapshot> await(String name, long index, long waitMillis) {
        return events.await(name, index, waitMillis);
    }
}
