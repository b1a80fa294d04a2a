package io.curia.core.fsm;

import io.curia.api.model.PreparedQuery;
import io.curia.api.op.CuriaException;
import io.curia.api.op.QueryOperations.ApplyRequest;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateTxn;

/** Writes of prepared queries. */
final class QueryWrites {
    private static final int UUID_LENGTH = 36;

    private QueryWrites() { }

    static String apply(StateTxn txn, ApplyRequest request) {
        PreparedQuery query = request.query();
        State state = txn.view();
        PreparedQuery present = state.queries.get(Keys.name(query.id()));
        if (request.action().equals("delete")) {
            if (present != null) {
                txn.removeQuery(present);
            }
            return query.id();
        }
        if (!query.session().isEmpty() && query.session().length() != UUID_LENGTH) {
            throw CuriaException.failed("failed session lookup: index error: UUID must be 36 characters");
        }
        if (!query.session().isEmpty() && state.sessions.get(Keys.name(query.session())) == null) {
            throw CuriaException.failed("invalid session \"" + query.session() + "\"");
        }
        if (!query.name().isEmpty()) {
            state.queries.forEach(other -> {
                if (!other.id().equals(query.id()) && Keys.folded(other.name()).equals(Keys.folded(query.name()))) {
                    throw CuriaException.failed("name '" + query.name() + "' aliases an existing query name");
                }
                return true;
            });
        }
        txn.putQuery(new PreparedQuery(query.id(), query.name(), query.session(), query.token(), query.template(),
                query.service(), query.dns(), present == null ? txn.index() : present.createIndex(), txn.index()));
        return query.id();
    }
}
