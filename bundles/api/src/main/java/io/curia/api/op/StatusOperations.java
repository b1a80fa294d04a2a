package io.curia.api.op;

import io.curia.api.model.ServerStats;
import java.util.List;

/** How a server and its consensus are. */
public final class StatusOperations {
    private StatusOperations() { }

    /** The leader's address, "" for none. */
    public static final ReadOperation<CatalogOperations.NoRequest, String> LEADER =
            ReadOperation.of("Status.Leader", CatalogOperations.NoRequest.class, String.class);
    /** The addresses of the servers. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<String>> PEERS =
            ReadOperation.of("Status.Peers", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<String>>() { });
    /** Whether the answering server can be asked; answers true. */
    public static final ReadOperation<CatalogOperations.NoRequest, Boolean> PING =
            ReadOperation.of("Status.Ping", CatalogOperations.NoRequest.class, Boolean.class);
    /** Where the answering server's own log stands. */
    public static final ReadOperation<CatalogOperations.NoRequest, ServerStats> RAFT_STATS =
            ReadOperation.of("Status.RaftStats", CatalogOperations.NoRequest.class, ServerStats.class);
}
