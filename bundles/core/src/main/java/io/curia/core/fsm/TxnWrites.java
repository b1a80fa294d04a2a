package io.curia.core.fsm;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Session;
import io.curia.api.op.CuriaException;
import io.curia.api.op.KvOperations.ApplyRequest;
import io.curia.api.op.KvOperations.Verb;
import io.curia.api.op.TxnOperations.CheckStep;
import io.curia.api.op.TxnOperations.Failure;
import io.curia.api.op.TxnOperations.KvStep;
import io.curia.api.op.TxnOperations.NodeStep;
import io.curia.api.op.TxnOperations.Outcome;
import io.curia.api.op.TxnOperations.Request;
import io.curia.api.op.TxnOperations.Result;
import io.curia.api.op.TxnOperations.ServiceStep;
import io.curia.api.op.TxnOperations.Step;
import io.curia.core.store.Keys;
import io.curia.core.store.StateTxn;
import java.util.ArrayList;
import java.util.List;

/** Transactions: every step is evaluated, on what the steps before it left; one failure undoes all. */
public final class TxnWrites {
    private TxnWrites() { }

    /** Runs the steps on a change; when the outcome has errors the caller drops the change. */
    public static Outcome apply(StateTxn txn, Request request) {
        List<Result> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < request.steps().size(); i++) {
            try {
                step(txn, request.steps().get(i), results);
            } catch (CuriaException e) {
                failures.add(new Failure(i, e.getMessage()));
            }
        }
        return failures.isEmpty() ? new Outcome(results, null) : new Outcome(null, failures);
    }

    private static void step(StateTxn txn, Step step, List<Result> results) {
        if (step.kv() != null) {
            kv(txn, step.kv(), results);
        } else if (step.node() != null) {
            node(txn, step.node(), results);
        } else if (step.service() != null) {
            service(txn, step.service(), results);
        } else if (step.check() != null) {
            check(txn, step.check(), results);
        } else if (step.session() != null) {
            Session session = txn.view().sessions.get(Keys.name(step.session().session()));
            if (session != null) {
                SessionWrites.invalidate(txn, session);
            }
        }
    }

    private static void kv(StateTxn txn, KvStep step, List<Result> results) {
        Verb verb = Verb.of(step.verb());
        if (verb == null) {
            throw CuriaException.failed("unknown KV verb \"" + step.verb() + "\"");
        }
        KvEntry present = txn.kv(step.key());
        switch (verb) {
            case GET, GET_OR_EMPTY -> {
                if (present == null && verb == Verb.GET) {
                    throw missing(step.key());
                }
                results.add(of(present != null ? present : new KvEntry(0, step.key(), 0, null, "", 0, 0)));
            }
            case GET_TREE -> txn.view().kv.forEach(Keys.bytes(step.key()), entry -> results.add(of(entry)));
            case CHECK_INDEX -> results.add(bare(checkIndex(step, present)));
            case CHECK_SESSION -> results.add(bare(checkSession(step, present)));
            case CHECK_NOT_EXISTS -> {
                if (present != null) {
                    throw CuriaException.failed("key \"" + step.key() + "\" exists");
                }
            }
            default -> write(txn, verb, step, results);
        }
    }

    private static void write(StateTxn txn, Verb verb, KvStep step, List<Result> results) {
        boolean done = KvWrites.apply(txn,
                new ApplyRequest(verb, step.key(), step.value(), step.flags(), step.index(), step.session()));
        if (!done) {
            throw CuriaException.failed(switch (verb) {
                case LOCK -> "failed to lock key \"" + step.key() + "\", lock is already held";
                case UNLOCK -> "failed to unlock key \"" + step.key() + "\", lock isn't held, or is held by another "
                        + "session";
                case DELETE_CAS -> "failed to delete key \"" + step.key() + "\", index is stale";
                default -> "failed to set key \"" + step.key() + "\", index is stale";
            });
        }
        if (verb == Verb.SET || verb == Verb.CAS || verb == Verb.LOCK || verb == Verb.UNLOCK) {
            results.add(bare(txn.kv(step.key())));
        }
    }

    private static KvEntry checkIndex(KvStep step, KvEntry present) {
        if (present == null) {
            throw missing(step.key());
        }
        if (present.modifyIndex() != step.index()) {
            throw CuriaException.failed("failed index check for key \"" + step.key() + "\", current modify index "
                    + present.modifyIndex() + " != " + step.index());
        }
        return present;
    }

    private static KvEntry checkSession(KvStep step, KvEntry present) {
        if (present == null) {
            throw missing(step.key());
        }
        if (!present.session().equals(step.session())) {
            throw CuriaException.failed("failed session check for key \"" + step.key() + "\", current session \""
                    + present.session() + "\" != \"" + step.session() + "\"");
        }
        return present;
    }

    private static CuriaException missing(String key) {
        return CuriaException.failed("key \"" + key + "\" doesn't exist");
    }

    private static Result of(KvEntry entry) {
        return new Result(entry, null, null, null);
    }

    /** Writes and checks answer without the value. */
    private static Result bare(KvEntry entry) {
        return of(new KvEntry(entry.lockIndex(), entry.key(), entry.flags(), null, entry.session(),
                entry.createIndex(), entry.modifyIndex()));
    }

    private static void node(StateTxn txn, NodeStep step, List<Result> results) {
        Node wanted = step.node();
        String byId = wanted.id().isEmpty() ? null : txn.nodeNameOf(wanted.id());
        Node present = txn.node(byId != null ? byId : wanted.node());
        switch (step.verb()) {
            case "get" -> {
                if (present == null) {
                    throw CuriaException.failed("node \"" + wanted.node() + "\" doesn't exist");
                }
                results.add(new Result(null, present, null, null));
            }
            case "set", "cas" -> {
                if (step.verb().equals("cas") && stale(wanted.modifyIndex(), present == null ? 0 : present.modifyIndex())) {
                    throw CuriaException.failed("failed to set node \"" + wanted.node() + "\", index is stale");
                }
                CatalogWrites.putNode(txn, wanted.withIndexes(0, 0));
                results.add(new Result(null, txn.node(wanted.node()), null, null));
            }
            case "delete", "delete-cas" -> {
                if (step.verb().equals("delete-cas")
                        && (present == null || present.modifyIndex() != wanted.modifyIndex())) {
                    throw CuriaException.failed("failed to delete node \"" + wanted.node() + "\", index is stale");
                }
                if (present != null) {
                    CatalogWrites.deregisterNode(txn, present);
                }
            }
            default -> throw CuriaException.failed("unknown Node verb \"" + step.verb() + "\"");
        }
    }

    private static boolean stale(long given, long present) {
        return given != present;
    }

    private static void service(StateTxn txn, ServiceStep step, List<Result> results) {
        NodeService wanted = step.service();
        String id = wanted.id().isEmpty() ? wanted.service() : wanted.id();
        NodeService present = txn.service(step.node(), id);
        switch (step.verb()) {
            case "get" -> {
                if (present == null) {
                    throw CuriaException.failed("service \"" + id + "\" on node \"" + step.node() + "\" doesn't exist");
                }
                results.add(new Result(null, null, present, null));
            }
            case "set", "cas" -> {
                if (step.verb().equals("cas") && stale(wanted.modifyIndex(), present == null ? 0 : present.modifyIndex())) {
                    throw CuriaException.failed("failed to set service \"" + id + "\" on node \"" + step.node()
                            + "\", index is stale");
                }
                if (txn.node(step.node()) == null) {
                    throw CuriaException.failed("Missing node registration");
                }
                CatalogWrites.putService(txn, txn.node(step.node()).node(), wanted.withIndexes(0, 0));
                results.add(new Result(null, null, txn.service(step.node(), id), null));
            }
            case "delete", "delete-cas" -> {
                if (step.verb().equals("delete-cas")
                        && (present == null || present.modifyIndex() != wanted.modifyIndex())) {
                    throw CuriaException.failed("failed to delete service \"" + id + "\" on node \"" + step.node()
                            + "\", index is stale");
                }
                if (present != null) {
                    CatalogWrites.deregisterService(txn, txn.node(step.node()).node(), present);
                }
            }
            default -> throw CuriaException.failed("unknown Service verb \"" + step.verb() + "\"");
        }
    }

    private static void check(StateTxn txn, CheckStep step, List<Result> results) {
        HealthCheck wanted = step.check();
        HealthCheck present = txn.check(wanted.node(), wanted.checkID());
        switch (step.verb()) {
            case "get" -> {
                if (present == null) {
                    throw CuriaException.failed("check \"" + wanted.checkID() + "\" on node \"" + wanted.node()
                            + "\" doesn't exist");
                }
                results.add(new Result(null, null, null, present));
            }
            case "set", "cas" -> {
                if (step.verb().equals("cas") && stale(wanted.modifyIndex(), present == null ? 0 : present.modifyIndex())) {
                    throw CuriaException.failed("failed to set check \"" + wanted.checkID() + "\" on node \""
                            + wanted.node() + "\", index is stale");
                }
                CatalogWrites.putCheck(txn, wanted);
                results.add(new Result(null, null, null, txn.check(wanted.node(), wanted.checkID())));
            }
            case "delete", "delete-cas" -> {
                if (step.verb().equals("delete-cas")
                        && (present == null || present.modifyIndex() != wanted.modifyIndex())) {
                    throw CuriaException.failed("failed to delete check \"" + wanted.checkID() + "\" on node \""
                            + wanted.node() + "\", index is stale");
                }
                if (present != null) {
                    CatalogWrites.deregisterCheck(txn, present);
                }
            }
            default -> throw CuriaException.failed("unknown Check verb \"" + step.verb() + "\"");
        }
    }
}
