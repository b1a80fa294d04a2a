package io.curia.core.agent;

import io.curia.api.model.HealthCheck;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.testkit.Seeds;
import io.curia.testkit.Trace;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks whose output changes all the time and whose status changes now and then, with a catalog that is well but slow: a change
 * of output alone reaches it after half of the interval that is configured at the earliest, and after one and a half at the latest.
 */
final class OutputSimulation implements Seeds.Simulation {
    private static final long INTERVAL_MILLIS = 20_000;
    private static final long SLOWNESS_MILLIS = 10_000;
    private static final long STEP_MILLIS = 10;
    private final Bench bench = new Bench();
    private final ManualScheduler time = bench.time;
    private final Trace trace = new Trace(time::millis);
    private final SplittableRandom random;
    private final SimulatedCatalog catalog;
    private final AntiEntropy engine;
    /** Since when only the output of a check has been another than the catalog's, or its present one. */
    private final Map<String, Long> since = new TreeMap<>();
    private final Map<String, String> known = new TreeMap<>();
    /** Those whose status has changed since the catalog last heard of them, perhaps to and fro. */
    private final Set<String> flapped = new TreeSet<>();
    private int outputs;

    OutputSimulation(long seed) {
        random = new SplittableRandom(seed);
        catalog = new SimulatedCatalog(time, random.split(), trace, this::asked);
        catalog.troubled = false;
        bench.settings = new AgentSettings(false, false, INTERVAL_MILLIS, 4096, false, 30_000, 60_000, 21000, 21255);
        engine = new AntiEntropy(() -> bench.node, bench.state, catalog, bench.codec, time, new Random(seed),
                () -> new AntiEntropy.Tokens("agent", "standard"), () -> 1, AntiEntropy.Timing.DEFAULT);
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void run() {
        for (String check : List.of("a", "b", "c")) {
            bench.check("{\"ID\": \"" + check + "\", \"Name\": \"" + check + "\", \"TTL\": \"24h\"}");
        }
        engine.start();
        time.advance(SLOWNESS_MILLIS);
        while (time.millis() < 900_000) {
            List<String> checks = List.of("a", "b", "c");
            String check = checks.get(random.nextInt(3));
            boolean alone = random.nextInt(8) > 0;
            report(check, alone ? bench.status(check) : random.nextBoolean() ? HealthCheck.WARNING : HealthCheck.PASSING);
            for (long steps = random.nextLong(random.nextBoolean() ? 20 : 5_000); steps >= 0; steps -= STEP_MILLIS) {
                time.advance(STEP_MILLIS);
                look();
            }
        }
    }

    private void report(String check, String status) {
        trace.note(check + " is " + status + ", output " + outputs);
        if (!status.equals(bench.status(check))) {
            flapped.add(check);
        }
        bench.agent.updateTtl(check, status, "output " + outputs++);
        look();
    }

    private void look() {
        for (String id : new TreeSet<>(bench.state.checks().keySet())) {
            HealthCheck ours = bench.state.check(id);
            HealthCheck theirs = catalog.rows.checks.get(id);
            if (theirs != null && !theirs.output().equals(known.get(id))) {
                flapped.remove(id);
            }
            if (theirs == null || !theirs.status().equals(ours.status()) || theirs.output().equals(ours.output())) {
                since.remove(id);
            } else if (!theirs.output().equals(known.put(id, theirs.output())) || !since.containsKey(id)) {
                since.put(id, time.millis());
            }
        }
        since.forEach((id, from) -> trace.require(time.millis() - from <= 3 * INTERVAL_MILLIS / 2 + SLOWNESS_MILLIS,
                "output of " + id + " held back since " + from));
    }

    private void asked(Object request) {
        if (request instanceof RegisterRequest r && r.check() != null) {
            trace.note("asked: " + SimulatedCatalog.describe(r));
            Long from = since.get(r.check().checkID());
            HealthCheck theirs = catalog.rows.checks.get(r.check().checkID());
            trace.require(from == null || flapped.contains(r.check().checkID())
                    || !theirs.status().equals(r.check().status())
                    || time.millis() - from >= INTERVAL_MILLIS / 2 - STEP_MILLIS,
                    "output of " + r.check().checkID() + " changed at " + from);
        }
    }
}
