package io.curia.http.call;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Collects the body of a request without holding a thread. One read at a time, so fields need no lock. */
final class BodyReader implements Invocable.Task {
    /** The largest document that is read; the reference has no limit, but memory has. */
    static final long DOCUMENT_LIMIT = 64L * 1024 * 1024;

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST = 512;

    private final Call call;
    private final long limit;
    private final Consumer<byte[]> then;
    private byte[] bytes = NOTHING;
    private int length;

    BodyReader(Call call, long limit, Consumer<byte[]> then) {
        this.call = call;
        this.limit = limit;
        this.then = then;
    }

    void start() {
        long announced = call.request().getLength();
        if (announced > limit) {
            call.refuse(413, "Request body(" + announced + " bytes) too large, max size: " + limit + " bytes."
                    + advice());
            return;
        }
        if (announced == 0) {
            finish();
            return;
        }
        bytes = announced > 0 ? new byte[(int) announced] : new byte[FIRST];
        pump();
    }

    private String advice() {
        String option = call.path().startsWith("/v1/kv/") ? "kv_max_value_size"
                : call.path().equals("/v1/txn") ? "txn_max_req_len" : "";
        return option.isEmpty() ? "" : " See https://www.consul.io/docs/agent/options.html#" + option + ".";
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        pump();
    }

    private void pump() {
        Request request = call.request();
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                broken(chunk);
                return;
            }
            boolean fits = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!fits) {
                call.refuse(413, "Request body too large, max size: " + limit + " bytes." + advice());
                return;
            }
            if (last) {
                finish();
                return;
            }
        }
    }

    private void broken(Content.Chunk chunk) {
        if (chunk.getFailure() instanceof org.eclipse.jetty.http.HttpException e && e.getCode() < 500) {
            call.refuse(400, "400 Bad Request");
        } else {
            call.abandon(chunk.getFailure());
        }
    }

    private boolean take(ByteBuffer more) {
        int size = more.remaining();
        if (length + (long) size > limit) {
            return false;
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + (long) size, bytes.length * 2L)));
        }
        more.get(bytes, length, size);
        length += size;
        return true;
    }

    private void finish() {
        byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        if (call.route().isBlocking()) {
            call.offload(() -> then.accept(body));
        } else {
            call.guard(() -> then.accept(body));
        }
    }
}
