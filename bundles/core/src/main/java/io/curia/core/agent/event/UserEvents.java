package io.curia.core.agent.event;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.EventFeed;
import io.curia.api.gossip.GossipPool;
import io.curia.api.model.UserEvent;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.WriteOptions;
import io.curia.core.filter.FilterException;
import io.curia.core.filter.Regex;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * User events: fires them through the LAN pool, and keeps those that come back and concern this agent. Any thread; give
 * {@link #listener()} to the pool.
 */
public final class UserEvents implements EventFeed {
    /** The event that asks agents to run a command. */
    public static final String REMOTE_EXEC = "_rexec";
    private static final Logger LOG = LoggerFactory.getLogger(UserEvents.class);
    private final String node;
    private final String datacenter;
    private final Supplier<GossipPool> pool;
    private final Dispatcher dispatcher;
    private final Supplier<Map<String, AgentService>> services;
    private final Supplier<String> ids;
    private final Consumer<UserEvent> remoteExec;
    private final EventRing ring;

    /**
     * @param pool the LAN pool, or null when there is none
     * @param dispatcher takes events to other datacenters
     * @param ids makes UUIDs
     * @param remoteExec gets requests to run something, on the pool's thread
     */
    public UserEvents(String node, String datacenter, Supplier<GossipPool> pool,
            Dispatcher dispatcher, Supplier<Map<String, AgentService>> services, Supplier<String> ids,
            Consumer<UserEvent> remoteExec, ScheduledExecutorService timers) {
        this.node = node;
        this.datacenter = datacenter;
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.services = services;
        this.ids = ids;
        this.remoteExec = remoteExec;
        this.ring = new EventRing(timers);
    }

    @Override
    public CompletableFuture<UserEvent> fire(UserEvent given, String target, String token) {
        try {
            UserEvent event = complete(given);
            byte[] message = EventMessage.encode(event);
            if (!target.isEmpty() && !target.equals(datacenter)) {
                return dispatcher.write(InternalOperations.EVENT_FIRE, new InternalOperations.EventRequest(event.name(),
                        message), new WriteOptions(target, token)).thenApply(sent -> event);
            }
            fire(pool.get(), event.name(), message);
            return CompletableFuture.completedFuture(event);
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private UserEvent complete(UserEvent given) {
        if (given.name().isEmpty()) {
            throw CuriaException.badRequest("Missing name");
        }
        if (!given.tagFilter().isEmpty() && given.serviceFilter().isEmpty()) {
            throw CuriaException.failed("Cannot provide tag filter without service filter");
        }
        compile("node", given.nodeFilter());
        compile("service", given.serviceFilter());
        compile("tag", given.tagFilter());
        byte[] payload = given.payload() == null || given.payload().length == 0 ? null : given.payload();
        return new UserEvent(ids.get(), given.name(), payload, given.nodeFilter(), given.serviceFilter(),
                given.tagFilter(), 1, 0);
    }

    /**
     * Sends an event to the members of a pool.
     *
     * @param message as agents read it
     * @throws CuriaException when there is no pool (null), or when it is too large
     */
    public static void fire(GossipPool pool, String name, byte[] message) {
        if (pool == null) {
            throw CuriaException.failed("There is no gossip pool to send events through");
        }
        try {
            pool.fire(EventMessage.PREFIX + name, message);
        } catch (IllegalArgumentException e) {
            throw CuriaException.failed(e.getMessage());
        }
    }

    private static Regex compile(String what, String pattern) {
        try {
            return pattern.isEmpty() ? null : Regex.compile(pattern);
        } catch (FilterException e) {
            throw CuriaException.failed("Invalid " + what + " filter: " + e.getMessage());
        }
    }

    /** The index that an event's id stands for. */
    public static long index(String id) {
        return EventRing.index(id);
    }

    /** Takes the pool's events. */
    public GossipPool.Listener listener() {
        return new GossipPool.Listener() {
            @Override
            public void onEvent(String name, byte[] payload, long lamportTime) {
                if (name.startsWith(EventMessage.PREFIX)) {
                    arrived(payload, lamportTime);
                }
            }
        };
    }

    private void arrived(byte[] message, long lamportTime) {
        UserEvent event;
        try {
            event = EventMessage.decode(message, lamportTime);
            if (!concerns(event)) {
                return;
            }
        } catch (IOException | CuriaException | FilterException e) {
            LOG.error("Failed to take in an event: {}", e.getMessage());
            return;
        }
        if (event.name().equals(REMOTE_EXEC)) {
            remoteExec.accept(event);
        } else {
            LOG.debug("new event: event_name={} event_id={}", event.name(), event.id());
            ring.add(event);
        }
    }

    private boolean concerns(UserEvent event) {
        Regex nodes = compile("node", event.nodeFilter());
        if (nodes != null && !nodes.find(node)) {
            return false;
        }
        Regex wanted = compile("service", event.serviceFilter());
        if (wanted == null) {
            return true;
        }
        Regex tag = compile("tag", event.tagFilter());
        Collection<AgentService> all = services.get().values();
        return all.stream().anyMatch(service -> wanted.find(service.service())
                && (tag == null || service.tags().stream().anyMatch(tag::find)));
    }

    @Override
    public Snapshot events(String name) {
        return ring.snapshot(name);
    }

    @Override
    public CompletableFuture<Snapshot> await(String name, long index, long waitMillis) {
        return ring.await(name, index, waitMillis);
    }
}
