package io.curia.rpc.grpc;

import io.curia.api.rpc.RpcHandler;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import io.curia.rpc.http2.Stream;
import io.curia.rpc.http2.StreamListener;
import io.curia.rpc.net.Budget;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * One call: a request, and the answers to it as their source makes them and the caller takes them. Used on the loop only; the source's signals come
 * from any thread and are carried there.
 *
 * <p>States: request; answering; over. Bounds: the source is asked for {@value #BATCH} answers at a time, and for more only while less than
 * {@value #ENOUGH} bytes wait to be sent; what waits comes out of the connection's budget.
 */
final class GrpcCall implements StreamListener, Flow.Subscriber<byte[]> {
    static final int BATCH = 16;
    static final int ENOUGH = 16 * 1024;

    private final Stream stream;
    private final String method;
    private final String peer;
    private final Supplier<RpcHandler> handlers;
    private final Executor loop;
    private final Budget budget;
    private final Runnable atEnd;
    private final RequestMessage request = new RequestMessage();
    private Flow.Subscription source;
    private int awaited;
    private long held;
    private boolean begun;
    private boolean ending;
    private boolean over;

    /** @param atEnd run once, when the call is over */
    GrpcCall(Stream stream, String method, String peer, Supplier<RpcHandler> handlers, Executor loop, Budget budget,
            Runnable atEnd) {
        this.stream = stream;
        this.method = method;
        this.peer = peer;
        this.handlers = handlers;
        this.loop = loop;
        this.budget = budget;
        this.atEnd = atEnd;
    }

    // -- the caller ----------------------------------------------------------------------------------------------------

    @Override
    public void data(ByteBuffer data) {
        if (!ending && !request.add(data)) {
            end(Code.RESOURCE_EXHAUSTED.number(), "the request is larger than " + RequestMessage.LONGEST + " bytes");
        }
    }

    @Override
    public void ended() {
        if (ending) {
            return;
        }
        RpcHandler handler = handlers.get();
        try {
            if (handler == null) {
                throw new StatusException(Code.UNAVAILABLE, "the server is not ready");
            }
            handler.stream(method, request.message(), peer).subscribe(this);
        } catch (StatusException e) {
            end(e.code().number(), e.getMessage());
        } catch (RuntimeException e) {
            end(Code.INTERNAL.number(), "internal error: " + e.getMessage());
        }
    }

    @Override
    public void sent(int bytes) {
        held -= bytes;
        budget.give(bytes);
        ask();
    }

    @Override
    public void closed() {
        over = true;
        budget.give(held);
        held = 0;
        cancel();
        atEnd.run();
    }

    private void cancel() {
        if (source != null) {
            source.cancel();
            source = null;
        }
    }

    // -- the source ----------------------------------------------------------------------------------------------------

    @Override
    public void onSubscribe(Flow.Subscription its) {
        loop.execute(() -> {
            if (ending || over) {
                its.cancel();
            } else {
                source = its;
                ask();
            }
        });
    }

    @Override
    public void onNext(byte[] answer) {
        loop.execute(() -> {
            awaited--;
            if (!ending && !over) {
                send(answer);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        loop.execute(() -> {
            if (failure instanceof StatusException status) {
                end(status.code().number(), status.getMessage());
            } else {
                end(Code.UNKNOWN.number(), String.valueOf(failure.getMessage()));
            }
        });
    }

    @Override
    public void onComplete() {
        loop.execute(() -> end(0, ""));
    }

    private void ask() {
        if (source != null && awaited <= BATCH / 2 && held < ENOUGH) {
            int more = BATCH - awaited;
            awaited = BATCH;
            source.request(more);
        }
    }

    private void send(byte[] answer) {
        int length = RequestMessage.PREFIX + answer.length;
        if (!budget.take(length)) {
            end(Code.RESOURCE_EXHAUSTED.number(), "too much waits for the caller");
            return;
        }
        held += length;
        if (!begun) {
            begun = true;
            stream.respond(ResponseFields.begin());
        }
        stream.send(ByteBuffer.allocate(RequestMessage.PREFIX).put((byte) 0).putInt(answer.length).flip());
        stream.send(ByteBuffer.wrap(answer));
        ask();
    }

    private void end(int code, String message) {
        if (!ending && !over) {
            ending = true;
            cancel();
            stream.end(ResponseFields.end(!begun, code, message));
        }
    }
}
