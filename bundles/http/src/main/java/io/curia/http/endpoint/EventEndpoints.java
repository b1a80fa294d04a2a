package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.EventFeed;
import io.curia.api.agent.EventFeed.Snapshot;
import io.curia.api.model.UserEvent;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.call.Params;
import io.curia.http.call.Query;
import io.curia.http.call.Route;
import io.curia.http.text.GoText;
import java.util.List;
import org.eclipse.jetty.http.HttpField;

/** User events (reference: http-api, section 9). */
public final class EventEndpoints {
    private static final long DEFAULT_WAIT_MILLIS = 300_000;
    private static final long LONGEST_WAIT_MILLIS = 600_000;
    private static final int VERSION = 1;
    /** More than any event may have; the feed says what is too large. */
    private static final long MOST_PAYLOAD = 64 * 1024;

    private EventEndpoints() { }

    /** Adds the routes. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/event/fire/", EventEndpoints::fire, "PUT"));
        routes.add(new Route("/v1/event/list", EventEndpoints::list, "GET"));
    }

    private static void fire(Call call) {
        Query query = call.query();
        String token = call.token();
        String name = CatalogEndpoints.named(call, "Missing name");
        AgentAccess.require(call, Resource.EVENT, name, Access.WRITE, () -> call.body(MOST_PAYLOAD, payload -> {
            UserEvent event = new UserEvent("", name, payload.length == 0 ? null : payload, query.get("node"),
                    query.get("service"), query.get("tag"), VERSION, 0);
            call.settle(call.services().events().fire(event, query.get("dc"), token),
                    fired -> call.json((Object) fired));
        }));
    }

    private static void list(Call call) {
        Query query = call.query();
        String name = query.get("name");
        long wait = Params.wait(query);
        String text = query.get("index");
        EventFeed events = call.services().events();
        AgentAccess.authorize(call, who -> {
            Snapshot now = events.events(name);
            if (text.isEmpty() || index(text) == 0 || index(text) != now.index()) {
                send(call, now);
            } else {
                long millis = wait == 0 ? DEFAULT_WAIT_MILLIS : Math.min(wait, LONGEST_WAIT_MILLIS);
                call.settle(events.await(name, index(text), millis), later -> send(call, later));
            }
        });
    }

    /** An event's index is made of its id, any 64 bits. */
    private static long index(String text) {
        try {
            return GoText.parseUint(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Invalid index");
        }
    }

    private static void send(Call call, Snapshot snapshot) {
        call.headers().add(new HttpField("X-Consul-Index", Long.toUnsignedString(snapshot.index())));
        AgentAccess.authorize(call, who -> {
            List<UserEvent> seen = who == null ? snapshot.events() : snapshot.events().stream()
                    .filter(event -> who.allows(Resource.EVENT, event.name(), Access.READ)).toList();
            call.json((Object) seen);
        });
    }
}
