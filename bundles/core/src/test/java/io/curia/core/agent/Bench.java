package io.curia.core.agent;

import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.check.ProbeResult;
import io.curia.api.check.Schedule;
import io.curia.api.check.CheckContext;
import io.curia.core.agent.check.CheckScheduler;
import io.curia.core.agent.check.CheckTypes;
import io.curia.core.agent.parse.JsonDefinitionParser;
import io.curia.core.agent.persist.DefinitionStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An agent in a test: manual time, everything on the test's thread. */
final class Bench {
    final ManualScheduler time = new ManualScheduler();
    final io.curia.core.codec.GoJson codec = new io.curia.core.codec.GoJson();
    final CheckTypes types = new CheckTypes();
    final NodeIdentity node = new NodeIdentity("10000000-aaaa-4bbb-8ccc-000000000001", "a", "dc1", "127.0.0.1",
            Map.of("lan", "127.0.0.1"), Map.of("consul-network-segment", ""));
    AgentSettings settings = AgentSettings.DEFAULT;
    final JsonDefinitionParser parser = new JsonDefinitionParser(codec, types::claimedFields);
    final LocalState state = new LocalState("dc1", () -> settings, time::nanoTime, new Random(1), time);
    final CheckScheduler scheduler = new CheckScheduler(types, time, Runnable::run, Runnable::run, new Random(1),
            new CheckScheduler.Sink() {
                @Override
                public void result(String checkID, String status, String output) {
                    state.update(checkID, status, output);
                }

                @Override
                public String output(String checkID) {
                    return state.check(checkID) == null ? "" : state.check(checkID).output();
                }
            }, "a");
    final LocalAgent agent;

    Bench() {
        this(DefinitionStore.NONE);
    }

    Bench(DefinitionStore store) {
        types.add(new Ttl());
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
        agent = new LocalAgent(node, () -> settings, state, scheduler, types, store, codec, clock, time);
    }

    void service(String json) {
        agent.register(parser.service(bytes(json)), false, "");
    }

    void check(String json) {
        agent.register(parser.check(bytes(json)), "");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String status(String checkID) {
        return state.check(checkID).status();
    }

    String output(String checkID) {
        return state.check(checkID).output();
    }

    /** Checks that clients report on. */
    static final class Ttl implements HealthCheckType {
        @Override
        public String name() {
            return "ttl";
        }

        @Override
        public Set<String> fields() {
            return Set.of("TTL");
        }

        @Override
        public boolean claims(CheckSpec spec) {
            return spec.has("TTL");
        }

        @Override
        public Schedule schedule(CheckSpec spec) {
            return new Schedule.AfterSilence(Duration.ofNanos((Long) spec.fields().get("TTL")));
        }

        @Override
        public Probe open(CheckSpec spec, CheckContext context) {
            return () -> CompletableFuture.completedFuture(ProbeResult.critical("TTL expired"));
        }
    }

    /** Probes whose results the test decides. */
    static final class Scripted implements HealthCheckType {
        final String name;
        final String field;
        CompletionStage<ProbeResult> result = CompletableFuture.completedFuture(ProbeResult.passing("fine"));
        RuntimeException thrown;
        Schedule schedule;
        CheckContext context;
        int runs;
        int cancelled;
        int closed;

        Scripted(String name, String field) {
            this.name = name;
            this.field = field;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<String> fields() {
            return Set.of(field);
        }

        @Override
        public boolean claims(CheckSpec spec) {
            return spec.has(field);
        }

        @Override
        public Schedule schedule(CheckSpec spec) {
            return schedule != null ? schedule : HealthCheckType.super.schedule(spec);
        }

        @Override
        public Probe open(CheckSpec spec, CheckContext given) throws InvalidCheckException {
            if (spec.text(field).equals("bad")) {
                throw new InvalidCheckException("bad target");
            }
            context = given;
            return new Probe() {
                @Override
                public CompletionStage<ProbeResult> run() {
                    runs++;
                    if (thrown != null) {
                        throw thrown;
                    }
                    return result;
                }

                @Override
                public void cancel() {
                    cancelled++;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }
}
