package io.curia.http.endpoint;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.TxnOperations;
import io.curia.api.op.TxnOperations.CheckStep;
import io.curia.api.op.TxnOperations.Failure;
import io.curia.api.op.TxnOperations.NodeStep;
import io.curia.api.op.TxnOperations.Outcome;
import io.curia.api.op.TxnOperations.Result;
import io.curia.api.op.TxnOperations.ServiceStep;
import io.curia.api.op.TxnOperations.Step;
import io.curia.api.op.WriteOptions;
import io.curia.http.call.Call;
import io.curia.http.call.Meta;
import io.curia.http.call.Route;
import io.curia.http.render.Encoded;
import io.curia.http.text.GoText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** Transactions (reference: http-api, section 9). */
public final class TxnEndpoints {
    private static final Type STEPS = new ListOfSteps();

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private TxnEndpoints() { }

    /** What a transaction of reads answers: the outcome, and what reads of old said in their bodies. */
    record ReadOutcome(List<Result> results, List<Failure> errors, long index, long lastContact, boolean knownLeader,
            String consistencyLevel, boolean notModified, int backend) { }

    /** Adds the route. */
    public static void addTo(List<Route> routes) {
        routes.add(new Route("/v1/txn", TxnEndpoints::handle, "PUT"));
    }

    private static void handle(Call call) {
        ReadOptions reading = call.readOptions();
        WriteOptions writing = call.writeOptions();
        long limit = Math.max(call.settings().maxValueSize(), call.settings().maxTxnSize());
        call.body(limit, body -> run(call, steps(call, body), reading, writing));
    }

    private static List<Step> steps(Call call, byte[] body) {
        List<Step> given;
        try {
            given = call.services().codec().parse(body, STEPS, true);
        } catch (CuriaException e) {
            boolean object = e.getMessage().startsWith("json: cannot unmarshal object into Go value");
            throw CuriaException.badRequest("Failed to parse body: "
                    + (object ? "json: cannot unmarshal object into Go value of type api.TxnOps" : e.getMessage()));
        }
        if (given == null) {
            return List.of();
        }
        if (given.size() > TxnOperations.MAX_OPERATIONS) {
            throw new CuriaException(CuriaException.Kind.TOO_LARGE, "Transaction contains too many operations ("
                    + given.size() + " > " + TxnOperations.MAX_OPERATIONS + ")");
        }
        List<Step> steps = new ArrayList<>(given.size());
        for (Step step : given) {
            if (step != null && (step.kv() != null || step.node() != null || step.service() != null
                    || step.check() != null || step.session() != null)) {
                checkSize(step, call.settings().maxValueSize());
                steps.add(whole(call, step));
            }
        }
        return steps;
    }

    /** What a step leaves out is empty, not absent. */
    private static Step whole(Call call, Step step) {
        if (step.node() != null && step.node().node() == null) {
            return new Step(null, new NodeStep(step.node().verb(), empty(call, Node.class)), null, null, null);
        }
        if (step.service() != null && step.service().service() == null) {
            return new Step(null, null, new ServiceStep(step.service().verb(), step.service().node(),
                    empty(call, NodeService.class)), null, null);
        }
        if (step.check() != null && step.check().check() == null) {
            return new Step(null, null, null, new CheckStep(step.check().verb(), empty(call, HealthCheck.class)), null);
        }
        return step;
    }

    private static <T> T empty(Call call, Class<T> type) {
        return call.services().codec().parse(EMPTY_OBJECT, type, true);
    }

    private static void checkSize(Step step, long most) {
        if (step.kv() != null && step.kv().value() != null && step.kv().value().length > most) {
            throw new CuriaException(CuriaException.Kind.TOO_LARGE, "Value for key " + GoText.quote(step.kv().key())
                    + " is too large (" + step.kv().value().length + " > " + most + " bytes)");
        }
    }

    private static void run(Call call, List<Step> steps, ReadOptions reading, WriteOptions writing) {
        TxnOperations.Request request = new TxnOperations.Request(steps);
        for (Step step : steps) {
            if (writes(step)) {
                call.write(TxnOperations.APPLY, request, writing, outcome -> sendWritten(call, outcome));
                return;
            }
        }
        call.read(TxnOperations.READ, request, reading, Meta.CONTACT, TxnEndpoints::sendRead);
    }

    /** Verbs that nobody knows count as reads of keys, but as writes of anything else. */
    private static boolean writes(Step step) {
        if (step.kv() != null) {
            return switch (step.kv().verb()) {
                case "set", "delete", "delete-cas", "delete-tree", "cas", "lock", "unlock" -> true;
                default -> false;
            };
        }
        String verb = step.node() != null ? step.node().verb() : step.service() != null ? step.service().verb()
                : step.check() != null ? step.check().verb() : "delete";
        return !"get".equals(verb);
    }

    private static void sendWritten(Call call, Outcome outcome) {
        boolean failed = failed(outcome);
        call.json(failed ? 409 : 200, Encoded.of(new Outcome(results(outcome), failed ? outcome.errors() : null)));
    }

    private static void sendRead(Call call, Answer<Outcome> answer) {
        Outcome outcome = answer.value();
        boolean failed = failed(outcome);
        call.json(failed ? 409 : 200, Encoded.of(new ReadOutcome(results(outcome), failed ? outcome.errors() : null, 1,
                answer.lastContactMillis(), answer.knownLeader(), "", false, 0)));
    }

    private static boolean failed(Outcome outcome) {
        return outcome.errors() != null && !outcome.errors().isEmpty();
    }

    private static List<Result> results(Outcome outcome) {
        if (failed(outcome)) {
            return null;
        }
        return outcome.results() == null ? List.of() : outcome.results();
    }

    private static final class ListOfSteps implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {Step.class};
        }

        @Override
        public Type getRawType() {
            return List.class;
        }

        @Override
        public Type getOwnerType() {
            return null;
        }
    }
}
