package io.curia.rpc.call;

import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.Timers;
import io.curia.rpc.yamux.Session;
import io.curia.rpc.yamux.Stream;
import io.curia.rpc.yamux.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The connection to one server, which all calls to it share. On the loop only.
 *
 * <p>States: connecting; open; leaving, when it takes no more calls (the server said go-away, or its stream numbers are
 * used up) but those on their way are waited for; closed. Bounds: {@value #MOST_STREAMS} calls under way, {@value #MOST_UNACKNOWLEDGED}
 * of them on streams that the server has not accepted yet (more than 256 a Go server would reset), {@value #MOST_WAITING}
 * that wait for a stream, {@value #MOST_IDLE} streams kept for later calls, {@value #MOST_BYTES} bytes of requests not sent
 * and answers not complete. It is closed when nobody has used it for {@value #IDLE_SECONDS} seconds.
 */
final class ServerConnection implements LinkOwner, Session.Host {
    static final int MOST_STREAMS = 8192;
    static final int MOST_UNACKNOWLEDGED = 256;
    static final int MOST_WAITING = 16_384;
    static final int MOST_IDLE = 32;
    static final long MOST_BYTES = 256L << 20;
    static final int IDLE_SECONDS = 127;

    private static final int OVERHEAD = 4096;
    private static final byte MULTIPLEXED = 4;
    /** After a partition TCP would try again only after as long as it has lasted. */
    private static final long DOUBT_NANOS = 2_000_000_000L;

    private final RpcTarget target;
    private final Timers timers;
    private final Consumer<ServerConnection> onLeaving;
    private final Budget budget = new Budget(MOST_BYTES, null);
    private final ArrayDeque<ClientStream> idle = new ArrayDeque<>(MOST_IDLE);
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private Link link;
    private Session session;
    private boolean selectorSent;
    private boolean leaving;
    private boolean closed;
    private boolean used;
    private int busy;
    private Runnable forgetIdle;
    private Runnable forgetDoubt;

    /** @param onLeaving told once, when no more calls are to be given to it */
    ServerConnection(RpcTarget target, Timers timers, Consumer<ServerConnection> onLeaving) {
        this.target = target;
        this.timers = timers;
        this.onLeaving = onLeaving;
    }

    RpcTarget target() {
        return target;
    }

    /** What it is called in messages. */
    String name() {
        return target.node() + " (" + target.address() + ")";
    }

    /** Sends a call, now or as soon as there is a stream. */
    void start(Call call) {
        used = true;
        if (closed) {
            call.fail(RpcException.Reason.UNREACHABLE, "rpc: " + call.method + " of " + name() + ": connection closed", null);
        } else if (!waiting.isEmpty() || !sent(call)) {
            if (waiting.size() >= MOST_WAITING) {
                call.fail(RpcException.Reason.UNREACHABLE, "rpc: too many calls wait for " + name(), null);
            } else {
                waiting.add(call);
            }
        }
    }

    private boolean sent(Call call) {
        if (session == null || budget.left() < call.body.length + OVERHEAD) {
            return false;
        }
        ClientStream stream = idle.pollLast();
        if (stream == null) {
            if (!session.canOpen()) {
                return false;
            }
            stream = new ClientStream(this, budget);
            stream.opened(session.open(stream));
        }
        busy++;
        stream.send(call);
        return true;
    }

    private void sendWaiting() {
        while (!waiting.isEmpty()) {
            Call next = waiting.peek();
            if (!next.isDone() && !sent(next)) {
                break;
            }
            waiting.poll();
        }
        if (session != null && session.exhausted()) {
            leave();
        }
    }

    /** A stream has done its call. */
    void free(ClientStream stream) {
        busy--;
        if (stream.isClosed() || leaving && waiting.isEmpty()) {
            stream.close();
        } else if (idle.size() < MOST_IDLE || !waiting.isEmpty()) {
            idle.add(stream);
            sendWaiting();
        } else {
            stream.close();
        }
        closeIfLeft();
    }

    /** The server may be gone, or only what is between: it has to show that it lives, or the connection ends. */
    void doubt() {
        if (session != null) {
            session.probe(DOUBT_NANOS);
        } else if (forgetDoubt == null) {
            forgetDoubt = timers.after(DOUBT_NANOS, this::giveUpConnecting);
        }
    }

    private void giveUpConnecting() {
        if (session == null && !closed) {
            leave();
            failWaiting("no connection in time");
        }
    }

    private void failWaiting(String why) {
        for (Call call : waiting) {
            call.fail(RpcException.Reason.UNREACHABLE, "rpc: " + call.method + " of " + name() + ": " + why, null);
        }
        waiting.clear();
    }

    /** A stream is over, and perhaps the call that it was busy with. */
    void gone(ClientStream stream, boolean wasBusy) {
        if (wasBusy) {
            busy--;
        } else {
            idle.remove(stream);
        }
        closeIfLeft();
    }

    @Override
    public void opened(Link its) {
        link = its;
        session = new Session(true, this, its.loop(), new Session.Limits(MOST_STREAMS + MOST_IDLE, MOST_UNACKNOWLEDGED), budget);
        session.start();
        sendWaiting();
        its.flush();
        watchIdle();
        closeIfLeft();
    }

    private void watchIdle() {
        used = false;
        forgetIdle = link.loop().after(IDLE_SECONDS * 1_000_000_000L, () -> {
            if (!used && busy == 0 && waiting.isEmpty()) {
                session.leave();
                link.flush();
                link.close(new IOException("not used"));
            } else {
                watchIdle();
            }
        });
    }

    @Override
    public void received(Link its, ByteBuffer data) {
        session.receive(data);
    }

    @Override
    public void ended(Link its) throws IOException {
        throw new IOException("connection closed by the peer");
    }

    @Override
    public void fill(ByteBuffer out) {
        if (session == null) {
            return;
        }
        if (!selectorSent) {
            selectorSent = true;
            out.put(MULTIPLEXED);
        }
        session.fill(out);
    }

    @Override
    public void closed(Link its, IOException cause) {
        closed = true;
        leave();
        forget(forgetIdle);
        forget(forgetDoubt);
        if (session != null) {
            session.end(cause);
        }
        failWaiting(cause.getMessage());
    }

    private static void forget(Runnable timer) {
        if (timer != null) {
            timer.run();
        }
    }

    private void leave() {
        if (!leaving) {
            leaving = true;
            onLeaving.accept(this);
        }
    }

    /** A connection that takes no more calls ends with the last one. */
    private void closeIfLeft() {
        if (leaving && !closed && session != null && busy == 0 && waiting.isEmpty()) {
            link.closeSoon(new IOException("the peer takes no more calls"));
        }
    }

    @Override
    public void outputReady() {
        link.flushSoon();
    }

    @Override
    public StreamListener accept(Stream stream) {
        return null;
    }

    @Override
    public void mayOpen() {
        if (!waiting.isEmpty() && !closed) {
            sendWaiting();
        }
    }

    @Override
    public void peerLeaves() {
        leave();
        failWaiting("it takes no more calls");
        closeIfLeft();
    }

    @Override
    public void over(IOException cause) {
        link.flush();
        link.close(cause);
    }
}
