package io.curia.checks.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curia.api.agent.AgentService;
import io.curia.api.agent.LocalServices;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.CheckStatus;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.Schedule;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.model.NodeServices;
import io.curia.api.op.Answer;
import io.curia.api.op.CatalogOperations;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.ReadOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AliasCheckTypeTest {
    private final TestContext context = new TestContext();
    private final Map<String, AgentService> services = new ConcurrentHashMap<>();
    private final Map<String, HealthCheck> checks = new ConcurrentHashMap<>();
    private final AtomicReference<Runnable> listener = new AtomicReference<>();
    private final LinkedBlockingQueue<Query> queries = new LinkedBlockingQueue<>();
    private final AliasCheckType type = new AliasCheckType(local(), dispatcher());

    private record Query(String operation, ReadOptions options, CompletableFuture<Object> answer) {
        void succeed(Object value, long index) {
            answer.complete(new Answer<>(value, index, 0, true, Consistency.STALE));
        }
    }

    @AfterEach
    void end() {
        context.close();
    }

    private LocalServices local() {
        return (LocalServices) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {LocalServices.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "services" -> Map.copyOf(services);
                    case "checks" -> Map.copyOf(checks);
                    case "onChange" -> {
                        listener.set((Runnable) arguments[0]);
                        yield (AutoCloseable) () -> listener.set(null);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Dispatcher dispatcher() {
        return (Dispatcher) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Dispatcher.class},
                (proxy, method, arguments) -> {
                    Query query = new Query(((io.curia.api.op.Operation<?, ?>) arguments[0]).name(),
                            (ReadOptions) arguments[2], new CompletableFuture<>());
                    queries.add(query);
                    return query.answer();
                });
    }

    private static HealthCheck check(String id, String service, String status, String output) {
        return new HealthCheck("other", id, "check " + id, status, "", output, service, service, List.of(), "ttl", "", "", 0,
                CheckInfo.NONE, 1, 1);
    }

    private static AgentService service(String id) {
        return new AgentService("", id, id, List.of(), Map.of(), 1, "", "", null, null, false, 1, 1, "", null, null, "");
    }

    private Probe open(Map<String, Object> fields) {
        CheckSpec spec = TestContext.spec(Duration.ZERO, fields);
        assertThat(type.claims(spec)).isTrue();
        assertThat(type.schedule(spec)).isEqualTo(new Schedule.OnTrigger(Duration.ofMinutes(1)));
        return type.open(spec, context);
    }

    private static ProbeResult get(Probe probe) throws Exception {
        return probe.run().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldFollowALocalServiceAtOnce() throws Exception {
        Probe probe = open(Map.of("AliasService", "real"));
        assertThat(get(probe)).isEqualTo(ProbeResult.critical("Service real could not be found on node a"));
        services.put("real", service("real"));
        listener.get().run();
        assertThat(context.triggered).isEqualTo(1);
        assertThat(get(probe)).isEqualTo(ProbeResult.passing("No checks found."));
        checks.put("c", check("c", "mirror", "critical", "our own, whatever it says"));
        checks.put("x", check("x", "stranger", "critical", "of another service"));
        listener.get().run();
        assertThat(context.triggered).isEqualTo(1);
        checks.put("rc", check("rc", "real", "passing", ""));
        assertThat(get(probe)).isEqualTo(ProbeResult.passing("All checks passing."));
        checks.put("rc", check("rc", "real", "warning", "slow"));
        assertThat(get(probe)).isEqualTo(ProbeResult.warning("Aliased check \"check rc\" failing: slow"));
        checks.put("n", check("n", "", "critical", "node"));
        assertThat(get(probe)).isEqualTo(ProbeResult.critical("Aliased check \"check n\" failing: node"));
        probe.close();
        assertThat(listener.get()).isNull();
    }

    @Test
    void shouldFollowAnotherNodeByBlockingQueries() throws Exception {
        Probe probe = open(Map.of("AliasNode", "other", "AliasService", "web"));
        CompletableFuture<ProbeResult> first = probe.run().toCompletableFuture();
        Query query = queries.poll(5, TimeUnit.SECONDS);
        assertThat(query.options().minIndex()).isZero();
        query.succeed(List.of(check("n", "", "passing", "")), 7);
        Query second = queries.poll(5, TimeUnit.SECONDS);
        assertThat(second.operation()).isEqualTo(CatalogOperations.NODE_SERVICES.name());
        second.succeed(null, 7);
        assertThat(first.get(5, TimeUnit.SECONDS))
                .isEqualTo(ProbeResult.critical("Service web could not be found on node other"));
        Query next = queries.poll(5, TimeUnit.SECONDS);
        assertThat(next.options().minIndex()).isEqualTo(7);
        assertThat(next.options().waitMillis()).isEqualTo(60_000);
        next.succeed(List.of(check("w", "web", "passing", ""), check("o", "db", "critical", "")), 8);
        await().until(() -> get(probe).equals(ProbeResult.passing("All checks passing.")));
        assertThat(context.triggered).isEqualTo(2);
        Query failing = queries.poll(5, TimeUnit.SECONDS);
        failing.answer().completeExceptionally(new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader"));
        await().until(() -> get(probe).output().equals("Failure checking aliased node or service: No cluster leader"));
        Query again = queries.poll(5, TimeUnit.SECONDS);
        assertThat(again.options().minIndex()).isEqualTo(8);
        probe.close();
        assertThat(again.answer()).isCancelled();
        assertThat(queries.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldKnowServicesWithoutChecks() throws Exception {
        Probe probe = open(Map.of("AliasNode", "other", "AliasService", "web"));
        queries.poll(5, TimeUnit.SECONDS).succeed(List.of(), 7);
        NodeService web = new NodeService("", "web", "web", List.of(), "", null, Map.of(), 1, "", null, false, null, null, 1, 1);
        queries.poll(5, TimeUnit.SECONDS).succeed(new NodeServices(null, Map.of("web", web)), 7);
        assertThat(get(probe)).isEqualTo(new ProbeResult(CheckStatus.PASSING, "No checks found.", false));
        probe.close();
    }
}
