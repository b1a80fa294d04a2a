package io.curia.rpc.lane;

import io.curia.api.consensus.ConsensusTransport.Lane;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import io.curia.testkit.Seeds;
import io.curia.testkit.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;

/**
 * Servers that call each other on all lanes over a {@link SimulatedNetwork} that is cut, slow, refuses and loses power. Every call
 * has to end once and in time, with the reply that belongs to it or with a failure; when all is well again, calls succeed.
 */
final class LaneSimulation implements Seeds.Simulation {
    private static final int SERVERS = 3;
    private static final long TROUBLE_MILLIS = 120_000;
    private static final long LONGEST_TIMEOUT = 15_000;
    /** Two looks at the timeouts. */
    private static final long LATE_MILLIS = 101;
    /** A call on a dead connection has to be over first, then a pause and another connection that does not come about. */
    private static final long SETTLED_MILLIS = LONGEST_TIMEOUT + SimulatedNetwork.CONNECT_MILLIS + 5_000;
    private static final long MOMENT_MILLIS = 40;
    /** The longest pause between two attempts to connect, and a moment. */
    private static final long PAUSE_MILLIS = 1_040;
    /** More than one lane serves at a time, and fewer than may wait. */
    private static final int BURST = 12_000;
    /** Those that a lane serves at a time, and what a piece may bring beyond them. */
    private static final int MOST_IN_HAND = 4_096 + 17 * 1024 / Frames.HEADER;
    private static final int MOST_CALLS = 16_384;
    private static final long MOST_BYTES = (64L << 20) + LaneTransport.MAX_MESSAGE_BYTES;

    private final SimulatedTime time = new SimulatedTime();
    private final Trace trace = new Trace(time::millis);
    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final List<LaneTransport> servers = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Link, Integer> newest = new HashMap<>();
    private final Map<Link, Integer> inHand = new HashMap<>();
    private final Set<Integer> handled = new HashSet<>();
    private Link delivering;
    private boolean troubled = true;
    /** Requests of these numbers get no reply. */
    private int mutedFrom;
    private int mutedBelow;
    private long slowness = 100;
    private int open;
    private int made;
    private int succeeded;

    LaneSimulation(long seed) {
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(SERVERS, time, random.split(), (end, data) -> {
            try {
                servers.get(end.at).accept(end, data);
            } catch (IOException e) {
                end.close(e);
            }
        });
        QuietLog log = new QuietLog(LoggerFactory.getLogger(LaneSimulation.class), time::nanos);
        for (int i = 0; i < SERVERS; i++) {
            LaneTransport server = new LaneTransport(new Loop(i), () -> false, "dc1", "s" + i, time::nanos, log);
            server.serve(this::handle);
            servers.add(server);
        }
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void run() {
        while (time.millis() < TROUBLE_MILLIS) {
            time.advance(random.nextLong(random.nextInt(10) == 0 ? 3_000 : 100));
            int burst = random.nextInt(2_000) == 0 ? 20_000 : random.nextInt(10) == 0 ? 50 : 2;
            int from = random.nextInt(SERVERS);
            int to = (from + 1 + random.nextInt(SERVERS - 1)) % SERVERS;
            Lane lane = Lane.values()[random.nextInt(3)];
            for (int i = 0; i < burst; i++) {
                calls.add(new Call(from, to, lane, size(burst), 50 + random.nextLong(LONGEST_TIMEOUT)));
            }
            for (int i = random.nextInt(2_000) == 0 ? 12 : 0; i > 0; i--) {
                calls.add(new Call(from, to, lane, 7 << 20, LONGEST_TIMEOUT));
            }
            if (random.nextInt(20) == 0) {
                disturb(from, to);
            }
            check();
        }
        trace.note("no more trouble");
        troubled = false;
        network.heal();
        time.advance(SETTLED_MILLIS);
        check();
        trace.require(open == 0, open + " calls have not ended");
        wellAgain();
        loads().forEach(load -> trace.require(load.calls() == 0 && load.bytes() == 0, "left behind: " + load));
    }

    private List<LaneTransport.Load> loads() {
        return servers.stream().flatMap(server -> server.loads().stream()).toList();
    }

    private int size(int burst) {
        return burst > 1_000 ? 8 : 8 + (random.nextInt(100) == 0 ? random.nextInt(1 << 20) : random.nextInt(500));
    }

    private void wellAgain() {
        // these may find that connections are dead
        everyLane(5_000);
        time.advance(5_000 + LATE_MILLIS);
        succeed("when all is well again");
        network.closeAll();
        time.advance(MOMENT_MILLIS);
        succeed("a moment after all connections ended");

        for (int i = 0; i < SERVERS; i++) {
            network.down(i, true);
        }
        network.closeAll();
        for (int i = 0; i < 150; i++) {
            everyLane(50);
            time.advance(100);
        }
        network.heal();
        time.advance(PAUSE_MILLIS);
        succeed("soon after all were refused for long");

        List<Link> before = List.copyOf(network.ends);
        mutedFrom = made;
        mutedBelow = mutedFrom + everyLane(400);
        succeed("while one has no reply");
        trace.require(before.equals(network.ends), "a connection is given up although replies come");
        slowness = 1_000;
        succeed("when there are more than are served at once", () -> {
            for (int i = 0; i < BURST; i++) {
                calls.add(new Call(0, 1, Lane.LOG, 100, 5_000));
            }
            return BURST;
        });
    }

    private void succeed(String when) {
        succeed(when, () -> everyLane(5_000));
    }

    private void succeed(String when, IntSupplier making) {
        int before = succeeded;
        int count = making.getAsInt();
        time.advance(5_000 + LATE_MILLIS);
        trace.require(succeeded - before == count, (succeeded - before) + " of " + count + " calls succeed " + when);
    }

    /** Calls from every server to every other on every lane; how many. */
    private int everyLane(long timeout) {
        for (int i = 0; i < SERVERS * 6; i++) {
            int from = i % SERVERS;
            calls.add(new Call(from, (from + 1 + i / SERVERS % 2) % SERVERS, Lane.values()[i / 6], 100, timeout));
        }
        return SERVERS * 6;
    }

    private void disturb(int one, int other) {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                trace.note("cut off: " + one + " and " + other);
                network.cut(one, other, true);
                time.afterMillis(random.nextLong(40_000), () -> {
                    trace.note("together again: " + one + " and " + other);
                    network.cut(one, other, false);
                });
            }
            case 2 -> {
                trace.note("slow: " + one + " and " + other);
                network.slow(one, other, random.nextLong(2_000));
                time.afterMillis(random.nextLong(20_000), () -> network.slow(one, other, 0));
            }
            case 3 -> {
                trace.note("refuses: " + one);
                network.down(one, true);
                time.afterMillis(random.nextLong(10_000), () -> network.down(one, false));
            }
            case 4 -> {
                trace.note("loses power: " + one);
                List.copyOf(network.ends).stream().filter(end -> end.at == one && !end.client)
                        .forEach(SimulatedNetwork.End::vanish);
            }
            default -> {
                trace.note("resets its connections: " + one);
                List.copyOf(network.ends).stream().filter(end -> end.at == one && !end.client && random.nextBoolean())
                        .forEach(end -> end.close(new IOException("reset")));
            }
        }
    }

    private void check() {
        calls.removeIf(call -> call.over);
        calls.forEach(call -> trace.require(time.millis() <= call.deadline + LATE_MILLIS, "late: " + call));
        loads().forEach(load -> trace.require(load.calls() <= MOST_CALLS && load.bytes() <= MOST_BYTES, "too much waits: " + load));
        int waiting = loads().stream().mapToInt(LaneTransport.Load::calls).sum();
        trace.require(waiting == open, waiting + " calls are remembered, and " + open + " wait");
        for (int i = 0; i < SERVERS; i++) {
            int at = i;
            long connections = network.ends.stream().filter(end -> end.at == at && end.client).count();
            trace.require(connections <= 6, connections + " connections of server " + at);
        }
    }

    /** Replies with the number, perhaps later, perhaps with a failure. */
    private CompletableFuture<ByteBuffer> handle(Lane lane, ByteBuffer request) {
        int number = request.getInt(0);
        trace.require(request.getInt(4) == lane.ordinal(), "the wrong lane for " + number);
        trace.require(handled.add(number), "twice: " + number);
        Integer before = newest.put(delivering, number);
        trace.require(before == null || before < number, number + " comes after " + before);
        Link its = delivering;
        trace.require(inHand.merge(its, 1, Integer::sum) <= MOST_IN_HAND, inHand.get(its) + " requests of a connection at a time");
        CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
        reply.whenComplete((done, failure) -> inHand.computeIfPresent(its, (any, count) -> count - 1));
        Runnable answer = () -> {
            if (troubled && random.nextInt(20) == 0) {
                reply.completeExceptionally(new IOException("no " + number));
            } else {
                reply.complete(ByteBuffer.allocate(4 + random.nextInt(300)).putInt(0, number));
            }
        };
        if (number < mutedBelow && number >= mutedFrom) {
            trace.note("no reply to " + number);
        } else if (random.nextInt(3) == 0) {
            answer.run();
        } else {
            time.afterMillis(random.nextLong(troubled && random.nextInt(20) == 0 ? 5_000 : slowness), answer);
        }
        return reply;
    }

    /** What a server's lanes live on: everything happens on the test's thread. */
    private final class Loop implements LaneTransport.Loop {
        private final int number;

        Loop(int number) {
            this.number = number;
        }

        @Override
        public void execute(Runnable task) {
            time.after(0, task);
        }

        @Override
        public Runnable after(long nanos, Runnable task) {
            return time.after(nanos, task);
        }

        @Override
        public void dial(RpcTarget target, LinkOwner owner) {
            network.connect(number, target.address().charAt(1) - '0', owner);
        }

        @Override
        public void take(Link link, LinkOwner owner, ByteBuffer received) throws IOException {
            LinkOwner watched = new Watched(owner);
            link.owner(watched);
            owner.arrived(link);
            watched.received(link, received);
        }
    }

    /** Remembers which connection a request comes from. */
    private final class Watched implements LinkOwner {
        private final LinkOwner owner;

        Watched(LinkOwner owner) {
            this.owner = owner;
        }

        @Override
        public void received(Link link, ByteBuffer data) throws IOException {
            delivering = link;
            owner.received(link, data);
        }

        @Override
        public void ended(Link link) throws IOException {
            owner.ended(link);
        }

        @Override
        public void fill(ByteBuffer out) {
            owner.fill(out);
        }

        @Override
        public void closed(Link link, IOException cause) {
            newest.remove(link);
            inHand.remove(link);
            owner.closed(link, cause);
        }
    }

    private final class Call {
        private final int number = made++;
        private final String what;
        private final long deadline;
        private boolean over;

        Call(int from, int to, Lane lane, int size, long timeout) {
            deadline = time.millis() + timeout;
            what = number + " from " + from + " to " + to + " on " + lane;
            open++;
            ByteBuffer request = ByteBuffer.allocate(size).putInt(0, number).putInt(4, lane.ordinal());
            servers.get(from).call("s" + to, lane, request, timeout).whenComplete(this::ended);
        }

        private void ended(ByteBuffer reply, Throwable failure) {
            trace.note(what + ": " + (failure == null ? "replied" : failure.getMessage()));
            trace.require(!over, "ended twice: " + this);
            trace.require(time.millis() <= deadline + LATE_MILLIS, "late: " + this);
            boolean right = failure == null ? reply.getInt(0) == number
                    : !failure.getMessage().startsWith("no ") || failure.getMessage().equals("no " + number);
            trace.require(right, "the reply of another call: " + this);
            over = true;
            open--;
            succeeded += failure == null ? 1 : 0;
        }

        @Override
        public String toString() {
            return what + ", due at " + deadline;
        }
    }
}
