package io.curia.core.ops;

import io.curia.api.model.GoDuration;
import io.curia.api.model.PreparedQuery;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations;
import io.curia.api.op.QueryOperations.ApplyRequest;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.OperationTable;
import io.curia.core.dispatch.WriteHandler.Prepared;
import io.curia.core.fsm.CommandType;
import io.curia.core.store.Keys;
import io.curia.core.store.StateStore;
import java.util.function.Supplier;

/** Checks and completes prepared queries before they go into the log. */
public final class QueryRegistrations {
    private static final String MODIFY_UNKNOWN = "Cannot modify non-existent prepared query: '";

    /** What readers see of a token that they may not know. */
    private static final String REDACTED = "<hidden>";

    private final Msgpack msgpack;
    private final StateStore store;
    private final Supplier<String> uuids;

    /** @param uuids makes the ids of new queries */
    public QueryRegistrations(Msgpack msgpack, StateStore store, Supplier<String> uuids) {
        this.msgpack = msgpack;
        this.store = store;
        this.uuids = uuids;
    }

    /** Adds the operation. */
    public void addTo(OperationTable table) {
        table.write(QueryOperations.APPLY, "raft apply failed: ", this::apply);
    }

    private Prepared<String> apply(ApplyRequest request) {
        PreparedQuery query = request.query();
        if (request.action().equals("create")) {
            if (!query.id().isEmpty()) {
                throw CuriaException.failed("ID must be empty when creating a new prepared query");
            }
            query = withId(query, uuids.get());
        } else if (query.id().length() != 36) {
            throw CuriaException.failed("failed prepared query lookup: index error: UUID must be 36 characters");
        } else if (store.state().queries.get(Keys.name(query.id())) == null) {
            throw CuriaException.failed(MODIFY_UNKNOWN + query.id() + "'");
        }
        if (!request.action().equals("delete")) {
            query = completed(query);
        }
        return Prepared.command(msgpack.encode(CommandType.QUERY, new ApplyRequest(request.action(), query)));
    }

    private static PreparedQuery withId(PreparedQuery query, String id) {
        return new PreparedQuery(id, query.name(), query.session(), query.token(), query.template(), query.service(),
                query.dns(), 0, 0);
    }

    private static PreparedQuery completed(PreparedQuery query) {
        PreparedQuery.Template template = query.template() == null ? PreparedQuery.Template.NONE : query.template();
        if (query.name().isEmpty() && template.type().isEmpty() && query.session().isEmpty()) {
            throw invalid("Must be bound to a session");
        }
        if (query.token().equals(REDACTED)) {
            throw invalid("Bad Token '" + REDACTED
                    + "', it looks like a query definition with a redacted token was submitted");
        }
        if (query.service() == null || query.service().service().isEmpty()) {
            throw invalid("Must provide a Service name to query");
        }
        PreparedQuery.Failover failover =
                query.service().failover() == null ? PreparedQuery.Failover.NONE : query.service().failover();
        if (failover.nearestN() < 0) {
            throw invalid("Bad NearestN '" + failover.nearestN() + "', must be >= 0");
        }
        PreparedQuery.Dns dns = query.dns() == null ? PreparedQuery.Dns.NONE : query.dns();
        if (!dns.ttl().isEmpty()) {
            checkTtl(dns.ttl());
        }
        if (!template.type().isEmpty() && !template.type().equals(QueryTemplates.NAME_PREFIX_MATCH)) {
            throw CuriaException.failed(
                    "raft apply failed: failed compiling template: Bad Template.Type '" + template.type() + "'");
        }
        PreparedQuery.ServiceQuery s = query.service();
        PreparedQuery complete = new PreparedQuery(query.id(), query.name(), query.session(), query.token(), template,
                new PreparedQuery.ServiceQuery(s.service(), failover, s.onlyPassing(), s.ignoreCheckIDs(), s.near(),
                        s.tags(), s.nodeMeta(), s.serviceMeta(), s.connect()), dns, 0, 0);
        if (!template.type().isEmpty()) {
            QueryTemplates.render(complete, complete.name());
        }
        return complete;
    }

    private static void checkTtl(String text) {
        long ttl;
        try {
            ttl = GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("Bad DNS TTL '" + text + "': " + e.getMessage());
        }
        if (ttl < 0) {
            throw invalid("DNS TTL must be >=0");
        }
    }

    private static CuriaException invalid(String why) {
        return CuriaException.failed("Invalid prepared query: " + why);
    }
}
