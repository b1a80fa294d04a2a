package io.curia.core.agent.watch;

import io.curia.api.agent.EventFeed;
import io.curia.api.model.UserEvent;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.HealthOperations;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks what a watch watches. */
final class WatchQuery {
    /** What there was, and the index to wait from. */
    record Found(long index, Object value) { }

    private final Dispatcher dispatcher;
    private final EventFeed events;

    WatchQuery(Dispatcher dispatcher, EventFeed events) {
        this.dispatcher = dispatcher;
        this.events = events;
    }

    /** Ends when there is something newer than {@code index}, at once for 0, or after some minutes. */
    CompletableFuture<Found> ask(WatchSpec watch, long index, String defaultToken) {
        ReadOptions options = new ReadOptions(watch.datacenter(), watch.token().isEmpty() ? defaultToken : watch.token(),
                index, 0, watch.stale() ? Consistency.STALE : Consistency.DEFAULT, 0, "");
        return switch (watch.type()) {
            case "key" -> read(KvOperations.GET, new KvOperations.GetRequest(watch.key()), options, WatchShapes::key);
            case "keyprefix" -> read(KvOperations.LIST, new KvOperations.ListRequest(watch.prefix()), options,
                    WatchShapes::keys);
            case "services" -> read(CatalogOperations.LIST_SERVICES, new CatalogOperations.ServicesRequest(Map.of()),
                    options, services -> services);
            case "nodes" -> read(CatalogOperations.LIST_NODES, new CatalogOperations.NodesRequest(Map.of(), ""), options,
                    nodes -> nodes);
            case "service" -> read(HealthOperations.SERVICE_NODES, new HealthOperations.ServiceRequest(watch.service(),
                    HealthOperations.Endpoint.SERVICE, watch.tags(), watch.passingOnly(), Map.of(), ""), options,
                    WatchShapes::entries);
            case "checks" -> watch.service().isEmpty()
                    ? read(HealthOperations.CHECKS_IN_STATE, new HealthOperations.StateRequest(
                            watch.state().isEmpty() ? "any" : watch.state(), Map.of(), ""), options, WatchShapes::checks)
                    : read(HealthOperations.SERVICE_CHECKS, new HealthOperations.ServiceChecksRequest(watch.service(),
                            Map.of(), ""), options, WatchShapes::checks);
            case "event" -> event(watch.name(), index);
            default -> CompletableFuture.failedFuture(
                    new IllegalArgumentException("Unsupported watch type: " + watch.type()));
        };
    }

    private <Q, R> CompletableFuture<Found> read(ReadOperation<Q, R> operation, Q request, ReadOptions options,
            Function<R, Object> shape) {
        CompletableFuture<Answer<R>> answer = dispatcher.read(operation, request, options);
        return answer.thenApply(a -> new Found(a.index(), shape.apply(a.value())));
    }

    private CompletableFuture<Found> event(String name, long index) {
        CompletableFuture<EventFeed.Snapshot> answer = index == 0
                ? CompletableFuture.completedFuture(events.events(name)) : events.await(name, index, 0);
        return answer.thenApply(snapshot -> new Found(snapshot.index(), newer(snapshot.events(), index)));
    }

    /** Events behind the one with that index; all when it is not among them. */
    private static List<UserEvent> newer(List<UserEvent> all, long index) {
        for (int i = 0; index != 0 && i < all.size(); i++) {
            if (io.curia.core.agent.event.UserEvents.index(all.get(i).id()) == index) {
                return all.subList(i + 1, all.size());
            }
        }
        return all;
    }
}
