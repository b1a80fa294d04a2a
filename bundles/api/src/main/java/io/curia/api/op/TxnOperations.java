package io.curia.api.op;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.KvEntry;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.model.Wire;
import java.util.List;

/** Transactions (reference: http-api, section 9; semantics, section 7). */
public final class TxnOperations {
    private TxnOperations() { }

    /** The most operations in one transaction. */
    public static final int MAX_OPERATIONS = 64;

    /** One step: exactly one of the parts is not null. */
    public record Step(
            @Wire(value = "KV", omitEmpty = true) KvStep kv,
            @Wire(omitEmpty = true) NodeStep node,
            @Wire(omitEmpty = true) ServiceStep service,
            @Wire(omitEmpty = true) CheckStep check,
            @Wire(omitEmpty = true) SessionStep session) { }

    /** A step on a key; {@code verb} as in {@link KvOperations.Verb#text()}. */
    public record KvStep(String verb, String key, byte[] value, long flags, long index, String session) { }

    /** A step on a node: get, set, cas, delete, delete-cas (by the node's modify index). */
    public record NodeStep(String verb, Node node) { }

    /** A step on a service: get, set, cas, delete, delete-cas. */
    public record ServiceStep(String verb, String node, NodeService service) { }

    /** A step on a check: get, set, cas, delete, delete-cas. */
    public record CheckStep(String verb, HealthCheck check) { }

    /** A step on a session: delete. */
    public record SessionStep(String verb, String session) { }

    /** All steps, or none, take effect. */
    public record Request(List<Step> steps) { }

    /** What a step returns: exactly one of the parts is not null. */
    public record Result(
            @Wire(value = "KV", omitEmpty = true) KvEntry kv,
            @Wire(omitEmpty = true) Node node,
            @Wire(omitEmpty = true) NodeService service,
            @Wire(omitEmpty = true) HealthCheck check) { }

    /** A step that failed. */
    public record Failure(int opIndex, String what) { }

    /** Results of the steps that return something, or, when {@code errors} is not null, why nothing took effect. */
    public record Outcome(List<Result> results, List<Failure> errors) { }

    /** Applies the steps. */
    public static final WriteOperation<Request, Outcome> APPLY =
            WriteOperation.of("Txn.Apply", Request.class, Outcome.class);
    /** Evaluates steps that all only read. */
    public static final ReadOperation<Request, Outcome> READ =
            ReadOperation.of("Txn.Read", Request.class, Outcome.class);
}
