package io.curia.rpc.call;

import io.curia.api.rpc.RpcClient.SnapshotReply;
import io.curia.api.rpc.RpcException;
import io.curia.api.rpc.RpcHandler;
import io.curia.api.rpc.RpcTarget;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.IoLoop;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A snapshot operation, on a connection of its own. States: connecting; open, when request and archive go out and reply and
 * archive come in; done. Its fields are the loop's; it may be cancelled on any thread.
 */
final class SnapshotCall extends CompletableFuture<SnapshotReply> implements LinkOwner {
    private static final byte SELECTOR = 5;

    private final IoLoop loop;
    private final RpcTarget target;
    private final ArrayDeque<ByteBuffer> unsent;
    private final ValueCollector replies;
    private final Archive archive;
    private byte[] reply;
    private Link link;
    private Runnable forgetTimer;

    SnapshotCall(IoLoop loop, RpcTarget target, byte[] request, byte[] archive) {
        Budget budget = new Budget(2L * RpcHandler.MAX_ARCHIVE_BYTES, null);
        this.loop = loop;
        this.target = target;
        this.unsent = new ArrayDeque<>(List.of(ByteBuffer.wrap(new byte[] {SELECTOR}), ByteBuffer.wrap(request),
                ByteBuffer.wrap(archive)));
        this.replies = new ValueCollector(SnapshotServer.LONGEST_REQUEST, budget);
        this.archive = new Archive(budget);
    }

    /** On the loop: it has so long from now. */
    void begin(long timeoutNanos) {
        forgetTimer = loop.after(timeoutNanos, () -> {
            fail(link == null ? RpcException.Reason.UNREACHABLE : RpcException.Reason.TIMED_OUT, "no answer in time", null);
            end();
        });
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        if (cancelled) {
            loop.execute(this::end);
        }
        return cancelled;
    }

    private void end() {
        if (link != null) {
            link.close(new IOException("given up"));
        }
    }

    @Override
    public void opened(Link its) {
        link = its;
        if (isDone()) {
            end();
        } else {
            its.endOutput();
        }
    }

    @Override
    public void fill(ByteBuffer out) {
        Buffers.drain(unsent, out);
    }

    @Override
    public void received(Link its, ByteBuffer data) throws IOException {
        if (reply == null) {
            reply = replies.collect(data);
        }
        if (data.hasRemaining()) {
            archive.add(data);
        }
    }

    @Override
    public void ended(Link its) throws IOException {
        if (reply == null) {
            throw new IOException("connection closed by the peer");
        }
        complete(new SnapshotReply(reply, archive.bytes()));
        its.close(new IOException("done"));
    }

    @Override
    public void closed(Link its, IOException cause) {
        if (forgetTimer != null) {
            forgetTimer.run();
        }
        fail(link == null ? RpcException.Reason.UNREACHABLE : RpcException.Reason.BROKEN, cause.getMessage(), cause);
    }

    private void fail(RpcException.Reason reason, String what, IOException cause) {
        completeExceptionally(new RpcException(reason,
                "rpc: snapshot of " + target.node() + " (" + target.address() + "): " + what, cause));
    }
}
