package io.curia.api.op;

import io.curia.api.model.Session;
import java.util.List;

/** Sessions (reference: http-api, section 8; semantics, section 5). */
public final class SessionOperations {
    private SessionOperations() { }

    /** A session to create; its id is chosen by the leader, the indexes are ignored. */
    public record CreateRequest(Session session) { }

    /** A session by its id. */
    public record IdRequest(String id) { }

    /** The sessions of a node. */
    public record NodeRequest(String node) { }

    /** Answers the new id. */
    public static final WriteOperation<CreateRequest, String> CREATE =
            WriteOperation.of("Session.Apply", CreateRequest.class, String.class);
    /** Answers true, also for an unknown session. */
    public static final WriteOperation<IdRequest, Boolean> DESTROY =
            WriteOperation.of("Session.Destroy", IdRequest.class, Boolean.class);
    /** Resets the session's timer; answers the session, or null when unknown. Writes nothing to the log. */
    public static final WriteOperation<IdRequest, Session> RENEW =
            WriteOperation.of("Session.Renew", IdRequest.class, Session.class);
    /** One session or none. */
    public static final ReadOperation<IdRequest, List<Session>> GET =
            ReadOperation.of("Session.Get", IdRequest.class, new ReadOperation.Of<List<Session>>() { });
    /** All sessions. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<Session>> LIST =
            ReadOperation.of("Session.List", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<Session>>() { });
    /** The sessions of a node. */
    public static final ReadOperation<NodeRequest, List<Session>> NODE_SESSIONS =
            ReadOperation.of("Session.NodeSessions", NodeRequest.class, new ReadOperation.Of<List<Session>>() { });
}
