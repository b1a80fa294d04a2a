package io.curia.api.agent;

import io.curia.api.model.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** User events: the newest 256 that concern this agent (reference: http-api, section 9). */
public interface EventFeed {
    /** A moment in the feed: all events kept, oldest first, and the index of the newest. */
    record Snapshot(List<UserEvent> events, long index) { }

    /** Fires an event in a datacenter ("" for the own); answers it with its id. */
    CompletableFuture<UserEvent> fire(UserEvent event, String datacenter, String token);

    /** The events of a name, "" for all. */
    Snapshot events(String name);

    /** Ends as soon as the index of a name's events differs from {@code index}, or after {@code waitMillis}. */
    CompletableFuture<Snapshot> await(String name, long index, long waitMillis);
}
