package io.curia.rpc.call;

import io.curia.api.rpc.RpcException;
import io.curia.rpc.net.Budget;
import io.curia.rpc.yamux.Stream;
import io.curia.rpc.yamux.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A stream that calls go out on, one after another. States: idle, busy with a call, over. On the loop only. */
final class ClientStream implements StreamListener {
    /** The largest answer, in bytes. */
    static final int LONGEST_ANSWER = 128 << 20;

    private final ServerConnection connection;
    private final MessageReader reader;
    private Stream stream;
    private Call call;
    private long sequence;
    private long sentBefore;

    ClientStream(ServerConnection connection, Budget budget) {
        this.connection = connection;
        this.reader = new MessageReader(LONGEST_ANSWER, budget);
    }

    void opened(Stream its) {
        stream = its;
    }

    void send(Call next) {
        call = next;
        next.stream = this;
        sentBefore = stream.sentBytes();
        sequence++;
        stream.write(Header.request(next.method, sequence, next.body));
    }

    @Override
    public void received(Stream its, ByteBuffer data) throws IOException {
        if (call == null) {
            throw new IOException("an answer that nobody asked for");
        }
        int count = data.remaining();
        boolean whole = reader.read(data);
        its.credit(count);
        if (!whole) {
            return;
        }
        Header header = reader.header();
        if (header.sequence() != sequence || data.hasRemaining()) {
            throw new IOException("an answer to another call");
        }
        Call answered = call;
        call = null;
        answered.stream = null;
        byte[] body = reader.body();
        connection.free(this);
        if (header.error().isEmpty()) {
            answered.answer(body);
        } else {
            answered.fail(RpcException.Reason.REMOTE, header.error(), null);
        }
    }

    /** Nobody waits for the call any more: neither shall the other side. */
    void abandon(Call its) {
        if (call == its) {
            its.stream = null;
            call = null;
            reader.clear();
            stream.reset();
            connection.gone(this, true);
        }
    }

    /** The call was not answered in time: perhaps the server is gone, or what is between. */
    void timedOut(Call its) {
        abandon(its);
        connection.doubt();
    }

    @Override
    public void ended(Stream its) {
        stream.close();
        broken(its, new IOException("closed by the peer"));
    }

    @Override
    public void broken(Stream its, IOException cause) {
        reader.clear();
        Call lost = call;
        call = null;
        connection.gone(this, lost != null);
        if (lost != null) {
            lost.stream = null;
            boolean sent = stream.sentBytes() > sentBefore;
            lost.fail(sent ? RpcException.Reason.BROKEN : RpcException.Reason.UNREACHABLE,
                    "rpc: " + lost.method + " of " + connection.name() + ": " + cause.getMessage(), cause);
        }
    }

    /** Ends it; it is idle. */
    void close() {
        stream.close();
    }

    boolean isClosed() {
        return stream.isClosed();
    }
}
