package io.curia.api.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One conversation with one peer within a time limit, with one result: the shape of most network probes. Extend it, send
 * in {@link #connected}, and call {@link #complete} when the peer's answer is known; the connection is closed then.
 *
 * <p>{@link #start} is called once. The methods to implement are called on the loop. The result's continuations run
 * there too, so they must be short.
 *
 * @param <T> the result
 */
public abstract class Exchange<T> implements ConnectionListener, AutoCloseable {
    private final EventLoop loop;
    private final long timeoutNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Dialer dialer;
    private EventLoop.Timer timer;
    private boolean done;

    /** A conversation on this loop that may take so long. */
    protected Exchange(EventLoop loop, Duration timeout) {
        this.loop = loop;
        this.timeoutNanos = timeout.toNanos();
    }

    /** The result when the peer cannot be reached or breaks off; the message is complete. */
    protected abstract T broken(IOException cause);

    /** The result when the time is over. */
    protected abstract T timedOut();

    /**
     * Connects to a host.
     *
     * @param tls null for none
     * @param resolver looks names up, which blocks
     */
    public final CompletableFuture<T> start(HostPort target, TlsSettings tls, Executor resolver) {
        try {
            loop.execute(() -> begin(target, tls, resolver));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** On the loop as all that follows: the peer's answer must not overtake what is noted here. */
    private void begin(HostPort target, TlsSettings tls, Executor resolver) {
        if (done) {
            return;
        }
        timer = loop.after(timeoutNanos, () -> complete(timedOut()));
        try {
            dialer = Dialer.dial(loop, target, tls, resolver, this);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Goes on with another host within the same time; on the loop. */
    protected final void redial(HostPort target, TlsSettings tls, Executor resolver) {
        dialer.close();
        dialer = Dialer.dial(loop, target, tls, resolver, this);
    }

    /** Ends the conversation with a result; later results are ignored. On the loop. */
    protected final void complete(T value) {
        if (finish()) {
            result.complete(value);
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        if (timer != null) {
            timer.cancel();
        }
        if (dialer != null) {
            dialer.close();
        }
        return true;
    }

    /** Whether there is a result. */
    protected final boolean isDone() {
        return done;
    }

    @Override
    public void ended(Connection connection) throws IOException {
        throw new NetworkException("EOF");
    }

    @Override
    public final void failed(Throwable cause) {
        if (cause instanceof IOException problem) {
            complete(broken(problem));
        } else if (finish()) {
            result.completeExceptionally(cause);
        }
    }

    /** Gives up: the connection is closed, the result cancelled. From any thread. */
    @Override
    public final void close() {
        result.cancel(false);
        try {
            loop.execute(this::finish);
        } catch (RejectedExecutionException e) {
            // the loop has ended, and all its channels with it
            return;
        }
    }
}
