package io.curia.rpc.lane;

import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.TlsLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Connections between servers as TCP makes them: bytes arrive in order, in pieces, after a while, or, while two servers are
 * cut off from each other, not at all, and then not before TCP tries again; who has gone without notice is missed by whoever
 * sends something next.
 */
final class SimulatedNetwork {
    static final long CONNECT_MILLIS = 10_000;
    private static final long STALL_MILLIS = 30_000;
    private static final int ON_THE_WAY = 64 * 1024;
    final List<End> ends = new ArrayList<>();
    private final SimulatedTime time;
    private final SplittableRandom random;
    private final boolean[][] cut;
    private final long[][] cutSince;
    private final long[][] latency;
    private final boolean[] down;
    /** Takes what others connect to: the end of the server, and what came first. */
    private final BiConsumer<End, ByteBuffer> accept;

    SimulatedNetwork(int servers, SimulatedTime time, SplittableRandom random, BiConsumer<End, ByteBuffer> accept) {
        this.time = time;
        this.random = random;
        this.accept = accept;
        cut = new boolean[servers][servers];
        cutSince = new long[servers][servers];
        latency = new long[servers][servers];
        down = new boolean[servers];
    }

    void cut(int one, int other, boolean off) {
        if (cut[one][other] == off) {
            return;
        }
        cut[one][other] = off;
        cut[other][one] = off;
        long lasted = time.millis() - cutSince[Math.min(one, other)][Math.max(one, other)];
        cutSince[Math.min(one, other)][Math.max(one, other)] = time.millis();
        for (End end : List.copyOf(ends)) {
            if (!off && end.between(one, other)) {
                end.deliverAfter(end.peer.hasSent() ? lasted + random.nextLong(lasted + 1) : 0);
            }
        }
    }

    void slow(int one, int other, long millis) {
        latency[one][other] = millis;
        latency[other][one] = millis;
    }

    /** Refuses connections. */
    void down(int server, boolean is) {
        down[server] = is;
    }

    void closeAll() {
        List.copyOf(ends).forEach(end -> end.close(new IOException("reset")));
    }

    void heal() {
        for (int i = 0; i < down.length; i++) {
            down[i] = false;
            for (int j = 0; j < down.length; j++) {
                latency[i][j] = 0;
                cut(i, j, false);
            }
        }
    }

    void connect(int from, int to, LinkOwner owner) {
        if (cut[from][to]) {
            time.afterMillis(CONNECT_MILLIS, () -> owner.closed(null, new IOException("no connection in time")));
            return;
        }
        time.afterMillis(2 * delay(from, to), () -> {
            if (down[to]) {
                owner.closed(null, new IOException("Connection refused"));
                return;
            }
            End near = new End(from, to, owner);
            End far = new End(to, from, new First());
            near.peer = far;
            far.peer = near;
            near.client = true;
            ends.add(near);
            ends.add(far);
            near.guarded(() -> owner.opened(near));
        });
    }

    private long delay(int from, int to) {
        return random.nextLong(3) + random.nextLong(latency[from][to] + 1);
    }

    /** Reads the byte that says what the connection is for. */
    private final class First implements LinkOwner {
        @Override
        public void received(Link link, ByteBuffer data) {
            data.get();
            accept.accept((End) link, data);
        }

        @Override
        public void ended(Link link) {
            link.close(new IOException("closed by the peer"));
        }

        @Override
        public void fill(ByteBuffer out) {
            // nothing to say
        }

        @Override
        public void closed(Link link, IOException cause) {
            // nobody is interested
        }
    }

    /** One end of a connection; what it has sent is kept by it until the other end takes it. */
    final class End implements Link {
        final int at;
        final int to;
        boolean client;
        private End peer;
        private LinkOwner owner;
        private final ArrayDeque<ByteBuffer> sent = new ArrayDeque<>();
        private int sentBytes;
        private boolean closed;
        /** The other end is told, once all has arrived. */
        private boolean finSent;
        /** It has vanished: what comes is answered with a reset. */
        private boolean vanished;
        private boolean paused;
        private boolean deliverScheduled;
        private boolean flushScheduled;
        private Runnable forgetStall;

        End(int at, int to, LinkOwner owner) {
            this.at = at;
            this.to = to;
            this.owner = owner;
        }

        /** A step of its owner's; an exception closes it. */
        private void guarded(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                close(e);
            }
        }

        @Override
        public void flush() {
            while (!closed && sentBytes < ON_THE_WAY) {
                ByteBuffer out = ByteBuffer.allocate(64 + random.nextInt(16 * 1024));
                owner.fill(out);
                if (!out.flip().hasRemaining()) {
                    return;
                }
                sent.add(out);
                sentBytes += out.remaining();
                peer.deliverSoon();
            }
            if (!closed && forgetStall == null) {
                forgetStall = time.afterMillis(STALL_MILLIS, () -> close(new IOException("the peer does not read")));
            }
        }

        @Override
        public void flushFromAnywhere() {
            flushSoon();
        }

        @Override
        public void flushSoon() {
            if (!flushScheduled) {
                flushScheduled = true;
                time.after(0, () -> {
                    flushScheduled = false;
                    flush();
                });
            }
        }

        private boolean between(int one, int other) {
            return at == one && to == other || at == other && to == one;
        }

        private boolean hasSent() {
            return sentBytes > 0 || finSent;
        }

        /** Something may have come for this end. */
        private void deliverSoon() {
            deliverAfter(delay(to, at));
        }

        private void deliverAfter(long millis) {
            if (!deliverScheduled) {
                deliverScheduled = true;
                time.afterMillis(millis, this::deliver);
            }
        }

        private void deliver() {
            deliverScheduled = false;
            if (cut[to][at] || paused || closed && !vanished) {
                return;
            }
            if (vanished) {
                peer.reset();
            } else if (!peer.sent.isEmpty()) {
                ByteBuffer piece = take(peer.sent);
                peer.sentBytes -= piece.remaining();
                peer.roomAgain();
                deliverSoon();
                guarded(() -> owner.received(this, piece));
            } else if (peer.finSent) {
                guarded(() -> owner.ended(this));
            }
        }

        private ByteBuffer take(ArrayDeque<ByteBuffer> from) {
            ByteBuffer first = from.peek();
            int count = Math.min(first.remaining(), 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 64 * 1024));
            ByteBuffer piece = first.slice(first.position(), count);
            first.position(first.position() + count);
            if (!first.hasRemaining()) {
                from.remove();
            }
            return piece;
        }

        private void roomAgain() {
            if (forgetStall != null) {
                forgetStall.run();
                forgetStall = null;
                flushSoon();
            }
        }

        /** The other end does not know of this connection any more. */
        private void reset() {
            sent.clear();
            close(new IOException("Connection reset"));
        }

        /** Its server has lost power; nobody is told. */
        void vanish() {
            if (!closed) {
                vanished = true;
                finish(new IOException("power lost"));
            }
        }

        @Override
        public void close(IOException cause) {
            if (!closed) {
                finSent = true;
                if (random.nextBoolean()) {
                    sent.clear();
                }
                peer.deliverSoon();
                finish(cause);
            }
        }

        private void finish(IOException cause) {
            closed = true;
            if (forgetStall != null) {
                forgetStall.run();
            }
            ends.remove(this);
            owner.closed(this, cause);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
            deliverSoon();
        }

        @Override
        public void owner(LinkOwner next) {
            owner = next;
        }

        @Override
        public void closeSoon(IOException cause) {
            time.after(0, () -> close(cause));
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public String peer() {
            return "s" + to;
        }

        @Override
        public void endOutput() {
            throw new UnsupportedOperationException();
        }

        @Override
        public IoLoop loop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TlsLayer tls() {
            return null;
        }

        @Override
        public void startTls(TlsLayer layer, ByteBuffer received) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void moveTo(IoLoop other, LinkOwner next, ByteBuffer received) {
            throw new UnsupportedOperationException();
        }
    }

    /** What an owner does. */
    private interface Step {
        void run() throws IOException;
    }
}
