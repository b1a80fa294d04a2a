package io.curia.rpc.lane;

import io.curia.api.consensus.ConsensusTransport;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The serving end of a lane. States: waiting for the hello; open; closed. Requests are handed to the handler on the loop in
 * the order they came; replies are sent by the thread that has them, if the socket has room. While {@value #MOST_REQUESTS}
 * requests or {@value #MOST_BYTES} bytes of requests and unsent replies are under way, it reads no further. The hello has to
 * come within {@value #HELLO_SECONDS} seconds.
 */
final class IncomingLane implements LinkOwner {
    private static final int MOST_REQUESTS = 4096;
    private static final long MOST_BYTES = 64L << 20;
    private static final int HELLO_SECONDS = 5;

    private final Link link;
    private final LaneTransport.Loop loop;
    private final Frames.Hello self;
    private final Supplier<ConsensusTransport.Handler> handlers;
    private final QuietLog log;
    private final FrameReader reader = new FrameReader(Frames.LONGEST_HELLO, this::frame);
    private final Outbox outbox = new Outbox();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong requestBytes = new AtomicLong();
    private volatile boolean paused;
    private ConsensusTransport.Lane lane;
    private Runnable forgetTimer = () -> { };

    /** @param self whose datacenter the peer has to be of */
    IncomingLane(Link link, LaneTransport.Loop loop, Frames.Hello self, Supplier<ConsensusTransport.Handler> handlers,
            QuietLog log) {
        this.link = link;
        this.loop = loop;
        this.self = self;
        this.handlers = handlers;
        this.log = log;
    }

    @Override
    public void arrived(Link its) {
        forgetTimer = loop.after(HELLO_SECONDS * 1_000_000_000L,
                () -> link.close(new IOException("no hello for " + HELLO_SECONDS + " s")));
    }

    @Override
    public void received(Link its, ByteBuffer data) throws IOException {
        reader.read(data);
        if (crowded()) {
            paused = true;
            link.pause();
            resumeIfPossible();
        }
    }

    private boolean crowded() {
        return requests.get() >= MOST_REQUESTS || requestBytes.get() + outbox.bytes() >= MOST_BYTES;
    }

    private void resumeIfPossible() {
        if (paused && !crowded()) {
            loop.execute(() -> {
                paused = false;
                link.resume();
            });
        }
    }

    private void frame(byte kind, long id, ByteBuffer content) throws IOException {
        if (lane == null) {
            greet(kind, content);
        } else if (kind == Frames.REQUEST) {
            handle(id, content);
        } else {
            throw new IOException("unknown kind of frame " + kind);
        }
    }

    private void greet(byte kind, ByteBuffer content) throws IOException {
        try {
            open(kind, content);
        } catch (IOException e) {
            outbox.add(Frames.REFUSAL, 0, Frames.text(e.getMessage()));
            link.flush();
            throw e;
        }
    }

    private void open(byte kind, ByteBuffer content) throws IOException {
        if (kind != Frames.HELLO) {
            throw new IOException("no consensus connection of this program: no hello");
        }
        Frames.Hello hello = Frames.parseHello(content);
        if (!hello.datacenter().equals(self.datacenter())) {
            throw new IOException("server " + hello.node() + " is of datacenter " + hello.datacenter() + ", not "
                    + self.datacenter());
        }
        lane = hello.lane();
        forgetTimer.run();
        reader.longest(ConsensusTransport.MAX_MESSAGE_BYTES);
        outbox.add(Frames.WELCOME, 0, ByteBuffer.allocate(0));
        link.flush();
    }

    private void handle(long id, ByteBuffer request) {
        ConsensusTransport.Handler handler = handlers.get();
        if (handler == null) {
            reply(id, Frames.ERROR, Frames.text("no consensus engine serves here"));
            return;
        }
        int size = request.remaining();
        requests.incrementAndGet();
        requestBytes.addAndGet(size);
        CompletableFuture<ByteBuffer> future;
        try {
            future = handler.handle(lane, request);
        } catch (RuntimeException e) {
            future = CompletableFuture.failedFuture(e);
        }
        future.whenComplete((reply, failure) -> {
            requestBytes.addAndGet(-size);
            requests.decrementAndGet();
            if (failure != null) {
                reply(id, Frames.ERROR, Frames.text(reason(failure)));
            } else if (reply.remaining() > ConsensusTransport.MAX_MESSAGE_BYTES) {
                reply(id, Frames.ERROR, Frames.text("the reply is too large"));
            } else {
                reply(id, Frames.REPLY, reply);
            }
        });
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().findFirst().orElse("failed");
    }

    private void reply(long id, byte kind, ByteBuffer content) {
        if (!link.isClosed()) {
            outbox.add(kind, id, content);
            link.flushFromAnywhere();
            resumeIfPossible();
        }
    }

    @Override
    public void ended(Link its) {
        link.close(new IOException("closed by the other side"));
    }

    @Override
    public void fill(ByteBuffer out) {
        outbox.fill(out);
        if (paused) {
            resumeIfPossible();
        }
    }

    @Override
    public void closed(Link its, IOException cause) {
        forgetTimer.run();
        if (lane == null) {
            log.warn("consensus connection of " + link.peer() + " refused: " + cause.getMessage());
        }
    }
}
