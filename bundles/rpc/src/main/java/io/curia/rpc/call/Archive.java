package io.curia.rpc.call;

import io.curia.api.rpc.RpcHandler;
import io.curia.rpc.net.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An archive that arrives piece by piece, up to {@link RpcHandler#MAX_ARCHIVE_BYTES}, on account of a budget. */
final class Archive {
    private static final int FIRST_PIECE = 16 * 1024;
    private static final int LARGEST_PIECE = 1 << 20;

    private final Budget budget;
    private final List<byte[]> pieces = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);
    private long size;
    private long taken;

    Archive(Budget budget) {
        this.budget = budget;
    }

    void add(ByteBuffer data) throws IOException {
        if (size + data.remaining() > RpcHandler.MAX_ARCHIVE_BYTES) {
            throw new IOException("an archive of more than " + RpcHandler.MAX_ARCHIVE_BYTES + " bytes");
        }
        size += data.remaining();
        while (data.hasRemaining()) {
            if (!last.hasRemaining()) {
                grow();
            }
            int count = Math.min(last.remaining(), data.remaining());
            data.get(last.array(), last.position(), count);
            last.position(last.position() + count);
        }
    }

    private void grow() throws IOException {
        int next = Math.max(FIRST_PIECE, Math.min(LARGEST_PIECE, last.capacity() * 2));
        if (!budget.take(next)) {
            throw new IOException("no memory for an archive of more than " + taken + " bytes");
        }
        taken += next;
        last = ByteBuffer.allocate(next);
        pieces.add(last.array());
    }

    /** All of it; nothing can be added any more. */
    byte[] bytes() {
        byte[] whole = new byte[(int) size];
        int at = 0;
        for (byte[] piece : pieces) {
            int count = Math.min(piece.length, whole.length - at);
            System.arraycopy(piece, 0, whole, at, count);
            at += count;
        }
        return whole;
    }

    long size() {
        return size;
    }

    /** Lets go of it. */
    void clear() {
        budget.give(taken);
        taken = 0;
        pieces.clear();
    }
}
