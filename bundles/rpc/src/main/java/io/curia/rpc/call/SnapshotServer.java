package io.curia.rpc.call;

import io.curia.api.rpc.RpcClient.SnapshotReply;
import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import io.curia.rpc.net.Link;
import io.curia.rpc.net.LinkOwner;
import io.curia.rpc.net.QuietLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The server's end of a snapshot connection: request, archive and end of input come in, reply and archive go out, and that is all.
 * States: request, archive, at work, answering, over. A caller that sends nothing for {@value #SILENT_SECONDS} seconds while
 * it is its turn is closed.
 */
public final class SnapshotServer implements LinkOwner {
    static final int LONGEST_REQUEST = 1 << 20;
    private static final int SILENT_SECONDS = 60;

    private final Link link;
    private final Supplier<RpcHandler> handlers;
    private final QuietLog log;
    private final ValueCollector requests;
    private final Archive archive;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(2);
    private byte[] request;
    private CompletableFuture<SnapshotReply> work;
    private boolean heard;
    private Runnable forgetTimer;

    /** Serves a connection that has said it is one. */
    public SnapshotServer(Link link, Supplier<RpcHandler> handlers, Budget budget, QuietLog log) {
        this.link = link;
        this.handlers = handlers;
        this.log = log;
        this.requests = new ValueCollector(LONGEST_REQUEST, budget);
        this.archive = new Archive(budget);
        watch();
    }

    private void watch() {
        heard = false;
        forgetTimer = link.loop().after(SILENT_SECONDS * 1_000_000_000L, () -> {
            if (heard || work != null) {
                watch();
            } else {
                link.close(new IOException("nothing has come for " + SILENT_SECONDS + " s"));
            }
        });
    }

    @Override
    public void received(Link its, ByteBuffer data) throws IOException {
        heard = true;
        if (request == null) {
            request = requests.collect(data);
        }
        if (data.hasRemaining()) {
            archive.add(data);
        }
    }

    /** The request is complete. */
    @Override
    public void ended(Link its) throws IOException {
        if (request == null) {
            throw new IOException("snapshot request cut short");
        }
        work = start();
        work.whenComplete((reply, failure) -> link.loop().execute(() -> answer(failure == null ? reply
                : new SnapshotReply(Header.errorReply(CallServer.text(failure)), new byte[0]))));
    }

    private CompletableFuture<SnapshotReply> start() {
        RpcHandler handler = handlers.get();
        try {
            return handler == null ? CompletableFuture.failedFuture(new IllegalStateException(CallServer.NOT_READY))
                    : handler.snapshot(request, archive.bytes(), link.peer());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answer(SnapshotReply reply) {
        if (!link.isClosed()) {
            archive.clear();
            unsent.add(ByteBuffer.wrap(reply.reply()));
            unsent.add(ByteBuffer.wrap(reply.archive()));
            link.endOutput();
        }
    }

    @Override
    public void fill(ByteBuffer out) {
        Buffers.drain(unsent, out);
    }

    @Override
    public void closed(Link its, IOException cause) {
        forgetTimer.run();
        requests.clear();
        archive.clear();
        unsent.clear();
        if (work == null || !work.isDone()) {
            log.warn("snapshot connection of " + link.peer() + " ended early: " + cause.getMessage());
        }
        if (work != null) {
            work.cancel(false);
        }
    }
}
