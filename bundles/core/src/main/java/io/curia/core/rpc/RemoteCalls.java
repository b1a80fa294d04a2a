package io.curia.core.rpc;

import io.curia.api.op.Answer;
import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;
import io.curia.api.op.ReadOperation;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOperation;
import io.curia.api.op.WriteOptions;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Elsewhere;
import io.curia.core.dispatch.Hold;
import io.curia.core.route.Servers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Operations as calls of other servers. A server that cannot be reached is passed over; what was sent and not answered is
 * sent again only if it changes nothing; while the other side knows of no leader, the call is held (reference: semantics,
 * section 1.1). Thread-safe; continuations run on threads of the rpc bundle.
 */
public final class RemoteCalls implements Elsewhere {
    /**
     * @param server whether this agent is one: only servers know of other datacenters
     * @param defaultWaitMillis of a blocking query that names none
     * @param maxWaitMillis of a blocking query
     */
    public record Settings(String datacenter, boolean server, long defaultWaitMillis, long maxWaitMillis) { }

    private static final int JITTER = 16;
    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;

    /** One call: to whom, again if it may be, and what its answer means. */
    private record Call<T>(Supplier<RpcTarget> target, String method, byte[] body, long timeoutMillis, boolean repeatable,
            boolean pinned, Decoder<T> decoder) { }

    private interface Decoder<T> {
        T decode(byte[] reply) throws IOException;
    }

    private final Settings settings;
    private final Forms forms;
    private final Msgpack msgpack = Msgpack.wire();
    private final Servers servers;
    private final Supplier<RpcClient> client;
    private final Hold hold;
    private volatile long timeoutMillis = DEFAULT_TIMEOUT_MILLIS;

    /** @param client makes the calls; null while there is none */
    public RemoteCalls(Settings settings, Forms forms, Servers servers, Supplier<RpcClient> client, Hold hold) {
        this.settings = settings;
        this.forms = forms;
        this.servers = servers;
        this.client = client;
        this.hold = hold;
    }

    /** Until a call has to be answered, beyond its wait ({@code limits.rpc_client_timeout}); counts for calls to come. */
    public void timeout(long millis) {
        timeoutMillis = millis > 0 ? millis : DEFAULT_TIMEOUT_MILLIS;
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> read(ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        return read(() -> any(options.datacenter()), false, operation, request, options);
    }

    @Override
    public <Q, R> CompletableFuture<Answer<R>> readAt(String leader, ReadOperation<Q, R> operation, Q request,
            ReadOptions options) {
        return read(() -> servers.at(leader), true, operation, request, options);
    }

    private <Q, R> CompletableFuture<Answer<R>> read(Supplier<RpcTarget> target, boolean pinned,
            ReadOperation<Q, R> operation, Q request, ReadOptions options) {
        ReadForm<Q, R, ?, ?> form = forms.of(operation);
        Envelope envelope = forms.envelope(operation.name());
        byte[] body = envelope.sealRequest(form.request(datacenter(options.datacenter()), request, options, msgpack));
        return start(new Call<>(target, operation.name(), body, timeout(options), true, pinned,
                reply -> form.answer(envelope.openReply(reply), options, msgpack)));
    }

    @Override
    public <Q, R> CompletableFuture<R> write(WriteOperation<Q, R> operation, Q request, WriteOptions options) {
        return write(() -> any(options.datacenter()), false, operation, request, options);
    }

    @Override
    public <Q, R> CompletableFuture<R> writeAt(String leader, WriteOperation<Q, R> operation, Q request,
            WriteOptions options) {
        return write(() -> servers.at(leader), true, operation, request, options);
    }

    private <Q, R> CompletableFuture<R> write(Supplier<RpcTarget> target, boolean pinned, WriteOperation<Q, R> operation,
            Q request, WriteOptions options) {
        WriteForm<Q, R, ?, ?> form = forms.of(operation);
        Envelope envelope = forms.envelope(form.method());
        byte[] body = envelope.sealRequest(form.request(datacenter(options.datacenter()), request, options.token(), msgpack));
        return start(new Call<>(target, form.method(), body, timeoutMillis, false, pinned,
                reply -> form.answer(envelope.openReply(reply), msgpack)));
    }

    /** One read of a server that is chosen by the caller, without any second attempt: for what servers ask each other. */
    public <Q, R> CompletableFuture<R> ask(RpcTarget target, ReadOperation<Q, R> operation, Q request,
            long timeoutMillis) {
        ReadForm<Q, R, ?, ?> form = forms.of(operation);
        byte[] body = form.request(target.datacenter(), request, ReadOptions.STALE, msgpack);
        return start(new Call<>(() -> target, operation.name(), body, timeoutMillis, false, true,
                reply -> form.answer(reply, ReadOptions.STALE, msgpack).value()));
    }

    private String datacenter(String wanted) {
        return wanted.isEmpty() ? settings.datacenter() : wanted;
    }

    /** Only servers know the servers of other datacenters. */
    private RpcTarget any(String wanted) {
        String where = settings.server() ? datacenter(wanted) : settings.datacenter();
        RpcTarget target = servers.pick(where);
        if (target != null) {
            return target;
        }
        if (!settings.server()) {
            throw new CuriaException(Kind.NO_LEADER, "No known Consul servers");
        }
        throw CuriaException.failed(servers.knows(where) ? "Remote DC has no server currently reachable"
                : "No path to datacenter");
    }

    private long timeout(ReadOptions options) {
        if (options.minIndex() <= 0) {
            return timeoutMillis;
        }
        long wait = options.waitMillis() <= 0 ? settings.defaultWaitMillis()
                : Math.min(options.waitMillis(), settings.maxWaitMillis());
        return wait + wait / JITTER + timeoutMillis;
    }

    private <T> CompletableFuture<T> start(Call<T> call) {
        return attempt(call, hold.deadline());
    }

    private <T> CompletableFuture<T> attempt(Call<T> call, long deadline) {
        RpcClient rpc = client.get();
        RpcTarget target;
        try {
            target = call.target().get();
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (rpc == null) {
            return hold.again(deadline, () -> new CuriaException(Kind.NO_LEADER, "No known Consul servers"),
                    () -> attempt(call, deadline));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<byte[]> sent = rpc.call(target, call.method(), call.body(), call.timeoutMillis());
        sent.whenComplete((reply, failure) -> {
            if (failure == null) {
                decode(call, reply, result);
            } else if (!result.isDone()) {
                Hold.pass(failed(call, target, Hold.unwrapped(failure), deadline), result);
            }
        });
        Hold.cancelWith(result, sent);
        return result;
    }

    private static <T> void decode(Call<T> call, byte[] reply, CompletableFuture<T> result) {
        try {
            result.complete(call.decoder().decode(reply));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(new CuriaException(Kind.FAILED, "rpc error: the answer to " + call.method()
                    + " cannot be read: " + e.getMessage(), e));
        }
    }

    private <T> CompletableFuture<T> failed(Call<T> call, RpcTarget target, Throwable failure, long deadline) {
        if (!(failure instanceof RpcException problem)) {
            return CompletableFuture.failedFuture(new CuriaException(Kind.FAILED,
                    RemoteErrors.PREFIX + failure.getMessage(), failure));
        }
        switch (problem.reason()) {
            case REMOTE -> {
                CuriaException refusal = RemoteErrors.of(problem.getMessage());
                return refusal.kind() == Kind.NO_LEADER && !call.pinned()
                        ? hold.again(deadline, () -> refusal, () -> attempt(call, deadline))
                        : CompletableFuture.failedFuture(refusal);
            }
            case UNREACHABLE -> {
                servers.failed(target);
                CuriaException error = new CuriaException(call.pinned() ? Kind.NO_LEADER : Kind.FAILED,
                        "rpc error getting client: failed to get conn: " + problem.getMessage(), problem);
                return call.pinned() ? CompletableFuture.failedFuture(error)
                        : hold.again(deadline, () -> error, () -> attempt(call, deadline));
            }
            case BROKEN -> {
                servers.failed(target);
                CuriaException error = new CuriaException(call.repeatable() && call.pinned() ? Kind.NO_LEADER
                        : Kind.TIMED_OUT, RemoteErrors.PREFIX + "EOF", problem);
                return call.repeatable() && !call.pinned()
                        ? hold.again(deadline, () -> error, () -> attempt(call, deadline))
                        : CompletableFuture.failedFuture(error);
            }
            default -> {
                return CompletableFuture.failedFuture(new CuriaException(Kind.TIMED_OUT,
                        RemoteErrors.PREFIX + "i/o deadline reached", problem));
            }
        }
    }
}
