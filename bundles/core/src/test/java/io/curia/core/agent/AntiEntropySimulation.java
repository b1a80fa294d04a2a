package io.curia.core.agent;

import io.curia.api.agent.AgentService;
import io.curia.api.model.CheckInfo;
import io.curia.api.model.HealthCheck;
import io.curia.api.model.NodeService;
import io.curia.api.op.CatalogOperations.DeregisterRequest;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.api.op.CatalogOperations;
import io.curia.testkit.Seeds;
import io.curia.testkit.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An agent whose services and checks come, change and go, and a {@link SimulatedCatalog} that others change too. Each request is
 * looked at as it is made; some time after the trouble has ended, the catalog has to be as the agent is, and all has to be quiet.
 */
final class AntiEntropySimulation implements Seeds.Simulation {
    private static final long MINUTE = 60_000;
    private static final long TROUBLE_MILLIS = 15 * MINUTE;
    private static final long OUTPUT_MILLIS = 20_000;
    /** A failure's pause, the longest pause between full rounds, outputs held back, slow answers. */
    private static final long SETTLED_MILLIS = 30_000 + 2 * MINUTE + 3 * OUTPUT_MILLIS / 2 + 20_000;
    /** Outputs held back, and slow answers. */
    private static final long CALM_MILLIS = 3 * OUTPUT_MILLIS / 2 + 15_000;
    private static final int SERVICES = 12;
    private static final List<String> STATUSES = List.of(HealthCheck.PASSING, HealthCheck.WARNING, HealthCheck.CRITICAL);

    private final Bench bench = new Bench();
    private final ManualScheduler time = bench.time;
    private final Trace trace = new Trace(time::millis);
    private final SplittableRandom random;
    private final SimulatedCatalog catalog;
    private final AntiEntropy engine;
    private NodeIdentity node = bench.node;
    private int rounds;
    private int writes;
    private int wanted;
    private int resyncs;
    private int names;
    /** Whether the catalog is well, and nobody else's. */
    private final boolean calm;

    AntiEntropySimulation(long seed) {
        random = new SplittableRandom(seed);
        calm = random.nextInt(3) == 0;
        catalog = new SimulatedCatalog(time, random.split(), trace, this::asked);
        catalog.troubled = !calm;
        catalog.slowOneIn = 1 + random.nextInt(10);
        bench.settings = new AgentSettings(false, false, OUTPUT_MILLIS, 4096, false, 30_000, 60_000, 21000, 21255);
        engine = new AntiEntropy(() -> node, bench.state, catalog, bench.codec, time, new Random(seed),
                () -> new AntiEntropy.Tokens("agent", "standard"), () -> 1, AntiEntropy.Timing.DEFAULT);
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void run() {
        engine.start();
        for (long minute = MINUTE; minute <= TROUBLE_MILLIS; minute += MINUTE) {
            trouble(minute);
            // full rounds follow each other after 15 seconds at least, but for the first ten seconds' and those asked for
            int most = 5 + resyncs + (minute == MINUTE ? 60 : 0);
            trace.require(rounds <= most, rounds + " rounds within a minute");
            trace.require(writes <= (rounds + 1) * 50 + 6 * wanted, writes + " writes within a minute");
            trace.require(catalog.failures <= 8 * most, catalog.failures + " failed calls within a minute");
            rounds = 0;
            writes = 0;
            wanted = 0;
            resyncs = 0;
            catalog.failures = 0;
        }
        trace.note("no more trouble");
        catalog.troubled = false;
        catalog.downUntil = 0;
        catalog.denied.removeIf(service -> random.nextBoolean());
        catalog.wrong.removeIf(service -> random.nextInt(3) > 0);
        time.advance(SETTLED_MILLIS);
        compare();
        quiet();
    }

    private void trouble(long until) {
        while (time.millis() < until) {
            time.advance(random.nextInt(5) == 0 ? random.nextLong(8_000) : random.nextLong(500));
            for (int burst = random.nextInt(20) == 0 ? 20 : 1; burst > 0; burst--) {
                wanted++;
                act();
            }
            if (!calm && random.nextInt(8) == 0) {
                disturb();
            }
            if (calm && random.nextInt(20) == 0) {
                trace.note("time for what is under way");
                time.advance(CALM_MILLIS);
                compare();
            }
        }
    }

    /** Something that the operator does, or that a check finds. */
    private void act() {
        String id = "s" + random.nextInt(SERVICES);
        switch (random.nextInt(12)) {
            case 0, 1 -> register(id);
            case 2 -> {
                trace.note("deregister " + id);
                bench.agent.deregisterService(id);
            }
            case 3 -> check("c" + random.nextInt(4), "", "");
            case 4 -> {
                String check = random.nextBoolean() ? "c" + random.nextInt(4) : id + ":0";
                trace.note("deregister " + check);
                bench.agent.deregisterCheck(check);
            }
            case 5 -> {
                if (bench.state.service(id) != null) {
                    check(id + ":own", id, SimulatedCatalog.MIGHTY);
                }
            }
            case 6 -> {
                if (random.nextBoolean()) {
                    trace.note("node changes");
                    node = new NodeIdentity(node.id(), node.name(), node.datacenter(), node.address(), node.taggedAddresses(),
                            Map.of("version", "" + names++));
                    engine.nodeChanged();
                }
            }
            case 7 -> {
                if (random.nextInt(6) == 0) {
                    resyncs++;
                    engine.resyncWithin(3_000);
                }
            }
            default -> report();
        }
    }

    private void register(String id) {
        List<String> checks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            checks.add("{\"CheckID\": \"" + id + ":" + (i - 1) + "\", \"TTL\": \"24h\"}");
        }
        trace.note("register " + id + " with " + checks.size() + " checks");
        bench.agent.register(bench.parser.service(Bench.bytes("{\"ID\": \"" + id + "\", \"Name\": \"" + id + "\", \"Port\": "
                + random.nextInt(1, 4) + ", \"EnableTagOverride\": " + (random.nextInt(4) == 0) + ", \"Checks\": " + checks + "}")),
                random.nextBoolean(), "");
    }

    private void check(String id, String service, String token) {
        trace.note("register " + id);
        bench.agent.register(bench.parser.check(Bench.bytes("{\"ID\": \"" + id + "\", \"Name\": \"" + id + "\", \"ServiceID\": \""
                + service + "\", \"TTL\": \"24h\"}")), token);
    }

    private void report() {
        List<String> checks = List.copyOf(bench.state.checks().keySet());
        if (!checks.isEmpty()) {
            String check = checks.get(random.nextInt(checks.size()));
            String status = random.nextInt(3) == 0 ? STATUSES.get(random.nextInt(3)) : bench.status(check);
            trace.note(check + " is " + status + ", output " + names);
            bench.agent.updateTtl(check, status, "output " + names++);
        }
    }

    /** Something that happens to the catalog. */
    private void disturb() {
        String id = "s" + random.nextInt(SERVICES);
        switch (random.nextInt(9)) {
            case 0 -> catalog.change("without " + id, rows -> {
                rows.services.remove(id);
                rows.checks.values().removeIf(check -> check.serviceID().equals(id));
            });
            case 1 -> catalog.change("without check " + id + ":0", rows -> rows.checks.remove(id + ":0"));
            case 2 -> catalog.change(id + " with tags", rows ->
                    rows.services.computeIfPresent(id, (any, service) -> service.withTags(List.of("tag" + names++))));
            case 3 -> catalog.change("strays", rows -> {
                rows.services.put(id, AntiEntropyTest.service(id, List.of("stray"), false));
                rows.services.put("stray", AntiEntropyTest.service("stray", List.of(), false));
                rows.checks.put("c1", AntiEntropyTest.check("c1", ""));
            });
            case 4 -> catalog.change("empty", rows -> {
                rows.node = null;
                rows.services.clear();
                rows.checks.clear();
            });
            case 5 -> catalog.change("the leader's", rows -> {
                rows.services.put("consul", AntiEntropyTest.service("consul", List.of(), false));
                rows.checks.put(HealthCheck.SERF_HEALTH, AntiEntropyTest.check(HealthCheck.SERF_HEALTH, ""));
            });
            case 6 -> {
                trace.note("denied or not: " + id);
                if (!catalog.denied.remove(id)) {
                    catalog.denied.add(id);
                }
            }
            case 7 -> {
                trace.note("wrong or not: " + id);
                if (!catalog.wrong.remove(id)) {
                    catalog.wrong.add(id);
                }
            }
            default -> {
                trace.note("down for a while");
                catalog.downUntil = time.millis() + random.nextLong(40_000);
            }
        }
    }

    /** What is asked of the catalog has to be true at that moment. */
    private void asked(Object request) {
        if (request.equals(CatalogOperations.NODE_SERVICE_LIST.name())) {
            rounds++;
        } else if (request instanceof RegisterRequest r) {
            writes++;
            trace.require(r.service() == null || bench.state.service(r.service().id()) != null,
                    "brings back what is gone: " + SimulatedCatalog.describe(r));
            List<HealthCheck> checks = r.check() != null ? List.of(r.check()) : r.checks() != null ? r.checks() : List.of();
            checks.forEach(check -> trace.require(bench.state.check(check.checkID()) != null,
                    "brings back " + check.checkID() + ", which is gone: " + SimulatedCatalog.describe(r)));
        } else if (request instanceof DeregisterRequest r) {
            writes++;
            trace.require(!r.serviceID().equals("consul") && !r.checkID().equals(HealthCheck.SERF_HEALTH), "takes away the leader's");
            trace.require(bench.state.service(r.serviceID()) == null && bench.state.check(r.checkID()) == null,
                    "takes away what is there: " + SimulatedCatalog.describe(r));
        }
    }

    /** All is in the catalog that may be, and nothing else. */
    private void compare() {
        trace.require(CatalogDiff.same(catalog.node(), node), "the node is " + catalog.node() + ", not " + node);
        Map<String, AgentService> services = bench.state.services();
        Map<String, NodeService> theirs = catalog.services();
        theirs.remove("consul");
        theirs.keySet().removeIf(catalog.denied::contains);
        TreeSet<String> expected = new TreeSet<>(services.keySet());
        expected.removeAll(catalog.denied);
        expected.removeIf(id -> catalog.wrong.contains(id) && !theirs.containsKey(id));
        trace.require(theirs.keySet().equals(expected), "services are " + theirs.keySet() + ", not " + expected);
        theirs.forEach((id, service) -> trace.require(catalog.wrong.contains(id)
                || service.port() == services.get(id).port() && service.tags().equals(services.get(id).tags()),
                "the service is " + service + ", not " + services.get(id)));
        Map<String, HealthCheck> checks = catalog.checks();
        checks.remove(HealthCheck.SERF_HEALTH);
        checks.values().removeIf(check -> refused(check.serviceID()));
        Map<String, HealthCheck> own = new TreeMap<>(bench.state.checks());
        own.values().removeIf(check -> refused(check.serviceID()));
        trace.require(checks.keySet().equals(own.keySet()), "checks are " + checks.keySet() + ", not " + own.keySet());
        checks.forEach((id, check) -> trace.require(plain(check).equals(plain(own.get(id))),
                "the check is " + check + ", not " + own.get(id)));
    }

    private boolean refused(String service) {
        return catalog.denied.contains(service) || catalog.wrong.contains(service);
    }

    private static HealthCheck plain(HealthCheck check) {
        return new HealthCheck("", check.checkID(), check.name(), check.status(), "", check.output(), check.serviceID(),
                check.serviceName(), List.of(), check.type(), "", "", 0, CheckInfo.NONE, 0, 0);
    }

    /** Nothing changes any more: full rounds go on, and what is refused is tried again by them, but nothing else. */
    private void quiet() {
        rounds = 0;
        writes = 0;
        time.advance(10 * MINUTE);
        boolean failing = !catalog.wrong.isEmpty() || !catalog.denied.isEmpty();
        trace.require(rounds >= 4 && rounds <= (failing ? 40 : 10), rounds + " rounds in ten quiet minutes");
        int refusals = catalog.denied.size() * 5 + catalog.wrong.size() * 5;
        trace.require(writes <= rounds * refusals, writes + " writes in ten quiet minutes");
    }
}
