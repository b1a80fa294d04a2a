package io.curia.gossip.net;

import io.curia.gossip.swim.Scheduler;
import io.curia.gossip.swim.Transport;
import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.StreamDecoder;
import io.curia.gossip.wire.WireException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One exchange over TCP, from either side.
 *
 * <p>Opened: CONNECT -&gt; WRITE the request -&gt; READ the answer -&gt; end. Accepted: READ the request -&gt; WRITE the answer
 * -&gt; end. Whatever takes longer than its time ends, in any state.
 */
final class Stream implements EventLoop.Ready {
    private static final int FIRST_BUFFER = 2048;
    private static final int READ_AT_ONCE = 65_536;
    private final Endpoint endpoint;
    private final InetSocketAddress peer;
    private final StreamDecoder decoder;
    private final Transport.Exchange exchange;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer out;
    private byte[] in = new byte[FIRST_BUFFER];
    private int size;
    private Scheduler.Timer deadline;
    private boolean connected;
    private boolean ended;

    private Stream(Endpoint endpoint, SocketChannel channel, InetSocketAddress peer, byte[] request,
            StreamDecoder decoder, Transport.Exchange exchange) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.peer = peer;
        this.out = request == null ? null : ByteBuffer.wrap(request);
        this.decoder = decoder;
        this.exchange = exchange;
    }

    static Stream accepted(Endpoint endpoint, SocketChannel channel, InetSocketAddress peer, StreamDecoder decoder) {
        Stream stream = new Stream(endpoint, channel, peer, null, decoder, null);
        stream.connected = true;
        return stream;
    }

    static Stream opened(Endpoint endpoint, InetSocketAddress peer, byte[] request, StreamDecoder decoder,
            Transport.Exchange exchange) {
        return new Stream(endpoint, null, peer, request, decoder, exchange);
    }

    InetSocketAddress peer() {
        return peer;
    }

    void start(long timeout) {
        deadline = endpoint.loop().after(timeout, () -> end(connected ? "read tcp " + NetErrors.text(peer) + ": i/o timeout"
                : NetErrors.timeout(peer)));
        endpoint.buffer(in.length);
        try {
            int interest = SelectionKey.OP_READ;
            if (channel == null) {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                interest = channel.connect(peer) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
                connected = interest == SelectionKey.OP_WRITE;
            } else {
                channel.configureBlocking(false);
            }
            key = endpoint.loop().register(channel, interest, this);
        } catch (IOException e) {
            endpoint.loop().execute(() -> broken(e));
        } catch (IllegalArgumentException e) {
            endpoint.loop().execute(() -> broken(new IOException("unsupported address", e)));
        }
    }

    @Override
    public void ready(SelectionKey selected) throws IOException {
        if (selected.isConnectable() && channel.finishConnect()) {
            connected = true;
            selected.interestOps(SelectionKey.OP_WRITE);
        } else if (selected.isWritable()) {
            write();
        } else if (selected.isReadable()) {
            read();
        }
    }

    private void write() throws IOException {
        channel.write(out);
        if (out.hasRemaining()) {
            return;
        }
        if (exchange == null) {
            end(null);
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void read() throws IOException {
        if (size == in.length) {
            int larger = Math.min(in.length * 2, in.length + (1 << 20));
            if (!endpoint.buffer(larger - in.length)) {
                endpoint.buffer(in.length - larger);
                throw new IOException("too much is being received at once");
            }
            in = Arrays.copyOf(in, larger);
        }
        int count = channel.read(ByteBuffer.wrap(in, size, Math.min(READ_AT_ONCE, in.length - size)));
        if (count < 0) {
            // nothing at all is how a port scan looks, and how some say that a refused state is enough
            throw new IOException("EOF");
        }
        size += count;
        Message message;
        try {
            message = decoder.poll(in, size);
        } catch (WireException e) {
            if (exchange == null) {
                endpoint.refused(peer, e.getMessage());
                end(null);
            } else {
                end(e.getMessage());
            }
            return;
        }
        if (message != null) {
            received(message);
        }
    }

    private void received(Message message) {
        if (exchange != null) {
            finish();
            exchange.answered(message);
            return;
        }
        byte[] answer = endpoint.serve(peer, message);
        if (answer == null) {
            end(null);
        } else {
            release();
            out = ByteBuffer.wrap(answer);
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void release() {
        endpoint.buffer(-in.length);
        in = new byte[0];
        size = 0;
    }

    @Override
    public void broken(IOException problem) {
        if (exchange == null && size > 0 && !ended) {
            endpoint.log().debug("Stream from {} ended: {}", NetErrors.text(peer), NetErrors.reason(problem));
        }
        if (!connected && problem instanceof ConnectException && exchange != null && !ended) {
            finish();
            exchange.refused(NetErrors.connect(peer, problem));
            return;
        }
        end(connected ? "EOF".equals(problem.getMessage()) ? "EOF" : "read tcp " + NetErrors.text(peer) + ": read: "
                + NetErrors.reason(problem) : NetErrors.connect(peer, problem));
    }

    /** @param problem for whoever opened it */
    void end(String problem) {
        if (!ended) {
            finish();
            if (exchange != null) {
                exchange.failed(problem == null ? "the stream ended" : problem);
            }
        }
    }

    private void finish() {
        ended = true;
        deadline.cancel();
        release();
        endpoint.ended(this);
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            endpoint.log().debug("Could not close a stream: {}", e.toString());
        }
    }
}
