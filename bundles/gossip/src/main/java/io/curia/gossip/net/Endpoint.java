package io.curia.gossip.net;

import io.curia.gossip.swim.Complaints;
import io.curia.gossip.swim.Transport;
import io.curia.gossip.wire.Message;
import io.curia.gossip.wire.StreamCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * A pool's sockets: packets and streams on one port. Bound when made; serves from {@link #open} on, on the loop's thread,
 * where all else belongs, too.
 *
 * <p>Bounds: {@link #MOST_INBOUND} streams of others at a time, of which the oldest makes way for one more;
 * {@link #MOST_OUTBOUND} of our own; {@link #MOST_BUFFERED} bytes that have come in and make no whole message yet.
 */
public final class Endpoint implements Transport, AutoCloseable {
    private static final int MOST_INBOUND = 128;
    private static final int MOST_OUTBOUND = 128;
    static final long MOST_BUFFERED = 96L << 20;
    private static final int LARGEST_PACKET = 65_536;
    private static final int MOST_PACKETS_A_TURN = 64;
    private final EventLoop loop;
    private final StreamCodec codec;
    private final Predicate<InetSocketAddress> allowed;
    private final long timeoutNanos;
    private final Logger log;
    private final Complaints complaints;
    private final DatagramChannel packets;
    private final ServerSocketChannel streams;
    private final Set<Stream> inbound = new LinkedHashSet<>();
    private final Set<Stream> outbound = new LinkedHashSet<>();
    private final byte[] packet = new byte[LARGEST_PACKET];
    private final ByteBuffer packetBuffer = ByteBuffer.wrap(packet);
    private Receiver receiver;
    private long buffered;
    private boolean closed;

    /**
     * @param address port 0 for any
     * @param allowed who may open streams
     * @param timeoutNanos how long a stream of somebody else may take
     */
    public Endpoint(EventLoop loop, InetSocketAddress address, StreamCodec codec, Predicate<InetSocketAddress> allowed,
            long timeoutNanos, Logger log) throws IOException {
        this.loop = loop;
        this.codec = codec;
        this.allowed = allowed;
        this.timeoutNanos = timeoutNanos;
        this.log = log;
        this.complaints = new Complaints(log, loop);
        Bound bound = Bound.to(address);
        this.packets = bound.packets();
        this.streams = bound.streams();
    }

    /** Where it listens. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) streams.getLocalAddress();
    }

    public void open(Receiver served) throws IOException {
        receiver = served;
        loop.register(packets, SelectionKey.OP_READ, new EventLoop.Ready() {
            @Override
            public void ready(SelectionKey key) throws IOException {
                receive();
            }

            @Override
            public void broken(IOException problem) {
                complaints.about("udp", "Error reading a UDP packet: {}", problem.toString());
            }
        });
        loop.register(streams, SelectionKey.OP_ACCEPT, new EventLoop.Ready() {
            @Override
            public void ready(SelectionKey key) throws IOException {
                accept();
            }

            @Override
            public void broken(IOException problem) {
                complaints.about("tcp", "Error accepting a TCP connection: {}", problem.toString());
            }
        });
    }

    private void receive() throws IOException {
        for (int i = 0; i < MOST_PACKETS_A_TURN; i++) {
            packetBuffer.clear();
            InetSocketAddress from = (InetSocketAddress) packets.receive(packetBuffer);
            if (from == null) {
                return;
            }
            if (packetBuffer.position() == 0 || !allowed.test(from)) {
                continue;
            }
            receiver.onPacket(from, packet, 0, packetBuffer.position());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = streams.accept(); channel != null; channel = streams.accept()) {
            InetSocketAddress from = (InetSocketAddress) channel.socket().getRemoteSocketAddress();
            if (from == null || !allowed.test(from)) {
                channel.close();
                continue;
            }
            if (inbound.size() >= MOST_INBOUND) {
                Stream oldest = inbound.iterator().next();
                complaints.about("streams", "Too many open streams: dropping the oldest from={}",
                        NetErrors.text(oldest.peer()));
                oldest.end(null);
            }
            Stream stream = Stream.accepted(this, channel, from, codec.decoder());
            inbound.add(stream);
            stream.start(timeoutNanos);
        }
    }

    /** A request has come in; the answer, or null. */
    byte[] serve(InetSocketAddress from, Message request) {
        return receiver.onStream(from, request);
    }

    /** What somebody sent makes no message. */
    void refused(InetSocketAddress from, String problem) {
        complaints.about("stream", "Dropped a stream: {} from={}", problem, NetErrors.text(from));
    }

    boolean buffer(long bytes) {
        buffered += bytes;
        return buffered <= MOST_BUFFERED;
    }

    void ended(Stream stream) {
        inbound.remove(stream);
        outbound.remove(stream);
    }

    EventLoop loop() {
        return loop;
    }

    Logger log() {
        return log;
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes) {
        if (closed) {
            return;
        }
        try {
            packets.send(ByteBuffer.wrap(bytes), to);
        } catch (IOException | IllegalArgumentException e) {
            // as if it were lost on its way; others may claim to be at any address
            log.debug("Could not send a packet to {}: {}", NetErrors.text(to), e.toString());
        }
    }

    @Override
    public void exchange(InetSocketAddress to, byte[] request, long timeout, Exchange exchange) {
        if (closed || outbound.size() >= MOST_OUTBOUND) {
            String problem = closed ? "the pool is closed" : "too many streams are open";
            loop.execute(() -> exchange.failed(problem));
            return;
        }
        Stream stream = Stream.opened(this, to, request, codec.decoder(), exchange);
        outbound.add(stream);
        stream.start(timeout);
    }

    /** Closes what is open. On the loop's thread, or when it runs no longer. */
    @Override
    public void close() throws IOException {
        closed = true;
        Set.copyOf(inbound).forEach(stream -> stream.end(null));
        Set.copyOf(outbound).forEach(stream -> stream.end("the pool is closed"));
        packets.close();
        streams.close();
    }
}
