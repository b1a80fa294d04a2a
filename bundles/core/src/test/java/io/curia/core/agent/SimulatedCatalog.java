package io.curia.core.agent;

import io.curia.api.model.HealthCheck;
import io.curia.api.model.Node;
import io.curia.api.model.NodeService;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CuriaException.Kind;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.testkit.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A catalog on the other side of a network: answers late, from a server that is behind, or not at all; writes that seem to have
 * failed are done or not, now or later; some services are refused.
 */
final class SimulatedCatalog implements Dispatcher {
    /** A token that may do everything. */
    static final String MIGHTY = "mighty";
    private static final long SLOWEST = 3_000;
    private static final long LATEST_WRITE = 10_000;
    private static final long STALEST = 2_000;
    final FakeCatalog rows = new FakeCatalog();
    /** Services that access control refuses. */
    final Set<String> denied = new HashSet<>();
    /** Services that the catalog holds to be wrong. */
    final Set<String> wrong = new HashSet<>();
    /** Whether calls fail now and then. */
    boolean troubled = true;
    long downUntil;
    /** One call in so many is slow. */
    int slowOneIn = 10;
    /** How many calls failed because it was down. */
    int failures;
    private final ManualScheduler time;
    private final SplittableRandom random;
    private final Trace trace;
    private final Consumer<Object> asked;
    private final Deque<Past> past = new ArrayDeque<>();
    private int reading;
    private int writing;

    private record Past(long at, FakeCatalog rows) { }

    /** @param asked looks at every request as it is made: a read's operation, or what is to be written */
    SimulatedCatalog(ManualScheduler time, SplittableRandom random, Trace trace, Consumer<Object> asked) {
        this.time = time;
        this.random = random;
        this.trace = trace;
        this.asked = asked;
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        trace.require(++reading <= 2 && writing == 0, "a second round under way: " + reading + " reads, " + writing + " writes");
        asked.accept(operation.name());
        CompletableFuture<Answer<R>> answer = new CompletableFuture<>();
        FakeCatalog seen = troubled && random.nextInt(5) == 0 ? before(time.millis() - random.nextLong(STALEST)) : rows;
        CompletableFuture<Answer<R>> read = seen.read(operation, request, options);
        boolean fails = fails();
        later(delay(), () -> {
            reading--;
            finish(answer, fails ? down() : null, read::join);
        });
        return answer;
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        trace.require(++writing <= 8 && reading == 0, "a second round under way: " + reading + " reads, " + writing + " writes");
        asked.accept(request);
        CompletableFuture<R> answer = new CompletableFuture<>();
        CuriaException refusal = refusal(request, options.token());
        Runnable doing = () -> done(answer, operation, request, options);
        if (refusal != null) {
            later(delay(), () -> written(answer, refusal, null));
        } else if (!fails()) {
            later(delay(), doing);
        } else {
            switch (random.nextInt(3)) {
                case 0 -> later(random.nextLong(LATEST_WRITE), doing);
                case 1 -> later(0, doing);
                default -> trace.note("lost: " + describe(request));
            }
            later(delay(), () -> written(answer, down(), null));
        }
        return answer;
    }

    private <Q, R> void done(CompletableFuture<R> answer, WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        CompletableFuture<R> result = rows.write(operation, request, options);
        trace.note("the catalog: " + describe(request) + (result.isCompletedExceptionally() ? " refused" : ""));
        remember();
        result.whenComplete((value, failure) -> later(delay(), () -> written(answer, (CuriaException) failure, () -> value)));
    }

    private <R> void written(CompletableFuture<R> answer, CuriaException failure, Supplier<R> value) {
        if (!answer.isDone()) {
            writing--;
            finish(answer, failure, value);
        }
    }

    private CuriaException refusal(Object request, String token) {
        String service = "";
        if (request instanceof RegisterRequest r) {
            service = r.service() != null ? r.service().id() : r.check() != null ? r.check().serviceID() : "";
            if (r.service() != null && wrong.contains(service)) {
                return CuriaException.failed("Invalid service");
            }
        } else if (request instanceof DeregisterRequest r) {
            service = r.serviceID();
        }
        return denied.contains(service) && !token.equals(MIGHTY) ? new CuriaException(Kind.DENIED, "Permission denied") : null;
    }

    private boolean fails() {
        boolean fails = time.millis() < downUntil || troubled && random.nextInt(15) == 0;
        failures += fails ? 1 : 0;
        return fails;
    }

    private static CuriaException down() {
        return new CuriaException(Kind.NO_LEADER, "No cluster leader");
    }

    private static <R> void finish(CompletableFuture<R> answer, CuriaException failure, Supplier<R> value) {
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else {
            answer.complete(value.get());
        }
    }

    private long delay() {
        return random.nextInt(slowOneIn) == 0 ? random.nextLong(SLOWEST) : random.nextLong(30);
    }

    private void later(long millis, Runnable task) {
        time.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    static String describe(Object request) {
        if (request instanceof RegisterRequest r) {
            return (r.skipNodeUpdate() ? "" : "node ") + (r.service() == null ? "" : "+" + r.service().id())
                    + (r.check() == null ? "" : " +" + r.check().checkID() + " " + r.check().output())
                    + (r.checks() == null ? "" : " +" + r.checks().stream().map(HealthCheck::checkID).toList());
        }
        return request instanceof DeregisterRequest r ? "-" + r.serviceID() + r.checkID() : String.valueOf(request);
    }

    /** Others change something. */
    void change(String what, Consumer<FakeCatalog> change) {
        trace.note("others: " + what);
        change.accept(rows);
        remember();
    }

    private void remember() {
        FakeCatalog copy = new FakeCatalog();
        copy.node = rows.node;
        copy.services.putAll(rows.services);
        copy.checks.putAll(rows.checks);
        past.add(new Past(time.millis(), copy));
        while (past.size() > 1 && past.peek().at < time.millis() - 2 * STALEST) {
            past.remove();
        }
    }

    private FakeCatalog before(long millis) {
        FakeCatalog found = past.isEmpty() ? rows : past.peek().rows;
        for (Past one : past) {
            found = one.at <= millis ? one.rows : found;
        }
        return found;
    }

    Node node() {
        return rows.node;
    }

    Map<String, NodeService> services() {
        return new TreeMap<>(rows.services);
    }

    Map<String, HealthCheck> checks() {
        return new TreeMap<>(rows.checks);
    }

    @Override
    public long storeIndex() {
        return 1;
    }
}
