package io.curia.api.op;

import java.util.List;

/** Who leads, asked of another datacenter; an agent knows the answer for its own. */
public final class StatusOperations {
    private StatusOperations() { }

    /** The leader's address, "" for none. */
    public static final ReadOperation<CatalogOperations.NoRequest, String> LEADER =
            ReadOperation.of("Status.Leader", CatalogOperations.NoRequest.class, String.class);
    /** The addresses of the servers. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<String>> PEERS =
            ReadOperation.of("Status.Peers", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<String>>() { });
}
