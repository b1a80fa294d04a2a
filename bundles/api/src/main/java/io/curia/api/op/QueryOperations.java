package io.curia.api.op;

import io.curia.api.model.CheckServiceNode;
import io.curia.api.model.PreparedQuery;
import java.util.List;

/** Prepared queries (reference: http-api, section 9; semantics, section 8). */
public final class QueryOperations {
    private QueryOperations() { }

    /** What to do with a query: {@code create}, {@code update} or {@code delete}. */
    public record ApplyRequest(String action, PreparedQuery query) { }

    /** A query by its id. */
    public record IdRequest(String id) { }

    /**
     * @param idOrName the query's id, its name, or a name that a template matches
     * @param near node to sort by, "" for the query's own
     * @param limit of instances, 0 for none
     * @param agentNode the asking agent's node, for {@code _agent}
     * @param sourceAddress the asking client's address, for {@code _ip}
     */
    public record ExecuteRequest(String idOrName, String near, int limit, boolean connect, String agentNode,
            String sourceAddress) { }

    /** Another datacenter's query, with its template filled in, to be run here because nothing was found there. */
    public record RemoteRequest(PreparedQuery query, int limit, boolean connect) { }

    /** What a query found. */
    public record Execution(String service, List<CheckServiceNode> nodes, PreparedQuery.Dns dns, String datacenter,
            int failovers) { }

    /** A query with its template filled in. */
    public record Explanation(PreparedQuery query) { }

    /** Answers the query's id. */
    public static final WriteOperation<ApplyRequest, String> APPLY =
            WriteOperation.of("PreparedQuery.Apply", ApplyRequest.class, String.class);
    /** One query or none. */
    public static final ReadOperation<IdRequest, List<PreparedQuery>> GET =
            ReadOperation.of("PreparedQuery.Get", IdRequest.class, new ReadOperation.Of<List<PreparedQuery>>() { });
    /** All queries. */
    public static final ReadOperation<CatalogOperations.NoRequest, List<PreparedQuery>> LIST =
            ReadOperation.of("PreparedQuery.List", CatalogOperations.NoRequest.class,
                    new ReadOperation.Of<List<PreparedQuery>>() { });
    /** Runs a query; fails with NOT_FOUND for an unknown one. */
    public static final ReadOperation<ExecuteRequest, Execution> EXECUTE =
            ReadOperation.of("PreparedQuery.Execute", ExecuteRequest.class, Execution.class);
    /** Runs a query that is stored in another datacenter. */
    public static final ReadOperation<RemoteRequest, Execution> EXECUTE_REMOTE =
            ReadOperation.of("PreparedQuery.ExecuteRemote", RemoteRequest.class, Execution.class);
    /** Fills in a query's template; fails with NOT_FOUND for an unknown one. */
    public static final ReadOperation<ExecuteRequest, Explanation> EXPLAIN =
            ReadOperation.of("PreparedQuery.Explain", ExecuteRequest.class, Explanation.class);
}
