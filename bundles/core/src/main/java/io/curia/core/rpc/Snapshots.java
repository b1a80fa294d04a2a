package io.curia.core.rpc;

import io.curia.api.agent.AgentControl.SnapshotArchive;
import io.curia.api.consensus.Consensus;
import io.curia.api.op.CuriaException;
import io.curia.api.op.CuriaException.Kind;
import io.curia.api.rpc.RpcClient;
import io.curia.api.rpc.RpcClient.SnapshotReply;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcTarget;
import io.curia.core.codec.Msgpack;
import io.curia.core.dispatch.Hold;
import io.curia.core.route.Servers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Saves and restores the whole state: here, on the leader, or in another datacenter (reference: gossip-rpc, section 4).
 * Thread-safe.
 */
public final class Snapshots {
    /** The state of this server. */
    public interface Local {
        /** A consistent copy. */
        CompletableFuture<SnapshotArchive> save();

        /** Replaces it, through the log. */
        CompletableFuture<Void> restore(byte[] archive);
    }

    /** What is asked for; {@code op}: 0 save, 1 restore. */
    record Request(String datacenter, String token, boolean allowStale, int op) { }

    /** What is answered; {@code error} is "" when it went well. */
    record Reply(String error, long index, long lastContact, boolean knownLeader) { }

    private static final int SAVE = 0;
    private static final int RESTORE = 1;
    private static final byte[] NOTHING = {};
    /** A large state takes its time to be written and read. */
    private static final long TIMEOUT_MILLIS = 10 * 60_000;

    private final String datacenter;
    private final Servers servers;
    private final Supplier<RpcClient> client;
    private final Supplier<Consensus> engine;
    private final Local local;
    private final Hold hold;
    private final Msgpack msgpack = Msgpack.wire();

    /**
     * @param engine null while there is none
     * @param local null on an agent in client mode
     */
    public Snapshots(String datacenter, Servers servers, Supplier<RpcClient> client, Supplier<Consensus> engine,
            Local local, Hold hold) {
        this.datacenter = datacenter;
        this.servers = servers;
        this.client = client;
        this.engine = engine;
        this.local = local;
        this.hold = hold;
    }

    /** A consistent copy of a datacenter's state ("": of the own one); of any server's with {@code stale}. */
    public CompletableFuture<SnapshotArchive> save(String where, boolean stale, String token) {
        return run(new Request(where.isEmpty() ? datacenter : where, token, stale, SAVE), NOTHING, hold.deadline());
    }

    /** Replaces a datacenter's state ("": the own one's). */
    public CompletableFuture<Void> restore(String where, byte[] archive, String token) {
        return run(new Request(where.isEmpty() ? datacenter : where, token, false, RESTORE), archive, hold.deadline())
                .thenApply(done -> null);
    }

    /** Carries out the request of another agent; refusals are in the reply. */
    public CompletableFuture<SnapshotReply> serve(byte[] body, byte[] archive) {
        Request request;
        try {
            request = msgpack.read(body, Request.class);
        } catch (IOException e) {
            return CompletableFuture.completedFuture(refusal("the request cannot be read: " + e.getMessage()));
        }
        return run(request, archive, hold.deadline()).handle((saved, failure) -> failure != null
                ? refusal(Hold.unwrapped(failure).getMessage())
                : new SnapshotReply(msgpack.encode(new Reply("", saved.index(), 0, true)), saved.content()));
    }

    private SnapshotReply refusal(String text) {
        return new SnapshotReply(msgpack.encode(new Reply(text, 0, 0, false)), NOTHING);
    }

    private CompletableFuture<SnapshotArchive> run(Request request, byte[] archive, long deadline) {
        if (request.op() != SAVE && request.op() != RESTORE) {
            return CompletableFuture.failedFuture(CuriaException.failed("unrecognized snapshot op " + request.op()));
        }
        if (local == null || !request.datacenter().equals(datacenter)) {
            RpcTarget target = servers.pick(local == null ? datacenter : request.datacenter());
            return target != null ? send(target, request, archive)
                    : CompletableFuture.failedFuture(local == null ? new CuriaException(Kind.NO_LEADER, "No known Consul servers")
                            : CuriaException.failed("No path to datacenter"));
        }
        Consensus present = engine.get();
        Consensus.Status status = present == null ? null : present.status();
        if (status != null && (status.leading() || request.allowStale())) {
            return request.op() == SAVE ? local.save()
                    : local.restore(archive).thenApply(done -> new SnapshotArchive(NOTHING, 0));
        }
        if (status == null || status.leaderAddress().isEmpty()) {
            return hold.again(deadline, () -> new CuriaException(Kind.NO_LEADER, "No cluster leader"),
                    () -> run(request, archive, deadline));
        }
        return send(servers.at(status.leaderAddress()), request, archive);
    }

    private CompletableFuture<SnapshotArchive> send(RpcTarget target, Request request, byte[] archive) {
        RpcClient rpc = client.get();
        if (rpc == null) {
            return CompletableFuture.failedFuture(new CuriaException(Kind.NO_LEADER, "No known Consul servers"));
        }
        return rpc.snapshot(target, msgpack.encode(request), archive, TIMEOUT_MILLIS).handle(this::answer)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<SnapshotArchive> answer(SnapshotReply answer, Throwable failure) {
        if (failure != null) {
            Throwable cause = Hold.unwrapped(failure);
            Kind kind = cause instanceof RpcException problem && problem.reason() == RpcException.Reason.TIMED_OUT
                    ? Kind.TIMED_OUT : Kind.FAILED;
            return CompletableFuture.failedFuture(new CuriaException(kind, "rpc error: " + cause.getMessage(), cause));
        }
        try {
            Reply reply = msgpack.read(answer.reply(), Reply.class);
            return reply.error().isEmpty()
                    ? CompletableFuture.completedFuture(new SnapshotArchive(answer.archive(), reply.index()))
                    : CompletableFuture.failedFuture(CuriaException.failed(reply.error()));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(
                    CuriaException.failed("rpc error: the answer cannot be read: " + e.getMessage()));
        }
    }
}
