package io.curia.core.fsm;

import io.curia.api.model.KvEntry;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.core.store.Keys;
import io.curia.core.store.StateTxn;
import java.util.Arrays;

/** Writes of keys and values. */
final class KvWrites {
    private KvWrites() { }

    /** Whether the write took place. */
    static boolean apply(StateTxn txn, ApplyRequest request) {
        KvEntry present = txn.kv(request.key());
        switch (request.verb()) {
            case SET -> {
                set(txn, request, present, present == null ? "" : present.session(), 0);
                return true;
            }
            case CAS -> {
                if (request.index() == 0 ? present != null
                        : present == null || present.modifyIndex() != request.index()) {
                    return false;
                }
                set(txn, request, present, present == null ? "" : present.session(), 0);
                return true;
            }
            case LOCK -> {
                return lock(txn, request, present);
            }
            case UNLOCK -> {
                return unlock(txn, request, present);
            }
            case DELETE -> {
                if (present != null) {
                    txn.removeKv(present);
                }
                return true;
            }
            case DELETE_CAS -> {
                if (present == null) {
                    return true;
                }
                if (present.modifyIndex() != request.index()) {
                    return false;
                }
                txn.removeKv(present);
                return true;
            }
            case DELETE_TREE -> {
                txn.view().kv.forEach(Keys.bytes(request.key()), entry -> {
                    txn.removeKv(entry);
                    return true;
                });
                return true;
            }
            default -> throw CuriaException.failed("Invalid KVS operation '" + request.verb().text() + "'");
        }
    }

    private static void set(StateTxn txn, ApplyRequest request, KvEntry present, String session, long lockIndex) {
        byte[] value = request.value() != null && request.value().length == 0 ? null : request.value();
        if (present != null && present.flags() == request.flags() && present.lockIndex() == lockIndex
                && present.session().equals(session) && Arrays.equals(present.value(), value)) {
            return;
        }
        txn.putKv(new KvEntry(lockIndex, request.key(), request.flags(), value, session,
                present == null ? txn.index() : present.createIndex(), txn.index()));
    }

    private static boolean lock(StateTxn txn, ApplyRequest request, KvEntry present) {
        if (request.session().isEmpty()) {
            throw CuriaException.failed("missing session");
        }
        if (request.session().length() != 36) {
            throw CuriaException.failed("failed session lookup: index error: UUID must be 36 characters");
        }
        if (txn.view().sessions.get(Keys.name(request.session())) == null) {
            throw CuriaException.failed("invalid session \"" + request.session() + "\"");
        }
        if (present != null && !present.session().isEmpty()) {
            if (!present.session().equals(request.session())) {
                return false;
            }
            set(txn, request, present, request.session(), present.lockIndex());
            return true;
        }
        set(txn, request, present, request.session(), present == null ? 1 : present.lockIndex() + 1);
        return true;
    }

    private static boolean unlock(StateTxn txn, ApplyRequest request, KvEntry present) {
        if (request.session().isEmpty()) {
            throw CuriaException.failed("missing session");
        }
        if (present == null || !present.session().equals(request.session())) {
            return false;
        }
        set(txn, request, present, "", present.lockIndex());
        return true;
    }
}
