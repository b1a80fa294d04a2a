package io.curia.core.fsm;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Session;
import io.curia.api.op.CuriaException;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateTxn;

/** Creates sessions, and ends them with all that hangs on them. */
public final class SessionWrites {
    private static final long MAX_LOCK_DELAY = 60_000_000_000L;

    private SessionWrites() { }

    /** Create the session ({@code destroy} false), or end the one with this id. */
    public record SessionCommand(boolean destroy, Session session) {
        /** Ends the session of an id. */
        public static SessionCommand end(String id) {
            return new SessionCommand(true, new Session(id, "", "", 0, "", "", null, null, null, 0, 0));
        }
    }

    static String apply(StateTxn txn, SessionCommand command) {
        Session session = command.session();
        if (!command.destroy()) {
            return create(txn, session);
        }
        Session present = txn.view().sessions.get(Keys.name(session.id()));
        if (present != null) {
            invalidate(txn, present);
        }
        return null;
    }

    private static String create(StateTxn txn, Session session) {
        if (txn.node(session.node()) == null) {
            throw CuriaException.failed("Missing node registration");
        }
        for (String id : StateTxn.checkIds(session)) {
            HealthCheck check = txn.check(session.node(), id);
            if (check == null) {
                throw CuriaException.failed("Missing check '" + id + "' registration");
            }
            if (check.status().equals(HealthCheck.CRITICAL)) {
                throw CuriaException.failed("Check '" + id + "' is in critical state");
            }
        }
        txn.putSession(session.withIndexes(txn.index(), txn.index()));
        return session.id();
    }

    static void invalidateByCheck(StateTxn txn, String node, String checkID) {
        State state = txn.view();
        state.sessionsByCheck.forEach(Keys.below(node, checkID), id -> {
            Session session = state.sessions.get(Keys.name(id));
            if (session != null) {
                invalidate(txn, session);
            }
            return true;
        });
    }

    /** Ends a session: releases or deletes what it holds, and bars those keys from new locks for its lock-delay. */
    static void invalidate(StateTxn txn, Session session) {
        State state = txn.view();
        if (state.sessions.get(Keys.name(session.id())) == null) {
            return;
        }
        txn.removeSession(session);
        state.kvBySession.forEach(Keys.bytes(session.id() + '\0'), key -> {
            KvEntry entry = txn.kv(key);
            if (session.behavior().equals(Session.DELETE)) {
                txn.removeKv(entry);
            } else {
                txn.putKv(new KvEntry(entry.lockIndex(), entry.key(), entry.flags(), entry.value(), "",
                        entry.createIndex(), txn.index()));
            }
            if (session.lockDelay() > 0) {
                txn.delayLock(key, Math.min(session.lockDelay(), MAX_LOCK_DELAY));
            }
            return true;
        });
        state.queries.forEach(query -> {
            if (query.session().equals(session.id())) {
                txn.removeQuery(query);
            }
            return true;
        });
    }
}
