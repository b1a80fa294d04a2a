package io.curia.http;

import io.curia.api.acl.AccessControl;
import io.curia.api.agent.AgentControl;
import io.curia.api.agent.CheckDefinition;
import io.curia.api.agent.DefinitionParser;
import io.curia.api.agent.EventFeed;
import io.curia.api.agent.Filters;
import io.curia.api.agent.LocalServices;
import io.curia.api.agent.LogStream;
import io.curia.api.agent.Metrics;
import io.curia.api.agent.ServiceDefinition;
import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.Operation;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.api.platform.BundleInventory;
import io.curia.api.platform.StaticContent;
import io.curia.http.call.Services;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Everything behind the HTTP frontend, told by each test what to answer. */
public final class Fakes implements Dispatcher, Services.Optional {
    /** What was asked: operation, request, options. */
    public record Asked(String operation, Object request, Object options) { }

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    public final Map<String, Object> values = new ConcurrentHashMap<>();
    public final Map<String, BiFunction<Object, Object, CompletableFuture<?>>> answers = new ConcurrentHashMap<>();
    public volatile long index = 7;
    public volatile AccessControl access;
    public volatile BundleInventory bundles;
    public volatile Filters filters;
    public volatile StaticContent content;
    public final FakeLocal local = new FakeLocal();
    public final FakeControl control = new FakeControl();
    public final FakeEvents events = new FakeEvents();
    public volatile LogStream logs = (level, json, sink) -> () -> { };
    public volatile Metrics.Interval interval = new Metrics.Interval("2026-11-21 08:00:00 +0000 UTC", List.of(),
            List.of(), List.of());

    public Services services() {
        return new Services(this, local.proxy(), control.proxy(), events, metrics(), (l, j, s) -> logs.follow(l, j, s),
                new TestCodec(), new FakeParser(), this);
    }

    private Metrics metrics() {
        return new Metrics() {
            @Override
            public void count(String name, double amount) { }

            @Override
            public void gauge(String name, double value) { }

            @Override
            public void sample(String name, double value) { }

            @Override
            public Interval latest() {
                return interval;
            }
        };
    }

    public void value(Operation<?, ?> operation, Object value) {
        values.put(operation.name(), value);
    }

    public void answer(Operation<?, ?> operation, BiFunction<Object, Object, CompletableFuture<?>> how) {
        answers.put(operation.name(), how);
    }

    public void fails(Operation<?, ?> operation, CuriaException with) {
        answer(operation, (q, o) -> CompletableFuture.failedFuture(with));
    }

    public <R> Answer<R> at(R value, Consistency consistency) {
        return new Answer<>(value, index, 0, true, consistency);
    }

    public Asked last() {
        return asked.get(asked.size() - 1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        asked.add(new Asked(operation.name(), request, options));
        var how = answers.get(operation.name());
        if (how != null) {
            return (CompletableFuture<Answer<R>>) how.apply(request, options);
        }
        return CompletableFuture.completedFuture(at((R) values.get(operation.name()), options.consistency()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        asked.add(new Asked(operation.name(), request, options));
        var how = answers.get(operation.name());
        if (how != null) {
            return (CompletableFuture<R>) how.apply(request, options);
        }
        return CompletableFuture.completedFuture((R) values.getOrDefault(operation.name(), Boolean.TRUE));
    }

    @Override
    public long storeIndex() {
        return index;
    }

    @Override
    public AccessControl access() {
        return access;
    }

    @Override
    public BundleInventory bundles() {
        return bundles;
    }

    @Override
    public Filters filters() {
        return filters;
    }

    @Override
    public StaticContent content() {
        return content;
    }

    /** Methods answer from a map by their names; calls are kept. */
    public abstract static class Recorded<T> {
        public final List<String> calls = new CopyOnWriteArrayList<>();
        public final Map<String, Object> results = new ConcurrentHashMap<>();
        private final Class<T> type;

        Recorded(Class<T> type) {
            this.type = type;
        }

        public T proxy() {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                calls.add(method.getName() + (args == null ? "[]" : List.of(args).toString()));
                Object result = results.get(method.getName());
                if (result instanceof RuntimeException e) {
                    throw e;
                }
                return result;
            }));
        }
    }

    public static final class FakeLocal extends Recorded<LocalServices> {
        FakeLocal() {
            super(LocalServices.class);
            results.put("services", Map.of());
            results.put("checks", Map.of());
        }
    }

    public static final class FakeControl extends Recorded<AgentControl> {
        FakeControl() {
            super(AgentControl.class);
            results.put("nodeName", "a");
            results.put("nodeID", "10000000-aaaa-4bbb-8ccc-000000000001");
            results.put("datacenter", "dc1");
            results.put("server", true);
            results.put("version", "1.10.11");
            results.put("defaultToken", "");
            results.put("stats", Map.of("agent", Map.of("checks", "0")));
            results.put("meta", Map.of("rack", "r1"));
            results.put("debugConfig", Map.of("Datacenter", "dc1"));
            results.put("members", List.of());
            results.put("leave", CompletableFuture.completedFuture(null));
            results.put("join", CompletableFuture.completedFuture(1));
            results.put("restore", CompletableFuture.completedFuture(null));
            results.put("snapshot", CompletableFuture.completedFuture(
                    new AgentControl.SnapshotArchive(new byte[] {1, 2, 3}, 9)));
            results.put("reload", List.of());
            results.put("servers", new AgentControl.ServerAddresses("127.0.0.1:8300", List.of("127.0.0.1:8300")));
        }
    }

    public static final class FakeEvents implements EventFeed {
        public volatile Snapshot snapshot = new Snapshot(List.of(), 1);
        public final CompletableFuture<Snapshot> awaited = new CompletableFuture<>();

        @Override
        public CompletableFuture<io.curia.api.model.UserEvent> fire(io.curia.api.model.UserEvent event,
                String datacenter, String token) {
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public Snapshot events(String name) {
            return snapshot;
        }

        @Override
        public CompletableFuture<Snapshot> await(String name, long index, long waitMillis) {
            return awaited;
        }
    }

    /** Reads nothing but the body's text, as the name. */
    public static final class FakeParser implements DefinitionParser {
        @Override
        public ServiceDefinition service(byte[] json) {
            if (json.length == 0) {
                throw CuriaException.badRequest("Request decode failed: EOF");
            }
            return new ServiceDefinition("", "", new String(json), null, "", null, null, null, null, 0, "", "", null,
                    false, null, null, "");
        }

        @Override
        public CheckDefinition check(byte[] json) {
            return new CheckDefinition("", new String(json), "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0, Map.of());
        }
    }
}
