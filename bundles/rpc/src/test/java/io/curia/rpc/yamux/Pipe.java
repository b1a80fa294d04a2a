package io.curia.rpc.yamux;

import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Two sessions on a simulated connection: nothing is lost, but everything is cut into pieces as a seed has it. */
final class Pipe implements Timers {
    static final Session.Limits LIMITS = new Session.Limits(1000, 256);

    final End client;
    final End server;
    private final Random random;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long now;
    private long order;

    private record Timer(long at, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    Pipe(long seed, Session.Limits limits, long budget) {
        random = new Random(seed);
        client = new End(true, limits, budget);
        server = new End(false, limits, budget);
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        Timer timer = new Timer(now + nanos, order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    void passSeconds(long seconds) {
        long until = now + seconds * 1_000_000_000L;
        while (!timers.isEmpty() && timers.peek().at() <= until) {
            Timer timer = timers.remove();
            now = timer.at();
            timer.task().run();
            settle();
        }
        now = until;
    }

    long millis() {
        return now / 1_000_000;
    }

    /** Carries bytes both ways until there are none. */
    void settle() {
        while (step()) {
            continue;
        }
    }

    /** Carries a piece one way or the other; whether there was one. */
    boolean step() {
        End from = random.nextBoolean() ? client : server;
        End to = from == client ? server : client;
        return from.carry(to) || to.carry(from);
    }

    /** One side: its session, the streams the other side has opened, and how it ended. */
    final class End implements Session.Host {
        final Session session;
        final Budget budget;
        final List<Peer> accepted = new ArrayList<>();
        private final ArrayDeque<ByteBuffer> wire = new ArrayDeque<>();
        IOException over;
        boolean peerLeaving;
        boolean cut;
        boolean refusing;

        End(boolean isClient, Session.Limits limits, long bytes) {
            budget = new Budget(bytes, null);
            session = new Session(isClient, this, Pipe.this, limits, budget);
        }

        Peer open() {
            Peer peer = new Peer();
            peer.stream = session.open(peer);
            return peer;
        }

        private boolean carry(End to) {
            ByteBuffer out = ByteBuffer.allocate(24 + random.nextInt(6000));
            session.fill(out);
            if (out.flip().hasRemaining()) {
                wire.add(out);
            }
            if (wire.isEmpty() || to.cut) {
                return false;
            }
            ByteBuffer first = wire.peek();
            int count = Math.min(first.remaining(), 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 6000));
            to.session.receive(first.slice(first.position(), count));
            first.position(first.position() + count);
            if (!first.hasRemaining()) {
                wire.remove();
            }
            return true;
        }

        @Override
        public void outputReady() {
            // the pipe asks by itself
        }

        @Override
        public StreamListener accept(Stream stream) {
            if (refusing) {
                return null;
            }
            Peer peer = new Peer();
            peer.stream = stream;
            accepted.add(peer);
            return peer;
        }

        @Override
        public void mayOpen() {
            // tests ask when they want to know
        }

        @Override
        public void peerLeaves() {
            peerLeaving = true;
        }

        @Override
        public void over(IOException cause) {
            over = cause;
            session.end(cause);
        }
    }

    /** One end of a stream: keeps what it gets. */
    static final class Peer implements StreamListener {
        Stream stream;
        final java.io.ByteArrayOutputStream got = new java.io.ByteArrayOutputStream();
        boolean creditAtOnce = true;
        int uncredited;
        boolean ended;
        IOException broken;

        @Override
        public void received(Stream its, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            got.writeBytes(bytes);
            uncredited += bytes.length;
            if (creditAtOnce) {
                credit();
            }
        }

        /** Gives back all that has come. */
        void credit() {
            stream.credit(uncredited);
            uncredited = 0;
        }

        @Override
        public void ended(Stream its) {
            ended = true;
        }

        @Override
        public void broken(Stream its, IOException cause) {
            broken = cause;
        }
    }
}
