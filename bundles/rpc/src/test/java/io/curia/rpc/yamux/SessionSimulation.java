package io.curia.rpc.yamux;

import io.curia.testkit.Seeds;
import io.curia.testkit.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Two sessions on a {@link Pipe}: both sides open, write, stall, end and reset streams and go away, while time passes, the wire
 * stands still, and the connection is lost at last, or is not. What has come is what was sent, as far as it goes; a stream
 * that both sides have ended has come whole; in the end nothing is left of any.
 */
final class SessionSimulation implements Seeds.Simulation {
    private final SplittableRandom random;
    private final Pipe pipe;
    private final Session.Limits limits;
    private final long budget;
    private final Trace trace;
    private final List<Half> halves = new ArrayList<>();
    private final Map<Integer, Half> opened = new TreeMap<>();
    private int taken;
    private boolean left;

    SessionSimulation(long seed) {
        random = new SplittableRandom(seed);
        limits = random.nextInt(3) == 0 ? new Session.Limits(6, 3) : Pipe.LIMITS;
        budget = random.nextInt(3) == 0 ? 2 << 20 : 64 << 20;
        pipe = new Pipe(seed, limits, budget);
        trace = new Trace(pipe::millis);
        pipe.client.session.start();
        pipe.server.session.start();
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void run() {
        int pace = 1 + random.nextInt(8);
        for (int i = 0; i < 400 && !over(); i++) {
            act();
            for (int steps = random.nextInt(pace); steps > 0; steps--) {
                pipe.step();
                look();
            }
        }
        pipe.client.cut = false;
        pipe.server.cut = false;
        if (!over() && random.nextInt(3) > 0) {
            finish();
        }
        boolean lost = lose();
        halves.forEach(half -> half.judge(lost));
        for (Pipe.End end : List.of(pipe.client, pipe.server)) {
            trace.require(end.session.size() == 0, end.session.size() + " streams are left");
            trace.require(end.budget.left() == budget, (budget - end.budget.left()) + " bytes are held");
        }
    }

    /** One side has given up: the connection ends, and with it the other side. */
    private boolean over() {
        return pipe.client.over != null || pipe.server.over != null;
    }

    private void act() {
        if (halves.isEmpty() || random.nextInt(8) == 0) {
            open(random.nextBoolean() ? pipe.client : pipe.server);
            return;
        }
        Half half = halves.get(random.nextInt(halves.size()));
        switch (random.nextInt(20)) {
            case 0 -> half.close();
            case 1 -> half.reset();
            case 2, 3 -> half.stall(random.nextBoolean());
            case 4 -> unusual();
            default -> half.write(1 + (random.nextInt(5) == 0 ? random.nextInt(600_000) : random.nextInt(2_000)));
        }
        look();
    }

    private void unusual() {
        Pipe.End end = random.nextBoolean() ? pipe.client : pipe.server;
        switch (random.nextInt(8)) {
            case 0 -> {
                trace.note(name(end) + " leaves");
                left = true;
                end.session.leave();
            }
            case 1 -> {
                trace.note("nothing comes to " + name(end));
                end.cut = true;
                pipe.passSeconds(random.nextInt(70));
                end.cut = false;
            }
            case 2 -> {
                end.refusing = !end.refusing;
                trace.note(name(end) + (end.refusing ? " refuses" : " accepts"));
            }
            default -> {
                trace.note("time passes");
                pipe.passSeconds(random.nextInt(40));
            }
        }
    }

    private String name(Pipe.End end) {
        return end == pipe.client ? "client" : "server";
    }

    private void open(Pipe.End end) {
        if (end.session.canOpen()) {
            Half half = new Half(end, end.open());
            opened.put(half.peer.stream.id(), half);
            trace.note("opens " + half);
        }
    }

    /** Takes note of streams that were accepted, and of what must always hold. */
    private void look() {
        int accepted = pipe.client.accepted.size() + pipe.server.accepted.size();
        if (accepted > taken) {
            taken = accepted;
            for (Pipe.End end : List.of(pipe.client, pipe.server)) {
                end.accepted.forEach(peer -> join(end, peer));
            }
        }
        for (Pipe.End end : List.of(pipe.client, pipe.server)) {
            long unsent = 0;
            for (Half half : halves) {
                unsent += half.at == end && !half.peer.stream.isOver() ? half.written.size() - half.peer.stream.sentBytes() : 0;
            }
            trace.require(end.over != null || budget - end.budget.left() == unsent, name(end) + " holds "
                    + (budget - end.budget.left()) + " bytes, and " + unsent + " are not sent");
            trace.require(end.over == null || end.over.getMessage().startsWith("the peer does not"), "over: " + end.over);
            trace.require(end.session.size() <= limits.streams(), end.session.size() + " streams");
        }
        halves.forEach(half -> trace.require(half.peer.uncredited <= Session.WINDOW, "more than the window: " + half));
    }

    private void join(Pipe.End end, Pipe.Peer peer) {
        Half near = opened.get(peer.stream.id());
        if (near.other == null) {
            near.other = new Half(end, peer);
            near.other.other = near;
            trace.note("accepts " + near.other);
        }
    }

    /** All streams are ended in an orderly manner. */
    private void finish() {
        trace.note("everybody ends");
        // who was accepted during this has to be ended too
        for (int round = 0; round < 3; round++) {
            for (Half half : List.copyOf(halves)) {
                half.stall(false);
                half.close();
            }
            while (pipe.step()) {
                look();
            }
        }
        trace.require(over() || pipe.client.session.size() + pipe.server.session.size() == 0, "streams do not come to their end");
        trace.require(over() || left || pipe.client.session.canOpen() && pipe.server.session.canOpen(), "no stream can be opened");
    }

    /** The connection ends; whether that, and not its sides, ended what was still open. */
    private boolean lose() {
        look();
        boolean open = pipe.client.session.size() + pipe.server.session.size() > 0 || over();
        trace.note("the connection ends");
        pipe.client.session.end(new IOException("connection lost"));
        pipe.server.session.end(new IOException("connection lost"));
        return open;
    }

    /** A side of a stream, and what was written there. */
    private final class Half {
        private final Pipe.End at;
        private final Pipe.Peer peer;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private Half other;
        private boolean closed;
        private boolean reset;

        Half(Pipe.End at, Pipe.Peer peer) {
            this.at = at;
            this.peer = peer;
            halves.add(this);
        }

        void write(int count) {
            if (peer.stream.isClosed()) {
                return;
            }
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            trace.note("writes " + count + " to " + this);
            peer.stream.write(ByteBuffer.wrap(bytes));
            // what there is no memory for ends the session
            if (at.over == null) {
                written.writeBytes(bytes);
            }
        }

        void close() {
            if (!peer.stream.isClosed()) {
                trace.note("closes " + this);
                closed = true;
                peer.stream.close();
            }
        }

        void reset() {
            if (!peer.stream.isOver()) {
                trace.note("resets " + this);
                reset = true;
                peer.stream.reset();
            }
        }

        void stall(boolean stalls) {
            peer.creditAtOnce = !stalls;
            if (!stalls) {
                peer.credit();
            }
        }

        /** At the end. */
        void judge(boolean lost) {
            boolean whole = closed && peer.ended;
            boolean broken = reset || peer.broken != null;
            trace.require(peer.stream.isOver(), "neither ended nor broken: " + this);
            trace.require(whole || broken, "over without a word: " + this);
            if (other == null) {
                trace.require(broken, "never accepted, and nothing said: " + this);
                return;
            }
            byte[] got = peer.got.toByteArray();
            byte[] sent = other.written.toByteArray();
            trace.require(got.length <= sent.length && Arrays.equals(got, 0, got.length, sent, 0, got.length), "garbled: " + this);
            trace.require(!peer.ended || got.length == sent.length, "ended before its end: " + this);
            boolean orderly = !lost && !reset && !other.reset && peer.broken == null && other.peer.broken == null;
            trace.require(!orderly || whole && other.peer.ended, "not whole: " + this);
            boolean otherBroken = other.reset || other.peer.broken != null || other.closed && other.peer.ended;
            trace.require(!broken || otherBroken, "only one side knows that it is broken: " + this);
        }

        @Override
        public String toString() {
            return "stream " + peer.stream.id() + " of the " + name(at);
        }
    }
}
