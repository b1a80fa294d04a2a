package io.curia.rpc.call;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Answers the calls of one caller, one after another, as net/rpc does. Used on the loop only; a handler may end its future on any
 * thread.
 *
 * <p>States: idle; busy, while a handler works on a call; over. What arrives while it is busy waits (and is not credited, so it
 * is no more than {@value #MOST_WAITING} bytes). A caller that goes away while it is busy has its call cancelled.
 */
final class CallServer {
    /** What may arrive ahead of its turn: a window. */
    static final int MOST_WAITING = 256 * 1024;
    /** The largest request, in bytes. */
    static final int LONGEST_REQUEST = 64 << 20;
    static final String NOT_READY = "rpc: server is not ready";

    private static final byte[] EMPTY_MAP = {(byte) 0x80};

    private final Supplier<RpcHandler> handlers;
    private final Executor loop;
    private final Pipe pipe;
    private final String peer;
    private final MessageReader reader;
    private final QuietLog log;
    private ByteBuffer waiting;
    private CompletableFuture<byte[]> current;
    private boolean over;

    CallServer(Supplier<RpcHandler> handlers, Executor loop, Pipe pipe, String peer, Budget budget, QuietLog log) {
        this.handlers = handlers;
        this.loop = loop;
        this.pipe = pipe;
        this.peer = peer;
        this.log = log;
        this.reader = new MessageReader(LONGEST_REQUEST, budget);
    }

    void received(ByteBuffer data) throws IOException {
        try {
            if (current != null) {
                keep(data);
            } else {
                serve(data);
            }
        } catch (IOException e) {
            log.warn("call of " + peer + " refused: " + e.getMessage());
            throw e;
        }
    }

    private void keep(ByteBuffer data) throws IOException {
        int before = waiting == null ? 0 : waiting.remaining();
        if (before + data.remaining() > MOST_WAITING) {
            throw new IOException("calls one after another, but more than " + MOST_WAITING + " bytes ahead");
        }
        ByteBuffer both = ByteBuffer.allocate(before + data.remaining());
        if (before > 0) {
            both.put(waiting);
        }
        waiting = both.put(data).flip();
    }

    /** Works off what is there, until a call takes its time. */
    private void serve(ByteBuffer data) throws IOException {
        while (data.hasRemaining() && !over) {
            if (current != null) {
                keep(data);
                return;
            }
            int from = data.position();
            boolean whole = reader.read(data);
            pipe.credit(data.position() - from);
            if (whole) {
                call(reader.header(), reader.body());
            }
        }
    }

    private void call(Header header, byte[] body) {
        RpcHandler handler = handlers.get();
        if (handler == null) {
            answer(header, NOT_READY, EMPTY_MAP);
            return;
        }
        CompletableFuture<byte[]> future;
        try {
            future = Objects.requireNonNull(handler.call(header.method(), body, peer), "rpc: no answer");
        } catch (RuntimeException e) {
            future = CompletableFuture.failedFuture(e);
        }
        if (future.isDone()) {
            answer(header, future);
            return;
        }
        current = future;
        CompletableFuture<byte[]> under = future;
        future.whenComplete((answer, failure) -> loop.execute(() -> finished(header, under)));
    }

    private void finished(Header header, CompletableFuture<byte[]> future) {
        if (over || current != future) {
            return;
        }
        current = null;
        answer(header, future);
        ByteBuffer next = waiting;
        if (next == null) {
            return;
        }
        waiting = null;
        try {
            received(next);
        } catch (IOException e) {
            pipe.reset(e);
        }
    }

    private void answer(Header header, CompletableFuture<byte[]> done) {
        byte[] body;
        try {
            body = Objects.requireNonNull(done.join(), "rpc: no answer");
        } catch (CompletionException | CancellationException | NullPointerException e) {
            answer(header, text(e), EMPTY_MAP);
            return;
        }
        answer(header, "", body);
    }

    private void answer(Header header, String error, byte[] body) {
        pipe.send(Header.response(header.method(), header.sequence(), error, body));
    }

    /** What a caller is told of a failure. */
    static String text(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? "rpc: " + cause.getClass().getSimpleName() : message;
    }

    /** The caller sends no more: it does not wait for an answer either. */
    void ended() {
        over();
        pipe.close();
    }

    /** The caller is gone. */
    void over() {
        over = true;
        reader.clear();
        waiting = null;
        CompletableFuture<byte[]> abandoned = current;
        current = null;
        if (abandoned != null) {
            abandoned.cancel(false);
        }
    }
}
