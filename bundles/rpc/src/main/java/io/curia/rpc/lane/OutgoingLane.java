package io.curia.rpc.lane;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The calling end of one lane to one server.
 *
 * <p>States: down; connecting; open; retired. A call that finds it down makes it connect, but not sooner than a pause after the last
 * failure ({@value #FIRST_PAUSE_MILLIS} ms, doubled up to {@value #LONGEST_PAUSE_MILLIS} ms, forgotten once the server says
 * welcome); until then calls fail at once. Calls made while it connects wait for it. When the connection ends, all calls that
 * wait fail. Calls are sent in the order in which they were made, by the caller's own thread if the socket has room.
 *
 * <p>Any thread may call; the rest happens on the loop. State is guarded by this object's lock, which is held for moments and never
 * while a future is completed or a socket written. Bounds: {@value #MOST_CALLS} calls, {@value #MOST_BYTES} bytes unsent.
 */
final class OutgoingLane {
    private static final int MOST_CALLS = 16_384;
    private static final long MOST_BYTES = 64L << 20;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final byte SELECTOR = 1;

    private final String address;
    private final ByteBuffer hello;
    private final LongSupplier nanoClock;
    private final Consumer<LinkOwner> dial;
    private final Map<Long, Waiting> calls = new HashMap<>();
    private State state = State.DOWN;
    private Connection connection;
    private long lastId;
    private long pauseMillis;
    private long retryAt;
    private String lastFailure = "";

    private enum State {
        DOWN, CONNECTING, OPEN, RETIRED
    }

    private record Waiting(CompletableFuture<ByteBuffer> future, long since, long until) { }

    /** @param dial begins to connect, on the loop, on behalf of the owner given */
    OutgoingLane(String address, Frames.Hello hello, LongSupplier nanoClock, Consumer<LinkOwner> dial) {
        this.address = address;
        this.hello = Frames.hello(hello);
        this.nanoClock = nanoClock;
        this.dial = dial;
    }

    /** Sends a message; null if the lane is retired and another has to be made. */
    CompletableFuture<ByteBuffer> call(ByteBuffer request, long timeoutNanos) {
        CompletableFuture<ByteBuffer> future = new CompletableFuture<>();
        Connection fresh = null;
        Link open = null;
        String refusal;
        synchronized (this) {
            if (state == State.RETIRED) {
                return null;
            }
            long now = nanoClock.getAsLong();
            refusal = refusal(now);
            if (refusal == null) {
                if (state == State.DOWN) {
                    fresh = new Connection(now);
                    connection = fresh;
                    state = State.CONNECTING;
                }
                calls.put(++lastId, new Waiting(future, now, now + timeoutNanos));
                connection.outbox.add(Frames.REQUEST, lastId, request);
                open = state == State.OPEN ? connection.link : null;
            }
        }
        if (refusal != null) {
            future.completeExceptionally(failure(refusal));
        } else if (fresh != null) {
            dial.accept(fresh);
        } else if (open != null) {
            open.flushFromAnywhere();
        }
        return future;
    }

    private String refusal(long now) {
        if (state == State.DOWN) {
            return pauseMillis > 0 && now - retryAt < 0 ? lastFailure : null;
        }
        return calls.size() >= MOST_CALLS || connection.outbox.bytes() >= MOST_BYTES ? "too many calls wait" : null;
    }

    private IOException failure(String what) {
        return new IOException("consensus connection to " + address + ": " + what);
    }

    /** Ends it for good if it is down; whether it was. */
    synchronized boolean retireIfDown() {
        if (state == State.DOWN) {
            state = State.RETIRED;
        }
        return state == State.RETIRED;
    }

    synchronized LaneTransport.Load load() {
        return new LaneTransport.Load(calls.size(), connection == null ? 0 : connection.outbox.bytes());
    }

    private synchronized void opened(Connection its) {
        if (connection == its) {
            state = State.OPEN;
        }
    }

    private synchronized void welcome() {
        pauseMillis = 0;
    }

    private synchronized CompletableFuture<ByteBuffer> take(long id) {
        Waiting call = calls.remove(id);
        return call == null ? null : call.future();
    }

    private void closed(Connection its, IOException cause) {
        synchronized (this) {
            if (connection != its) {
                return;
            }
        }
        closed(cause);
    }

    /** The connection has ended, or the transport. */
    void closed(IOException cause) {
        List<Waiting> lost;
        String what = String.valueOf(cause.getMessage());
        synchronized (this) {
            lost = new ArrayList<>(calls.values());
            calls.clear();
            state = State.DOWN;
            connection = null;
            lastFailure = what;
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pauseMillis * 2));
            retryAt = nanoClock.getAsLong() + pauseMillis * 1_000_000L;
        }
        lost.forEach(call -> call.future().completeExceptionally(failure(what)));
    }

    /**
     * On the loop, regularly: fails the calls whose time is over. If nothing at all has come from the server since such a call was
     * made, the connection is given up too: after a partition a new one is there long before TCP tries the old one again.
     *
     * @return whether calls are waiting
     */
    boolean sweep() {
        List<Waiting> late = new ArrayList<>(0);
        Link silent = null;
        boolean waiting;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            for (Iterator<Waiting> i = calls.values().iterator(); i.hasNext();) {
                Waiting call = i.next();
                if (now - call.until() >= 0) {
                    i.remove();
                    late.add(call);
                    silent = call.since() - connection.heardAt > 0 ? connection.link : silent;
                }
            }
            waiting = !calls.isEmpty();
        }
        late.forEach(call -> call.future().completeExceptionally(failure("no reply in time")));
        if (silent != null) {
            silent.close(new IOException("no reply in time"));
        }
        return waiting;
    }

    /** One connection of the lane, with what waits to be sent on it. */
    private final class Connection implements LinkOwner {
        private final Outbox outbox = new Outbox();
        private final FrameReader reader = new FrameReader(ConsensusTransport.MAX_MESSAGE_BYTES, this::frame);
        private volatile Link link;
        private volatile long heardAt;
        private boolean selectorSent;

        private Connection(long now) {
            // before the first call on it: nothing has come since that was made
            heardAt = now - 1;
        }

        @Override
        public void opened(Link its) {
            link = its;
            OutgoingLane.this.opened(this);
            its.flush();
        }

        /** By whoever holds the link's writer's role. */
        @Override
        public void fill(ByteBuffer out) {
            if (!selectorSent) {
                selectorSent = true;
                out.put(SELECTOR).put(Frames.header(Frames.HELLO, 0, hello.remaining())).put(hello.duplicate());
            }
            outbox.fill(out);
        }

        @Override
        public void received(Link its, ByteBuffer data) throws IOException {
            heardAt = nanoClock.getAsLong();
            reader.read(data);
        }

        private void frame(byte kind, long id, ByteBuffer content) throws IOException {
            if (kind == Frames.WELCOME) {
                welcome();
            } else if (kind == Frames.REFUSAL) {
                throw new IOException("refused: " + text(content));
            } else if (kind == Frames.REPLY || kind == Frames.ERROR) {
                CompletableFuture<ByteBuffer> future = take(id);
                if (future != null && kind == Frames.REPLY) {
                    future.complete(content);
                } else if (future != null) {
                    future.completeExceptionally(new IOException(text(content)));
                }
            } else {
                throw new IOException("unknown kind of frame " + kind);
            }
        }

        private static String text(ByteBuffer content) {
            return StandardCharsets.UTF_8.decode(content).toString();
        }

        @Override
        public void ended(Link its) throws IOException {
            throw new IOException("closed by the other side");
        }

        @Override
        public void closed(Link its, IOException cause) {
            OutgoingLane.this.closed(this, cause);
        }
    }
}
