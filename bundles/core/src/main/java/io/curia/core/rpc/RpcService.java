package io.curia.core.rpc;

import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.WriteOptions;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Hold;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Carries out the calls of other agents: what arrives becomes an operation for the dispatcher. Thread-safe. */
public final class RpcService {
    private final Forms forms;
    private final Msgpack msgpack = Msgpack.wire();
    private final Dispatcher dispatcher;

    public RpcService(Forms forms, Dispatcher dispatcher) {
        this.forms = forms;
        this.dispatcher = dispatcher;
    }

    /** Ends with the reply in msgpack; the message of a failure is what the caller gets to read. */
    public CompletableFuture<byte[]> call(String method, byte[] message) {
        Envelope envelope = forms.envelope(method);
        try {
            byte[] body = envelope.openRequest(message);
            ReadForm<?, ?, ?, ?> read = forms.read(method);
            if (read != null) {
                return read(read, envelope, body);
            }
            List<WriteForm<?, ?, ?, ?>> writes = forms.writes(method);
            if (!writes.isEmpty()) {
                return write(writes, envelope, body);
            }
            return CompletableFuture.failedFuture(CuriaException.failed("rpc: can't find method " + method));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(
                    CuriaException.failed("rpc: the request of " + method + " cannot be read: " + e.getMessage()));
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <Q, R> CompletableFuture<byte[]> read(ReadForm<Q, R, ?, ?> form, Envelope envelope, byte[] body)
            throws IOException {
        WireOptions.Scope scope = msgpack.read(body, WireOptions.Scope.class);
        WireOptions.Read options = msgpack.read(body, WireOptions.Read.class);
        Q request = form.request(body, msgpack);
        return mapped(dispatcher.read(form.operation(), request, options.options(scope.datacenter())),
                answer -> envelope.sealReply(form.reply(answer, msgpack)));
    }

    private CompletableFuture<byte[]> write(List<WriteForm<?, ?, ?, ?>> candidates, Envelope envelope, byte[] body)
            throws IOException {
        for (WriteForm<?, ?, ?, ?> form : candidates) {
            CompletableFuture<byte[]> reply = write(form, envelope, body);
            if (reply != null) {
                return reply;
            }
        }
        throw CuriaException.failed("Invalid operation of " + candidates.get(0).method());
    }

    private <Q, R> CompletableFuture<byte[]> write(WriteForm<Q, R, ?, ?> form, Envelope envelope, byte[] body)
            throws IOException {
        Q request = form.request(body, msgpack);
        if (request == null) {
            return null;
        }
        WireOptions.Scope scope = msgpack.read(body, WireOptions.Scope.class);
        WireOptions.Write options = msgpack.read(body, WireOptions.Write.class);
        return mapped(dispatcher.write(form.operation(), request, new WriteOptions(scope.datacenter(), options.token())),
                answer -> envelope.sealReply(form.reply(answer, msgpack)));
    }

    private static <A> CompletableFuture<byte[]> mapped(CompletableFuture<A> source,
            Function<A, byte[]> encoder) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        source.whenComplete((answer, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(Hold.unwrapped(failure));
                return;
            }
            try {
                reply.complete(encoder.apply(answer));
            } catch (RuntimeException e) {
                reply.completeExceptionally(CuriaException.failed("internal error: " + e.getMessage()));
            }
        });
        Hold.cancelWith(reply, source);
        return reply;
    }
}
