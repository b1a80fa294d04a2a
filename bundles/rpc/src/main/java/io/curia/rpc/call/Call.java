package io.curia.rpc.call;

import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A call that somebody waits for. States: waiting for a connection or a stream; sent, when it has a stream; done. Its
 * fields are the loop's; it may be cancelled on any thread.
 */
final class Call extends CompletableFuture<byte[]> {
    final RpcTarget target;
    final String method;
    final byte[] body;
    final long timeoutNanos;
    private final Executor loop;
    ClientStream stream;
    Runnable forgetTimer;

    Call(RpcTarget target, String method, byte[] body, long timeoutNanos, Executor loop) {
        this.target = target;
        this.method = method;
        this.body = body;
        this.timeoutNanos = timeoutNanos;
        this.loop = loop;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled) {
            loop.execute(this::abandon);
        }
        return cancelled;
    }

    /** On the loop: nobody waits for it any more. */
    private void abandon() {
        forgetTimer();
        if (stream != null) {
            stream.abandon(this);
        }
    }

    void timedOut() {
        forgetTimer = null;
        String route = "rpc: " + method + " of " + target.node() + " (" + target.address() + ")";
        if (stream == null) {
            fail(RpcException.Reason.UNREACHABLE, route + ": could not be sent in time", null);
        } else {
            ClientStream carrier = stream;
            fail(RpcException.Reason.TIMED_OUT, route + ": no answer in time", null);
            carrier.timedOut(this);
        }
    }

    void answer(byte[] answer) {
        forgetTimer();
        complete(answer);
    }

    void fail(RpcException.Reason reason, String message, Throwable cause) {
        forgetTimer();
        completeExceptionally(new RpcException(reason, message, cause));
    }

    private void forgetTimer() {
        if (forgetTimer != null) {
            forgetTimer.run();
            forgetTimer = null;
        }
    }
}
