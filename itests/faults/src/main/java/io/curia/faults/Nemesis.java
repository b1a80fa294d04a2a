package io.curia.faults;

import io.curia.faults.Fault.Kind;
import io.curia.faults.Schedule.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Carries out a schedule, and looks that the cluster works again after each step. Used by one thread. */
final class Nemesis {
    /**
     * What it takes is told in the log and at the end. That it never ends is a finding, and on a loaded machine three servers
     * that start at once take most of a minute until they run at all, and elect a leader later still.
     */
    private static final int SERVICE_SECONDS = 180;
    /** A server that was called failed and taken out of the voters is found again by gossip, caught up and found stable. */
    private static final int WHOLE_SECONDS = 180;
    private static final int SETTLE_MILLIS = 1_500;

    private final Cluster cluster;
    private final Net net;
    private final Disk disk;
    private final History history;
    private final Calm calm;
    private final Consumer<String> log;
    private final Consumer<String> findings;
    private final List<Server> stopped = new ArrayList<>();
    private final List<Server> paused = new ArrayList<>();
    private final List<Server> wrong = new ArrayList<>();
    private final Map<String, Double> longest = new TreeMap<>();

    /** @param disk null if there is none that can be full */
    Nemesis(Cluster cluster, Net net, Disk disk, History history, Calm calm, Consumer<String> log, Consumer<String> findings) {
        this.cluster = cluster;
        this.net = net;
        this.disk = disk;
        this.history = history;
        this.calm = calm;
        this.log = log;
        this.findings = findings;
    }

    /** Carries it out until the time is over, or the cluster does not come back. */
    void run(Schedule schedule, int seconds) throws IOException, InterruptedException {
        long end = history.now() + seconds * 1_000_000_000L;
        boolean works = serves("the start") && isWhole("the start");
        while (works && history.now() < end) {
            Step step = schedule.next();
            calm.change(false, history.now());
            for (Fault fault : step.faults()) {
                log.accept(fault + " for " + step.millis() + " ms");
                begin(fault);
            }
            Thread.sleep(step.millis());
            whoEnded(step);
            end();
            works = serves(step.faults().toString());
            if (works && step.calmMillis() > 0) {
                works = isWhole(step.faults().toString());
                Thread.sleep(step.calmMillis());
            }
        }
        if (works) {
            isWhole("the last fault");
        }
        calm.change(false, history.now());
        longest.forEach((what, taken) -> log.accept(String.format("the longest until each %s was %.1f s", what, taken)));
    }

    private boolean serves(String after) throws IOException, InterruptedException {
        return recovered("serves", after, history.now(), cluster.awaitService(SERVICE_SECONDS));
    }

    private boolean isWhole(String after) throws IOException, InterruptedException {
        boolean whole = recovered("is whole", after, history.now(), cluster.awaitWhole(WHOLE_SECONDS));
        Thread.sleep(SETTLE_MILLIS);
        calm.change(whole, history.now());
        return whole;
    }

    private boolean recovered(String what, String after, long since, String failure) throws IOException, InterruptedException {
        if (failure.isEmpty()) {
            double taken = (history.now() - since) / 1e9;
            longest.merge(what, taken, Math::max);
            log.accept(String.format("each %s after %.1f s, n%d leads", what, taken, cluster.leader() + 1));
            return true;
        }
        findings.accept("no recovery: not each " + what + " after " + after + ": " + failure);
        for (Server server : cluster.servers()) {
            server.dump();
        }
        return false;
    }

    private void begin(Fault fault) throws IOException, InterruptedException {
        List<Integer> order = new ArrayList<>(fault.order());
        int leader = fault.leader() ? cluster.leader() : -1;
        if (leader >= 0) {
            order.remove((Integer) leader);
            order.add(0, leader);
        }
        int count = order.size();
        Server first = cluster.servers().get(order.get(0));
        switch (fault.kind()) {
            case KILL -> stop(first, true);
            case RESTART -> stop(first, false);
            case KILL_ALL -> {
                for (Server server : cluster.servers()) {
                    stop(server, true);
                }
            }
            case PAUSE -> pause(first);
            case FULL_DISK -> disk.fill();
            case CLOCK -> {
                first.setClock(fault.jump());
                wrong.add(first);
            }
            case LOSS -> net.lose(20);
            case SLOW -> net.slow(order.get(0));
            default -> cut(fault.kind(), order, count);
        }
    }

    private void cut(Kind kind, List<Integer> order, int count) throws IOException, InterruptedException {
        int middle = count / 2;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                int distance = Math.min(j - i, count - (j - i));
                boolean both = switch (kind) {
                    case HALVES -> i < middle && j >= middle;
                    case BRIDGE -> i < middle && j > middle;
                    case RING -> distance > middle / 2;
                    case LINK -> i == 0 && j == 1;
                    default -> false;
                };
                // the parity of the last one decides the direction
                boolean oneWay = kind == Kind.ONE_WAY && i == 0;
                if (both || oneWay && order.get(count - 1) % 2 == 0) {
                    net.cut(order.get(i), order.get(j));
                }
                if (both || oneWay && order.get(count - 1) % 2 == 1) {
                    net.cut(order.get(j), order.get(i));
                }
            }
        }
    }

    private void stop(Server server, boolean kill) throws IOException, InterruptedException {
        if (stopped.contains(server) || !server.isAlive()) {
            return;
        }
        if (kill || paused.contains(server)) {
            server.kill();
        } else {
            long start = history.now();
            if (server.terminate()) {
                log.accept(String.format("%s ended after %.1f s", server.name(), (history.now() - start) / 1e9));
            } else {
                findings.accept(server.name() + " did not end when it was told to");
            }
        }
        paused.remove(server);
        stopped.add(server);
    }

    private void pause(Server server) throws IOException, InterruptedException {
        if (server.isAlive() && !paused.contains(server)) {
            server.signal("STOP");
            paused.add(server);
        }
    }

    private void whoEnded(Step step) throws IOException {
        for (Server server : cluster.servers()) {
            if (!server.isAlive() && !stopped.contains(server)) {
                findings.accept(server.name() + " ended by itself during " + step.faults());
                stopped.add(server);
            }
        }
    }

    /** All is as it should be. */
    private void end() throws IOException, InterruptedException {
        net.heal();
        if (disk != null) {
            disk.free();
        }
        for (Server server : paused) {
            server.signal("CONT");
        }
        paused.clear();
        for (Server server : stopped) {
            server.start();
        }
        stopped.clear();
        for (Server server : wrong) {
            server.setClock(Duration.ZERO);
        }
        wrong.clear();
    }
}
