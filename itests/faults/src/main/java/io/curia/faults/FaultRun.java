package io.curia.faults;

import io.curia.faults.Client.Shared;
import io.curia.faults.Fault.Means;
import io.curia.testkit.WallClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A run of the suite; exit code 0 if nothing was found, 1 if something was, 2 if it could not run. With findings it prints
 * the seed, what the nemesis did and small histories, and keeps the folder with the logs.
 */
public final class FaultRun {
    private final Options options;
    private final PrintStream out;
    private final Findings findings;
    private final History history = new History(System::nanoTime);

    private FaultRun(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.findings = new Findings(out);
    }

    /** See {@link Options#USAGE}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options));
    }

    private static int run(Options options) throws IOException, InterruptedException {
        if (Sandbox.isInside()) {
            return new FaultRun(options, System.out).run(Namespaces.create(options.servers()));
        }
        String missing = Sandbox.missing();
        if (missing.isEmpty()) {
            return Sandbox.run(FaultRun.class, options.arguments());
        }
        System.out.println("no faults of links and disks: " + missing);
        return new FaultRun(options, System.out).run(Net.loopback());
    }

    private int run(Net net) throws IOException, InterruptedException {
        if (!WallClock.isPossible()) {
            out.println("no faults of clocks: libfaketime is not installed");
        }
        Path folder = Files.createTempDirectory("curia-faults-");
        out.println("seed " + options.seed() + ", again with " + String.join(" ", options.arguments()) + "; logs in " + folder);
        Calm calm = new Calm();
        try (Http http = new Http(); Cluster cluster = new Cluster(net, http, options.home(), folder, options.servers());
                Disk disk = net.hasLinks() ? Disk.mount(cluster.servers().get(0).data()) : null) {
            Thread end = new Thread(() -> kill(cluster), "faults-end");
            Runtime.getRuntime().addShutdownHook(end);
            run(net, disk, folder, calm, http, cluster);
            Runtime.getRuntime().removeShutdownHook(end);
        }
        report();
        if (findings.count() == 0 && !options.keep()) {
            delete(folder);
        } else {
            out.println("logs are kept in " + folder);
        }
        return findings.count() == 0 ? 0 : 1;
    }

    private void run(Net net, Disk disk, Path folder, Calm calm, Http http, Cluster cluster)
            throws IOException, InterruptedException {
        for (Server server : cluster.servers()) {
            server.start();
        }
        Shared shared = new Shared(history, http, cluster.servers(), new CountDownLatch(1), findings, options.seed());
        Nemesis nemesis = new Nemesis(cluster, net, disk, history, calm, this::log, findings);
        Schedule schedule = new Schedule(options.seed(), options.servers(), options.kinds(means(net)));
        String failure = cluster.awaitService(60);
        if (!failure.isEmpty()) {
            findings.accept("the cluster does not start: " + failure);
            return;
        }
        Workload workload = new Workload(shared);
        nemesis.run(schedule, options.seconds());
        workload.stop();
        workload.readAll();
        new Judge(history, calm, folder, findings).judge(cluster, http, workload);
    }

    private static Set<Means> means(Net net) {
        Set<Means> means = EnumSet.noneOf(Means.class);
        if (net.hasLinks()) {
            means.add(Means.SANDBOX);
        }
        if (WallClock.isPossible()) {
            means.add(Means.CLOCKS);
        }
        return means;
    }

    private void log(String line) {
        out.printf("%9.3f %s%n", (history.now() - history.start()) / 1e9, line);
    }

    private void report() {
        List<List<Op>> groups = new ArrayList<>(history.groups().values());
        out.printf("%d operations on %d groups, %d stale reads, %d findings%n", groups.stream().mapToInt(List::size).sum(),
                groups.size(), history.staleReads().size(), findings.count());
        history.answers().forEach((answer, count) -> out.printf("%9d answers: %s%n", count, answer));
    }

    private static void kill(Cluster cluster) {
        try {
            cluster.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
